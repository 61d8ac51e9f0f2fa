// Navigates to the sign-in page and back. Loaded by import(), because the start of an app does not
// need it.

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
 * Goes to the sign-in page after the session has ended, if the setting `onSessionEnd` allows it.
 * After the sign-in, users return to the URL that they were opening (J07), or else to the open
 * page.
 * @param url the router's URL when the session ended.
 */
export function leavePage(
  reason: SignedOutReason,
  url: string,
  owner: ReturnTargetOwner,
  router: Router,
): Promise<unknown> {
  const underWay = navigationOf(router);
  if (reason === 'sign-out' && (underWay || router.url !== url)) {
    // An app may navigate to a public page of its own after `signOut()`, such as a farewell. A page
    // behind a guard does not count as one, and the router does not run every guard again. This
    // uses no `await`, which would leave Angular's zone.
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

/** Goes from the page `left` to the sign-in page, unless `onSessionEnd` says `'stay'`. */
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
      // If the function throws, `'navigate'` counts: it shows less to a user without a session.
      injector.get(ErrorHandler).handleError(error);
    }
  }
  const page = signInPage(router, owner, left, manager.lastSub);
  return router.navigateByUrl(page, { state: { [LEFT]: owner.left } });
}

/** Whether the open page is one that a guard opened for a user with a session. */
function isPastGuard(router: Router, { passed }: ReturnTargetOwner): boolean {
  const isPassed = ({ routeConfig, children }: ActivatedRouteSnapshot): boolean =>
    (!!routeConfig && passed.has(routeConfig)) || children.some(isPassed);
  return isPassed(router.routerState.snapshot.root);
}

/**
 * Navigates to the `returnUrl` of the current URL if it is a page of this app and not the sign-in
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

/** Goes to `url`. `isBack` is true if a guard sent the signed-in user back to the form. */
async function replaceForm(
  url: string,
  owner: ReturnTargetOwner,
  router: Router,
): Promise<{ readonly arrived: boolean; readonly isBack: boolean }> {
  const { left } = owner;
  const arrived = await router.navigateByUrl(url, { replaceUrl: true });
  // A guard that redirects sets `left` anew (J09), even if the router skips the redirect because
  // that URL is open. If the session has ended meanwhile, `leavePage` navigates.
  const isBack = owner.left !== left && isSignInPage(router.url, router, owner);
  return { arrived, isBack: isBack && !!owner.manager?.active };
}

/**
 * Redirects to the sign-in page with a return URL, or to `otherwise` if a signed-in user lacks the
 * group and the guard has that option. Every user may open the sign-in page itself, even below a
 * guard.
 * @throws {@link SessionError} `INVALID_CONFIG` if `canActivate` of a route with children guards
 *   the sign-in page: the router runs such a guard once, so the other pages below it would be open,
 *   too.
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

/** Redirects to another page of the app. */
function sendTo(page: string, visit: Visit): UrlTree {
  return redirect(visit, visit.router.parseUrl(page));
}

/**
 * Redirects to the `returnUrl` in the sign-in page's URL, or to `afterSignInUrl`. A user whom a
 * guard has sent here stays: the page that the user wants is closed, and another account may open
 * it.
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
