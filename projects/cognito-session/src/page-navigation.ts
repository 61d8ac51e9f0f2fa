// Navigations from a page to the sign-in page and back. Loaded by import() together with what a
// session needs, since the start needs none of it.

import { ErrorHandler } from '@angular/core';
import type { ActivatedRouteSnapshot, Router, UrlTree } from '@angular/router';
import type { SignedOutReason } from './core/signed-out-reason';
import { SessionError } from './core/session-error';
import { DevelopmentHints } from './development-hints';
import { GuardRedirects, navigationOf, pathOf } from './guard-redirects';
import { guardedUrl, isAskedForEachPage, openedUrl, type Visit } from './guarded-page';
import { onNavigationEnd } from './router-events';
import { isNoMatch, LEFT, openInstead, returnUrlIn } from './return-target';
import { isSignInPage, type ReturnTargetOwner, signInPage } from './sign-in-page';

declare const ngDevMode: boolean;

/**
 * Leaves the page for the sign-in page because the session ended, as the setting `onSessionEnd`
 * says. Users come back to the URL that was being opened, if one was (J07), else to the page that
 * was open.
 * @param url where the router was when the session ended.
 */
export function leavePage(
  reason: SignedOutReason,
  url: string,
  owner: ReturnTargetOwner,
  router: Router,
): Promise<unknown> {
  const underWay = navigationOf(router);
  if (reason === 'sign-out' && (underWay || router.url !== url)) {
    // An app that signs its user out may show a page of its own, such as a farewell. A page that a
    // guard let the user open before is none, and not every guard is asked again. No `await`, which
    // would leave Angular's zone.
    return new Promise((resolve) => {
      const goOn = (): void =>
        resolve(isPastGuard(router, owner) && leave(router.url, reason, owner, router));
      if (underWay) onNavigationEnd(router, goOn);
      else goOn();
    });
  }
  const left = underWay ? router.serializeUrl(underWay.extractedUrl) : router.url;
  return leave(left, reason, owner, router);
}

/** Goes from the page `left` to the sign-in page, unless the app wants to stay. */
async function leave(
  left: string,
  reason: SignedOutReason,
  owner: ReturnTargetOwner,
  router: Router,
): Promise<boolean> {
  const { injector, manager } = owner;
  // The user may have signed in again.
  if (!manager || manager.active || isSignInPage(left, router, owner)) return false;
  const { onSessionEnd } = manager.config;
  if (typeof onSessionEnd === 'function') {
    try {
      if (onSessionEnd(reason, left) === 'stay') return false;
    } catch (error) {
      // The default, because it shows less to somebody without a session.
      injector.get(ErrorHandler).handleError(error);
    }
  }
  const page = signInPage(router, owner, left, manager.lastSub);
  return router.navigateByUrl(page, { state: { [LEFT]: owner.left } });
}

/** Whether a page is open that a guard let somebody with a session open. */
function isPastGuard(router: Router, { passed }: ReturnTargetOwner): boolean {
  const isPassed = ({ routeConfig, children }: ActivatedRouteSnapshot): boolean =>
    (!!routeConfig && passed.has(routeConfig)) || children.some(isPassed);
  return isPassed(router.routerState.snapshot.root);
}

/**
 * Navigates to the current URL's `returnUrl` when that is a page of this app except its sign-in
 * page, else to `afterSignInUrl`. The new page replaces the sign-in form in the browser's history
 * (J10).
 */
export async function returnToApp(owner: ReturnTargetOwner, router: Router): Promise<boolean> {
  const { afterSignInUrl = '/' } = owner.manager?.config ?? {};
  const url = returnUrlIn(router.url, owner, router);
  if (url !== null) {
    try {
      const { arrived, isBack } = await replaceForm(url, owner, router);
      if (!isBack) return arrived;
    } catch (error) {
      if (!isNoMatch(error)) throw error;
    }
  }
  const { arrived, isBack } = await replaceForm(afterSignInUrl, owner, router);
  if (!isBack) return arrived;
  throw new SessionError(
    'INVALID_CONFIG',
    `afterSignInUrl ${pathOf(afterSignInUrl)} leads this user back to the sign-in page; name a page that every user may open, or give its groupGuard the option otherwise`,
  );
}

/** Goes to `url`; `isBack` when a guard sent the signed-in user back to the form. */
async function replaceForm(
  url: string,
  owner: ReturnTargetOwner,
  router: Router,
): Promise<{ readonly arrived: boolean; readonly isBack: boolean }> {
  const { left } = owner;
  const arrived = await router.navigateByUrl(url, { replaceUrl: true });
  // The guard has noted a page that was left (J09), also when the router skips its redirect to the
  // open URL. A session that has ended meanwhile has its own way back.
  const isBack = owner.left !== left && isSignInPage(router.url, router, owner);
  return { arrived, isBack: isBack && !!owner.manager?.active };
}

/**
 * To the sign-in page, with the way back, or to the page for the signed-in if there is one. The
 * sign-in page itself is open to everybody, whatever guards stand above it.
 * @throws {@link SessionError} `INVALID_CONFIG` when `canActivate` of a route with children guards
 *   it: the router asks such a guard once and not again for the other pages below, which would then
 *   be open, too.
 */
export function sendToSignIn(visit: Visit): true | UrlTree {
  const { owner, router, session, otherwise } = visit;
  const url = openedUrl(visit);
  const isSignIn = guardedUrl(visit) === url && isSignInPage(url, router, owner);
  if (isSignIn && isAskedForEachPage(visit)) return true;
  if (session && otherwise !== undefined) {
    if (typeof ngDevMode === 'undefined' || ngDevMode) {
      owner.injector.get(DevelopmentHints).watchRoute(router, otherwise, 'otherwise');
    }
    return sendTo(otherwise, visit);
  }
  if (!isSignIn) return redirect(visit, signInPage(router, owner, url));
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
 * To the page that the sign-in page's URL names, or to `afterSignInUrl`. Somebody whom a guard has
 * sent here stays: the other pages are closed to that user, who may want to sign in as somebody
 * else.
 */
export function sendToApp(visit: Visit): true | UrlTree {
  const { owner, router } = visit;
  const { taken } = owner.injector.get(GuardRedirects);
  if (taken.some((each) => isSignInPage(each, router, owner))) return true;
  const { afterSignInUrl = '/' } = owner.manager?.config ?? {};
  const wanted = returnUrlIn(openedUrl(visit), owner, router);
  if (wanted === null) return sendTo(afterSignInUrl, visit);
  openInstead(afterSignInUrl, wanted, router);
  return sendTo(wanted, visit);
}

function redirect(visit: Visit, page: UrlTree): UrlTree {
  const url = guardedUrl(visit) || openedUrl(visit);
  return visit.owner.injector.get(GuardRedirects).to(page, url);
}
