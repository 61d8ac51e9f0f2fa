// The page that a user returns to after a sign-in. Its URL comes out of the address bar, so anybody
// can have written it.

import { Location } from '@angular/common';
import type { Router, UrlTree } from '@angular/router';
import { checkReturnUrl } from './core/config/return-url';
import { EVENT, onNavigationEnd } from './router-events';
import { isSignInPage, type ReturnTarget, type ReturnTargetOwner } from './sign-in-page';
import { withoutTokens } from './tokens-in-url';

/** The router's code for a URL that no route matches (NG04002). */
const NO_MATCH = 4002;
/** Oldest page that users return to, in milliseconds since it was left. */
const OLDEST_MS = 600_000;
/**
 * Where the page that was left is kept in the entry of the browser's history: it outlives a reload
 * (J11).
 */
export const LEFT = 'ngx-cognito-session.left';

/**
 * The `returnUrl` in the query of `url` as the router writes it, or null when users must not return
 * to it.
 */
export function returnUrlIn(url: string, owner: ReturnTargetOwner, router: Router): string | null {
  const { injector } = owner;
  const given: unknown = router.parseUrl(url).queryParams['returnUrl'];
  // Checked as it came, and again as the router will write it: `/(//host)` is written `//host`.
  const wanted = checkReturnUrl(given);
  const tree = wanted && withoutTokens(router.parseUrl(wanted));
  const written = tree && checkReturnUrl(router.serializeUrl(tree));
  if (!written || isSignInPage(primaryPathOf(tree), router, owner)) return null;
  const { [LEFT]: stored }: { [LEFT]?: ReturnTarget } = injector.get(Location).getState() ?? {};
  const left = [owner.left, stored].find((page) => page?.url === given);
  return left && isStale(left, owner) ? null : written;
}

/**
 * The path of the page in the primary outlet: one beside it does not make the sign-in page another
 * page.
 */
function primaryPathOf({ root }: UrlTree): string {
  let path = '';
  for (let group = root.children['primary']; group; group = group.children['primary']) {
    path += `/${group.segments.join('/')}`;
  }
  return path || '/';
}

/** Opens `page` if no route matches `url`, to which a guard sends the navigation under way. */
export function openInstead(page: string, url: string, router: Router): void {
  onNavigationEnd(router, (event) => {
    if (event.type === EVENT.error && event.url === url && isNoMatch(event.error)) {
      void router.navigateByUrl(page, { replaceUrl: true });
    }
  });
}

/**
 * Whether no route matches a URL; anybody can have written it. Other errors come from the page
 * itself.
 */
export function isNoMatch(error: unknown): boolean {
  const { code }: { readonly code?: unknown } = error ?? {};
  return code === NO_MATCH;
}

/** Whether a page was left long ago, or by another user. */
function isStale({ sub, at }: ReturnTarget, { clock, manager }: ReturnTargetOwner): boolean {
  return (sub !== undefined && sub !== manager?.active?.sub) || clock.now() - at > OLDEST_MS;
}
