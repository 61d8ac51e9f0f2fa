// Guards: they wait until the session's state is known and then let pass or send to another page.
// They show the right page; what a user may do is decided by the API, which alone verifies tokens.

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
 * Lets signed-in users pass and sends others to `signInUrl?returnUrl=…`. A session that needs a
 * refresh counts as signed in. On a server, and with a wrong config, it does not pass and redirects
 * nobody: no session is known there.
 *
 * The sign-in page itself stays open to everybody, also below a parent with this guard as
 * `canActivateChild` or `canMatch`. Below one with `canActivate` the navigation fails with
 * `SessionError('INVALID_CONFIG')`. The same error ends a navigation that guards of this library
 * would send to and fro.
 */
export const sessionGuard: SessionGuardFn = (route, place) =>
  decide(sessionGuard, route, place, (session) => !!session, 'sendToSignIn');

/** Options of {@link groupGuard}. */
export interface GroupGuardOptions {
  /**
   * The page for signed-in users without the group, such as `'/forbidden'`; default: the sign-in
   * page.
   */
  readonly otherwise?: string;
}

/**
 * Lets members of at least one of `groups` (`cognito:groups`) pass and sends others to
 * `signInUrl?returnUrl=…`: signed-in users without the group, too, who can sign in there as
 * somebody else; {@link signedOutGuard} lets them see the form. With `otherwise` they come to that
 * page instead. Throws `INVALID_CONFIG` when `otherwise` is no path.
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
 * For the sign-in page itself: lets signed-out users pass. It sends others to the `returnUrl` of
 * the URL, as {@link SessionService.returnToApp} does, or to `afterSignInUrl`. A signed-in user
 * whom another guard of this library sent here, for want of a group, passes. As all guards do for
 * signed-out users, it starts loading what a session needs later.
 */
export const signedOutGuard: SessionGuardFn = (route, place) =>
  decide(signedOutGuard, route, place, (session) => !session, 'sendToApp');

/** {@link sessionGuard} as a class; guards by the session nearest to its route. */
@Injectable({ providedIn: SessionScope })
export class SessionGuard implements CanActivate, CanActivateChild, CanMatch {
  /** By this the function knows whether a route names it or the class; not for apps. */
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

/**
 * Waits for the state and lets those pass for whom `passes` holds; the others go where `send` says.
 */
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
  // With a config that is fetched: what the app has asked for meanwhile, a sign-out above all,
  // happens first.
  const decision$ = from<ObservableInput<unknown>>(host.ready ?? [0]).pipe(
    switchMap(() => host.manager$),
    // The host tells of a wrong config, or the app's start does; a navigation that fails would tell
    // again.
    catchError(() => [undefined]),
    switchMap((manager) =>
      manager
        ? manager.state$.pipe(
            filter(({ status }) => status !== 'restoring'),
            take(1),
            switchMap((state): ObservableInput<Decision> => {
              const session = state.status === 'signed-in' ? state.session : null;
              // The next page is one with a sign-in form, be it this library's or the app's own.
              if (!session) void host.prepare();
              if (passes(session)) {
                // canMatch gets the route itself.
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
