// Guards: they wait until the session's state is known and then let pass or send to another page. They show the right
// page; what a user may do is decided by the API, which alone verifies tokens.

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
  map,
  type Observable,
  type ObservableInput,
  of,
  switchMap,
  take,
} from 'rxjs';
import type { CognitoUserSession } from './core/cognito-user-session';
import type { CheckedConfig } from './core/session-config';
import { injectSessionHost, type SessionHost } from './session-host';
import { SessionScope } from './session-scope';
import { signInPage } from './sign-in-page';

/** A guard that fits `canActivate`, `canActivateChild` and `canMatch`. */
export type SessionGuardFn = (
  route: ActivatedRouteSnapshot | Route,
  place: RouterStateSnapshot | UrlSegment[],
) => Observable<boolean | UrlTree>;

/**
 * Lets signed-in users pass and sends others to `signInUrl?returnUrl=…`. A session that needs a refresh counts as
 * signed in. On a server, and with a wrong config, it does not pass and redirects nobody: no session is known there.
 */
export const sessionGuard: SessionGuardFn = (_route, place) =>
  decide((session, host, router) => !!session || signInPage(router, host, urlOf(place, router)));

/**
 * Lets members of at least one of `groups` (`cognito:groups`) pass and sends others to `signInUrl?returnUrl=…`: signed-in
 * users without the group, too, who can sign in there as somebody else. With {@link signedOutGuard} on that page they
 * land on `afterSignInUrl`. For a page of its own, write a guard with `SessionService.groups()`.
 */
export function groupGuard(...groups: readonly string[]): SessionGuardFn {
  return (_route, place) =>
    decide((session, host, router) => {
      const claim: unknown = session?.getIdToken().payload['cognito:groups'];
      const member = Array.isArray(claim) && groups.some((group) => claim.includes(group));
      return member || signInPage(router, host, urlOf(place, router));
    });
}

/**
 * Lets signed-out users pass and sends others to `afterSignInUrl`; for the sign-in page itself. As
 * all guards do for signed-out users, it starts loading what a session needs later.
 */
export const signedOutGuard: SessionGuardFn = () =>
  decide(
    (session, _host, router, { afterSignInUrl }) => !session || router.parseUrl(afterSignInUrl),
  );

/** {@link sessionGuard} as a class; guards by the session nearest to its route. */
@Injectable({ providedIn: SessionScope })
export class SessionGuard implements CanActivate, CanActivateChild, CanMatch {
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

/** Waits for the state and asks `pass`, once. */
function decide(
  pass: (
    session: CognitoUserSession | null,
    host: SessionHost,
    router: Router,
    config: CheckedConfig,
  ) => boolean | UrlTree,
): Observable<boolean | UrlTree> {
  const host = injectSessionHost();
  const router = inject(Router);
  if (host.onServer) return of(false);
  // With a config that is fetched: what the app has asked for meanwhile, a sign-out above all, happens first.
  const decision$ = from<ObservableInput<unknown>>(host.ready ?? [0]).pipe(
    switchMap(() => host.manager$),
    // The host tells of a wrong config, or the app's start does; a navigation that fails would tell again.
    catchError(() => of(undefined)),
    switchMap((manager) =>
      manager
        ? manager.state$.pipe(
            filter(({ status }) => status !== 'restoring'),
            map((state) => {
              const session = state.status === 'signed-in' ? state.session : null;
              // The next page is one with a sign-in form, be it this library's or the app's own.
              if (!session) void host.prepare();
              return pass(session, host, router, manager.config);
            }),
          )
        : of(false),
    ),
    take(1),
  );
  return host.inZone(decision$);
}

/** The URL that is being opened; `canMatch` gets segments only, and they lack the query. */
function urlOf(place: RouterStateSnapshot | UrlSegment[], router: Router): string {
  if (!Array.isArray(place)) return place.url;
  const url = router.currentNavigation()?.extractedUrl;
  return url ? router.serializeUrl(url) : `/${place.map(({ path }) => path).join('/')}`;
}
