// Checks the page to which a user returns after a sign-in. Its URL is in the address bar, so an
// attacker may have written it.

import { Location } from '@angular/common';
import type { Router, UrlTree } from '@angular/router';
import { checkReturnUrl } from './core/config/return-url';
import { EVENT, onNavigationEnd } from './router-events';
import { isSignInPage, type ReturnTarget, type ReturnTargetOwner } from './sign-in-page';
import { withoutTokens } from './tokens-in-url';

/** The router's code for a URL that no route matches (NG04002). */
const NO_MATCH = 4002;
/** For this long, in milliseconds, users return to a page that they have left. */
const OLDEST_MS = 600_000;
/**
 * The key of the page that was left, in the state of the browser's history entry. It survives a
 * reload (J11).
 */
export const LEFT = 'ngx-cognito-session.left';

/**
 * The `returnUrl` in the query of `url`, as the router writes it; null if users must not return to
 * it.
 */
export function returnUrlIn(url: string, owner: ReturnTargetOwner, router: Router): string | null {
  const { injector } = owner;
  const given: unknown = router.parseUrl(url).queryParams['returnUrl'];
  // Checked as given, and again as the router serializes it: it turns `/(//host)` into `//host`.
  const wanted = checkReturnUrl(given);
  const tree = wanted && withoutTokens(router.parseUrl(wanted));
  const written = tree && checkReturnUrl(router.serializeUrl(tree));
  if (!written || isSignInPage(primaryPathOf(tree), router, owner)) return null;
  const { [LEFT]: stored }: { [LEFT]?: ReturnTarget } = injector.get(Location).getState() ?? {};
  const left = [owner.left, stored].find((page) => page?.url === given);
  return left && isStale(left, owner) ? null : written;
}

/**
 * The path of the primary outlet. The sign-in page stays the sign-in page if another outlet is open
 * beside it.
 */
function primaryPathOf({ root }: UrlTree): string {
  let path = '';
  for (let group = root.children['primary']; group; group = group.children['primary']) {
    path += `/${group.segments.join('/')}`;
  }
  return path || '/';
}

/** Opens `page` if no route matches `url`, to which a guard redirects the current navigation. */
export function openInstead(page: string, url: string, router: Router): void {
  onNavigationEnd(router, (event) => {
    if (event.type === EVENT.error && event.url === url && isNoMatch(event.error)) {
      void router.navigateByUrl(page, { replaceUrl: true });
    }
  });
}

/**
 * Whether a navigation failed because no route matches its URL. Other errors come from the page
 * itself.
 */
export function isNoMatch(error: unknown): boolean {
  return (error as { code?: number } | null)?.code === NO_MATCH;
}

/** Whether the page was left too long ago, or by another user. */
function isStale({ sub, at }: ReturnTarget, { clock, manager }: ReturnTargetOwner): boolean {
  return (sub !== undefined && sub !== manager?.active?.sub) || clock.now() - at > OLDEST_MS;
}
