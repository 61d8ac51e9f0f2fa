// Tokens in a URL of the app, as the implicit flow and careless links leave them there.

import type { UrlTree } from '@angular/router';

/**
 * Parameters that hold a token: no page needs one in its address, where logs and histories keep it.
 */
const TOKENS = /^(id|access|refresh)_token$/;
/** The same in a fragment, as the implicit flow writes it: `name=value` pairs. */
const TOKENS_IN_FRAGMENT = /(^|[?&])((id|access|refresh)_token=[^&]*(&|$))+/g;

/** Takes tokens out; `code` and `state` stay, since an app has parameters of these names, too. */
export function withoutTokens(tree: UrlTree): UrlTree {
  const others = Object.entries(tree.queryParams).filter(([name]) => !TOKENS.test(name));
  tree.queryParams = Object.fromEntries(others);
  const { fragment } = tree;
  const rest = fragment?.replace(TOKENS_IN_FRAGMENT, '$1') ?? null;
  if (rest !== fragment) tree.fragment = rest?.replace(/[?&]$/, '') || null;
  return tree;
}
