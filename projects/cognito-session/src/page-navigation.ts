// Navigations from a page to the sign-in page and back. Loaded by import() together with what a session needs, since the
// start needs none of it.

import { ErrorHandler } from '@angular/core';
import type { Navigation, Router, UrlTree } from '@angular/router';
import type { SignedOutReason } from './core/session-state';
import { SessionError } from './core/session-error';
import { GuardRedirects, navigationOf, pathOf } from './guard-redirects';
import { guardedUrl, isAskedForEachPage, openedUrl, type Visit } from './guarded-page';
import { isNoMatch, LEFT, openInstead, returnUrlIn } from './return-target';
import { isSignInPage, type PageLeaver, signInPage } from './sign-in-page';

/**
 * Leaves the page for the sign-in page because the session ended, as the setting `onSessionEnd` says. Users come back
 * to the URL that was being opened, if one was (J07), else to the page that was open.
 * @param url where the router was when the session ended.
 */
export async function leavePage(
  reason: SignedOutReason,
  url: string,
  leaver: PageLeaver,
  router: Router,
): Promise<void> {
  const { injector, manager } = leaver;
  const underWay = navigationOf(router);
  if (!manager || manager.held) return;
  if (reason === 'sign-out' && (underWay || router.url !== url)) {
    // An app that signs its user out may show a page of its own, such as a farewell. A page that a guard opened while
    // there was a session is none: the user had clicked a link before.
    const { id } = underWay ?? lastNavigationOf(router) ?? {};
    if (id !== leaver.passed) return;
  }
  const { onSessionEnd } = manager.config;
  const left = underWay ? router.serializeUrl(underWay.extractedUrl) : router.url;
  if (isSignInPage(left, router, leaver)) return;
  if (typeof onSessionEnd === 'function') {
    try {
      if (onSessionEnd(reason, left) === 'stay') return;
    } catch (error) {
      // The default, because it shows less to somebody without a session.
      injector.get(ErrorHandler).handleError(error);
    }
  }
  const page = signInPage(router, leaver, left, manager.lastSub);
  await router.navigateByUrl(page, { state: { [LEFT]: leaver.left } });
}

function lastNavigationOf(router: Router): Navigation | null | undefined {
  return (router as Partial<Router>).lastSuccessfulNavigation?.();
}

/**
 * Navigates to the current URL's `returnUrl` when that is a page of this app except its sign-in page, else to
 * `afterSignInUrl`. The new page replaces the sign-in form in the browser's history (J10).
 */
export async function returnToApp(leaver: PageLeaver, router: Router): Promise<boolean> {
  const { left } = leaver;
  const { afterSignInUrl = '/' } = leaver.manager?.config ?? {};
  const replaceForm = { replaceUrl: true };
  const url = returnUrlIn(router.url, leaver, router);
  if (url !== null) {
    try {
      const arrived = await router.navigateByUrl(url, replaceForm);
      // A guard of this library that sent the user back to the form has noted a page that was left (J09).
      if (leaver.left === left || !isSignInPage(router.url, router, leaver)) return arrived;
    } catch (error) {
      if (!isNoMatch(error)) throw error;
    }
  }
  return router.navigateByUrl(afterSignInUrl, replaceForm);
}

/**
 * To the sign-in page, with the way back, or to the page for the signed-in if there is one. The sign-in page itself is
 * open to everybody, whatever guards stand above it.
 * @throws {@link SessionError} `INVALID_CONFIG` when `canActivate` of a route with children guards it: the router asks
 *   such a guard once and not again for the other pages below, which would then be open, too.
 */
export function sendToSignIn(visit: Visit): true | UrlTree {
  const { leaver, router, session, otherwise } = visit;
  if (session && otherwise !== undefined) return sendTo(otherwise, visit);
  const url = openedUrl(visit);
  if (!isSignInPage(guardedUrl(visit), router, leaver))
    return redirect(visit, signInPage(router, leaver, url));
  if (isAskedForEachPage(visit)) return true;
  throw new SessionError(
    'INVALID_CONFIG',
    `the sign-in page ${pathOf(url)} lies below a route that canActivate guards; move it out of there, or use canActivateChild`,
  );
}

/** To another page of the app. */
function sendTo(page: string, visit: Visit): UrlTree {
  return redirect(visit, visit.router.parseUrl(page));
}

/**
 * To the page that the sign-in page's URL names, or to `afterSignInUrl`. Somebody whom a guard has sent here stays: the
 * other pages are closed to that user, who may want to sign in as somebody else.
 */
export function sendToApp(visit: Visit): true | UrlTree {
  const { leaver, router } = visit;
  if (leaver.injector.get(GuardRedirects).taken.length > 0) return true;
  const { afterSignInUrl = '/' } = leaver.manager?.config ?? {};
  const wanted = returnUrlIn(openedUrl(visit), leaver, router);
  if (wanted === null) return sendTo(afterSignInUrl, visit);
  openInstead(afterSignInUrl, router);
  return sendTo(wanted, visit);
}

function redirect(visit: Visit, page: UrlTree): UrlTree {
  const url = guardedUrl(visit) || openedUrl(visit);
  return visit.leaver.injector.get(GuardRedirects).to(page, url);
}
