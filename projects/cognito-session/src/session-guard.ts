// Route guards. Each waits until the session's state is known, and then lets the user pass or
// redirects. Guards only choose the page to display: the API decides what a user may do, because it
// alone verifies tokens.

import { inject, Injectable, Injector, runInInjectionContext } from '@angular/core';
import {
  type ActivatedRouteSnapshot,
  type CanActivate,
  type CanActivateChild,
  type CanMatch,
  type Route,
  Router,
  type RouterStateSnapshot,
  type UrlSegment,
  type UrlTree,
} from '@angular/router';
import {
  catchError,
  filter,
  from,
  type Observable,
  type ObservableInput,
  of,
  switchMap,
  take,
} from 'rxjs';
import type { CognitoUserSession } from './core/tokens/cognito-user-session';
import { PAGE_PATH } from './core/config/session-config';
import { invalid, isText } from './core/config/setting-forms';
import { injectSessionHost } from './session-host';
import { SessionScope } from './session-scope';

/** A guard that fits `canActivate`, `canActivateChild` and `canMatch`. */
export type SessionGuardFn = (
  route: ActivatedRouteSnapshot | Route,
  place: RouterStateSnapshot | UrlSegment[],
) => Observable<boolean | UrlTree>;

/**
 * Lets signed-in users pass and redirects others to `signInUrl?returnUrl=…`. A session that needs a
 * refresh counts as signed in. On a server, and with a wrong config, the session is unknown: then
 * the guard returns false and does not redirect.
 *
 * The sign-in page itself stays open to everybody, even below a parent with this guard as
 * `canActivateChild` or `canMatch`. Below a parent with this guard as `canActivate`, the navigation
 * fails with `SessionError('INVALID_CONFIG')`. A navigation also fails with this error if guards of
 * this library would redirect it in a circle.
 */
export const sessionGuard: SessionGuardFn = (route, place) =>
  decide(sessionGuard, route, place, (session) => !!session, 'sendToSignIn');

/** Options of {@link groupGuard}. */
export interface GroupGuardOptions {
  /**
   * The page for signed-in users who lack the group, such as `'/forbidden'`; default: the sign-in
   * page.
   */
  readonly otherwise?: string;
}

/**
 * Lets members of at least one of `groups` (`cognito:groups`) pass and redirects others to
 * `signInUrl?returnUrl=…`. Signed-in users without the group can sign in there with another
 * account; {@link signedOutGuard} lets them see the form. With `otherwise`, they come to that page
 * instead. Throws `INVALID_CONFIG` if `otherwise` is not a path.
 *
 * @example
 * { path: 'admin', canMatch: [groupGuard('admins', { otherwise: '/forbidden' })], loadChildren: … }
 */
export function groupGuard(
  ...groups: readonly string[] | readonly [...string[], GroupGuardOptions]
): SessionGuardFn {
  const given: readonly (string | GroupGuardOptions)[] = groups;
  const options = given.find((each): each is GroupGuardOptions => typeof each === 'object');
  const otherwise = options?.otherwise;
  if (otherwise !== undefined && !isText(otherwise, PAGE_PATH)) {
    throw invalid('groupGuard.otherwise', 'a path like /forbidden', otherwise);
  }
  const guard: SessionGuardFn = (route, place) =>
    decide(
      guard,
      route,
      place,
      (session) => {
        const claim: unknown = session?.getIdToken().payload['cognito:groups'];
        return Array.isArray(claim) && groups.some((group) => claim.includes(group));
      },
      'sendToSignIn',
      otherwise,
    );
  return guard;
}

/**
 * Guards the sign-in page itself: lets signed-out users pass. It redirects others to the
 * `returnUrl` of the URL, as {@link SessionService.returnToApp} does, or to `afterSignInUrl`. A
 * signed-in user passes if another guard of this library redirected here because the user lacks a
 * group. For signed-out users, every guard starts to load the code that a session needs later.
 */
export const signedOutGuard: SessionGuardFn = (route, place) =>
  decide(signedOutGuard, route, place, (session) => !session, 'sendToApp');

/** {@link sessionGuard} as a class; it uses the session nearest to its route. */
@Injectable({ providedIn: SessionScope })
export class SessionGuard implements CanActivate, CanActivateChild, CanMatch {
  /** Lets this library find the function behind the class in a route; not for apps. */
  static readonly asFunction: SessionGuardFn = sessionGuard;
  readonly #injector = inject(Injector);

  canActivate(
    route: ActivatedRouteSnapshot,
    state: RouterStateSnapshot,
  ): Observable<boolean | UrlTree> {
    return runInInjectionContext(this.#injector, () => sessionGuard(route, state));
  }
  canActivateChild(
    route: ActivatedRouteSnapshot,
    state: RouterStateSnapshot,
  ): Observable<boolean | UrlTree> {
    return this.canActivate(route, state);
  }
  canMatch(route: Route, segments: UrlSegment[]): Observable<boolean | UrlTree> {
    return runInInjectionContext(this.#injector, () => sessionGuard(route, segments));
  }
}

type Decision = boolean | UrlTree;

/** Waits for the state. Lets the user pass if `passes` returns true, and calls `send` otherwise. */
function decide(
  guard: SessionGuardFn,
  route: ActivatedRouteSnapshot | Route,
  place: RouterStateSnapshot | UrlSegment[],
  passes: (session: CognitoUserSession | null) => boolean,
  send: 'sendToSignIn' | 'sendToApp',
  otherwise?: string,
): Observable<Decision> {
  const host = injectSessionHost();
  const router = inject(Router);
  if (host.onServer) return of(false);
  // If the config is loaded asynchronously, commands that the app has called meanwhile (e.g.
  // `signOut`) run before the guard decides.
  const decision$ = from<ObservableInput<unknown>>(host.ready ?? [0]).pipe(
    switchMap(() => host.manager$),
    // The host, or the app's start, reports a wrong config. A navigation that fails would report it
    // twice.
    catchError(() => [undefined]),
    switchMap((manager) =>
      manager
        ? manager.state$.pipe(
            filter(({ status }) => status !== 'restoring'),
            take(1),
            switchMap((state): ObservableInput<Decision> => {
              const session = state.status === 'signed-in' ? state.session : null;
              // The next page has a sign-in form, of this library or of the app.
              if (!session) void host.prepare();
              if (passes(session)) {
                // canMatch passes the route itself.
                if (session)
                  host.passed.add((route as ActivatedRouteSnapshot).routeConfig ?? route);
                return [true];
              }
              return host.navigation().then(
                (navigation) =>
                  navigation[send]({
                    guard,
                    route,
                    place,
                    session,
                    otherwise,
                    owner: host,
                    router,
                  }),
                (cause: unknown) => {
                  throw manager.reloadNeeded(cause);
                },
              );
            }),
          )
        : [false],
    ),
  );
  return host.inZone(decision$);
}
