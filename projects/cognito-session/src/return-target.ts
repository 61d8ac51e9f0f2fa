// The page that a user returns to after a sign-in. Its URL comes out of the address bar, so anybody can have written it.

import { Location } from '@angular/common';
import type { Router, UrlTree } from '@angular/router';
import { checkReturnUrl } from './core/return-url';
import { pathOf } from './guard-redirects';
import type { LeftPage, PageLeaver } from './sign-in-page';

/** Oldest page that users return to, in milliseconds since it was left. */
const OLDEST_MS = 600_000;
/** Parameters that hold a token: no page needs one in its address, where logs and histories keep it. */
const TOKENS = /^(id|access|refresh)_token$/;
/** The same in a fragment, as the implicit flow writes it: `name=value` pairs. */
const TOKENS_IN_FRAGMENT = /(^|[?&])((id|access|refresh)_token=[^&]*(&|$))+/g;

/** Where the page that was left is kept in the entry of the browser's history: it outlives a reload (J11). */
export const LEFT = 'ngx-cognito-session.left';

/** The `returnUrl` in the query of `url` as the router writes it, or null when users must not return to it. */
export function returnUrlIn(url: string, leaver: PageLeaver, router: Router): string | null {
  const { injector, manager } = leaver;
  const given: unknown = router.parseUrl(url).queryParams['returnUrl'];
  // Checked as it came, and again as the router will write it: `/(//host)` is written `//host`.
  const wanted = checkReturnUrl(given);
  const tree = wanted && withoutTokens(router.parseUrl(wanted));
  const written = tree && checkReturnUrl(router.serializeUrl(tree));
  if (!written || pathOf(written) === pathOf(manager?.config.signInUrl ?? '/')) return null;
  const { [LEFT]: stored } = (injector.get(Location).getState() ?? {}) as { [LEFT]?: LeftPage };
  const left = [leaver.left, stored].find((page) => page?.url === given);
  return left && isStale(left, leaver) ? null : written;
}

/** Whether a page was left long ago, or by another user. */
function isStale({ sub, at }: LeftPage, { clock, manager }: PageLeaver): boolean {
  return (sub !== undefined && sub !== manager?.held?.sub) || clock.now() - at > OLDEST_MS;
}

/** Takes tokens out; `code` and `state` stay, since an app has parameters of these names, too. */
function withoutTokens(tree: UrlTree): UrlTree {
  const others = Object.entries(tree.queryParams).filter(([name]) => !TOKENS.test(name));
  tree.queryParams = Object.fromEntries(others);
  const { fragment } = tree;
  const rest = fragment?.replace(TOKENS_IN_FRAGMENT, '$1') ?? null;
  if (rest !== fragment) tree.fragment = rest?.replace(/[?&]$/, '') || null;
  return tree;
}
