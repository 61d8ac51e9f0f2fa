// Navigations from a page to the sign-in page and back. Loaded by import() together with what a session needs, since the
// start needs none of it.

import { ErrorHandler } from '@angular/core';
import {
  type ActivatedRouteSnapshot,
  PRIMARY_OUTLET,
  type Route,
  type Router,
  type RouterStateSnapshot,
  type UrlSegment,
  type UrlTree,
} from '@angular/router';
import type { CognitoUserSession } from './core/cognito-user-session';
import { SessionError } from './core/session-error';
import type { SignedOutReason } from './core/session-state';
import { GuardRedirects, navigationOf, pathOf } from './guard-redirects';
import { LEFT, returnUrlIn } from './return-target';
import { isSignInPage, type PageLeaver, signInPage } from './sign-in-page';

/** The router's code for a URL that no route matches (NG04002). */
const NO_MATCH = 4002;

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
  // An app that signs its user out may show a page of its own, such as a farewell.
  const appNavigates = underWay || router.url !== url;
  if (!manager || manager.held || (reason === 'sign-out' && appNavigates)) return;
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
      // Anybody can have written the address; other errors come from the page itself.
      if ((error as { code?: number } | null)?.code !== NO_MATCH) throw error;
    }
  }
  return router.navigateByUrl(afterSignInUrl, replaceForm);
}

/** A page that somebody opens whom its guard does not let pass. */
export interface Visit {
  /** The guard that asks; of the class its function. */
  readonly guard: unknown;
  readonly route: ActivatedRouteSnapshot | Route;
  readonly place: RouterStateSnapshot | UrlSegment[];
  readonly session: CognitoUserSession | null;
  /** The page for somebody who is signed in. */
  readonly otherwise: string | undefined;
  readonly leaver: PageLeaver;
  readonly router: Router;
}

/**
 * To the sign-in page, with the way back, or to the page for the signed-in if there is one. The sign-in page itself is
 * open to everybody, whatever guards stand above it.
 * @throws {@link SessionError} `INVALID_CONFIG` when `canActivate` of a route with children guards it: the router asks
 *   such a guard once and not again for the other pages below, which would then be open, too.
 */
export function sendToSignIn(visit: Visit): true | UrlTree {
  const { leaver, router, place, session, otherwise } = visit;
  if (session && otherwise !== undefined) return sendTo(otherwise, visit);
  const url = openedUrl(visit);
  // An empty rest says nothing about how the router came to the route.
  const isKnown = !Array.isArray(place) || place.length > 0;
  if (!isKnown || !isSignInPage(url, router, leaver)) {
    return redirect(visit, signInPage(router, leaver, url));
  }
  if (isAskedForEachPage(visit)) return true;
  throw new SessionError(
    'INVALID_CONFIG',
    `the sign-in page ${pathOf(url)} lies below a route that canActivate guards; move it out of there, or use canActivateChild`,
  );
}

/** Whether the guard is asked again for every other page below its route. */
function isAskedForEachPage({ route, guard }: Visit): boolean {
  // canMatch, which gets no snapshot, always is.
  const { routeConfig, pathFromRoot = [] } = route as Partial<ActivatedRouteSnapshot>;
  const isParent = routeConfig?.children ?? routeConfig?.loadChildren;
  const asFunction = (each: unknown): unknown =>
    (each as { readonly asFunction?: unknown }).asFunction ?? each;
  return (
    !isParent ||
    pathFromRoot.some((each) =>
      each.routeConfig?.canActivateChild?.some((child) => asFunction(child) === guard),
    )
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
  if (leaver.injector.get(GuardRedirects).taken(router).length > 0) return true;
  const wanted = returnUrlIn(openedUrl(visit), leaver, router);
  return sendTo(wanted ?? leaver.manager?.config.afterSignInUrl ?? '/', visit);
}

function redirect(visit: Visit, page: UrlTree): UrlTree {
  const { leaver, router } = visit;
  return leaver.injector.get(GuardRedirects).to(page, openedUrl(visit), router);
}

/**
 * The URL that is being opened. `canMatch` gets segments only: they lack the query, and differ from the URL when a
 * redirect led to the route.
 */
function openedUrl({ place, router }: Visit): string {
  if (!Array.isArray(place)) return place.url;
  const opened = navigationOf(router)?.extractedUrl;
  const paths = (segments: readonly UrlSegment[]): string =>
    segments.map(({ path }) => path).join('/');
  const whole = paths(opened?.root.children[PRIMARY_OUTLET]?.segments ?? []);
  return opened && `/${whole}`.endsWith(`/${paths(place)}`)
    ? router.serializeUrl(opened)
    : `/${place.join('/')}`;
}
