// What guards do with somebody whom they do not let pass. Loaded by import() together with page-navigation.ts.

import {
  type ActivatedRouteSnapshot,
  type Event,
  NavigationCancel,
  NavigationCancellationCode,
  NavigationEnd,
  NavigationError,
  NavigationSkipped,
  type Route,
  type Router,
  type RouterStateSnapshot,
  type UrlSegment,
  type UrlTree,
} from '@angular/router';
import { filter, take } from 'rxjs';
import type { CognitoUserSession } from './core/cognito-user-session';
import { SessionError } from './core/session-error';
import { GuardRedirects, navigationOf, pathOf } from './guard-redirects';
import { isNoMatch, returnUrlIn } from './return-target';
import { isSignInPage, type PageLeaver, signInPage } from './sign-in-page';

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
  if (leaver.injector.get(GuardRedirects).taken.length > 0) return true;
  const { afterSignInUrl = '/' } = leaver.manager?.config ?? {};
  const wanted = returnUrlIn(openedUrl(visit), leaver, router);
  if (wanted === null) return sendTo(afterSignInUrl, visit);
  openInstead(afterSignInUrl, router);
  return sendTo(wanted, visit);
}

/** Opens `page` if no route matches the URL to which the guard sends the navigation under way. */
function openInstead(page: string, router: Router): void {
  // An app's own tests may have a router without events.
  (router as Partial<Router>).events?.pipe(filter(isEnd), take(1)).subscribe((event) => {
    if (event instanceof NavigationError && isNoMatch(event.error)) {
      void router.navigateByUrl(page, { replaceUrl: true });
    }
  });
}

/** Whether a navigation has ended, and not in another one. */
function isEnd(event: Event): boolean {
  return (
    event instanceof NavigationEnd ||
    event instanceof NavigationError ||
    event instanceof NavigationSkipped ||
    (event instanceof NavigationCancel && event.code !== NavigationCancellationCode.Redirect)
  );
}

function redirect(visit: Visit, page: UrlTree): UrlTree {
  const url = guardedUrl(visit) || openedUrl(visit);
  return visit.leaver.injector.get(GuardRedirects).to(page, url);
}

/** The URL that is being opened, to which the user comes back. */
function openedUrl({ place, router }: Visit): string {
  if (!Array.isArray(place)) return place.url;
  const opened = navigationOf(router)?.extractedUrl;
  return opened ? router.serializeUrl(opened) : `/${place.join('/')}`;
}

/**
 * The URL of the page that the guard is asked about; empty when unknown. `canMatch` gets only the last segments, and a
 * redirect may have led to them from another page, such as the sign-in page.
 */
function guardedUrl(visit: Visit): string {
  const { place } = visit;
  if (!Array.isArray(place)) return place.url;
  if (place.length === 0) return '';
  const opened = openedUrl(visit);
  const last = `/${place.join('/')}`;
  return pathOf(opened).endsWith(pathOf(last)) ? opened : last;
}
