// Removes tokens from a URL of the app, where the implicit flow and careless links leave them.

import type { UrlTree } from '@angular/router';

/**
 * Parameters that hold a token. No page needs them in its URL, and logs and the history keep it.
 */
const TOKENS = /^(id|access|refresh)_token$/;
/** The same in a fragment, as the implicit flow writes it: `name=value` pairs. */
const TOKENS_IN_FRAGMENT = /(^|[?&])((id|access|refresh)_token=[^&]*(&|$))+/g;

/** Removes tokens. `code` and `state` stay, because apps use parameters of these names, too. */
export function withoutTokens(tree: UrlTree): UrlTree {
  const others = Object.entries(tree.queryParams).filter(([name]) => !TOKENS.test(name));
  tree.queryParams = Object.fromEntries(others);
  const { fragment } = tree;
  const rest = fragment?.replace(TOKENS_IN_FRAGMENT, '$1') ?? null;
  if (rest !== fragment) tree.fragment = rest?.replace(/[?&]$/, '') || null;
  return tree;
}
