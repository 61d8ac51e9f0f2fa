// The public API of the session: every value as an observable and as a signal, both from one state.

import {
  computed,
  inject,
  Injectable,
  Injector,
  NgZone,
  type Signal,
  signal,
  untracked,
} from '@angular/core';
import { Router } from '@angular/router';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { catchError, EMPTY, map, Observable, Subject, switchMap } from 'rxjs';
import type {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
} from './core/tokens/cognito-tokens';
import type { CognitoUserSession } from './core/tokens/cognito-user-session';
import type { TokenSet } from './core/session/active-session';
import type { CognitoIdTokenPayload } from './core/tokens/jwt-payload';
import { sessionEnded } from './core/session-error';
import type { SessionManager } from './core/session-manager';
import type { SessionEvent, SessionState, SignOutResult } from './core/session/session-state';
import { runNow } from './run-now';
import { injectSessionHost } from './session-host';

/** Options of {@link SessionService.getSession}. */
export interface GetSessionOptions {
  /**
   * Passed to Cognito's Lambda triggers if a refresh is needed, in place of the setting
   * `clientMetadata`. A call of `getSession` that joins a running refresh uses the metadata of that
   * refresh.
   */
  clientMetadata?: Record<string, string> | undefined;
}

/** Options of {@link SessionService.refreshSession}. */
export interface RefreshSessionOptions extends GetSessionOptions {
  /**
   * The ID or access token that an API refused with 401, for clients other than `HttpClient`. If it
   * is still the current token, the session refreshes, once for all callers. Otherwise the caller
   * gets the newer session at once.
   */
  rejectedToken?: string | undefined;
}

const NO_GROUPS: readonly string[] = [];

/**
 * The session of the signed-in user.
 *
 * Observables replay their current value and never error. Commands (`refreshSession`, `setSession`,
 * `signOut`, and `getSession`) run when called, subscribed or not; the observable they return
 * replays the one result or error and completes. On a server no session is known: the state stays
 * `'restoring'`, and commands complete without a result.
 *
 * If no session is provided, injecting it throws `SessionError('INVALID_CONFIG')`, which names the
 * cure, even with `optional: true`.
 */
// In the root, so that Angular also creates it without a session, and the error names the cure.
@Injectable({ providedIn: 'root' })
export class SessionService {
  readonly #host = injectSessionHost();
  readonly #injector = inject(Injector);
  readonly #state = signal<SessionState>({ status: 'restoring' });
  readonly #changes$ = new Subject<void>();

  /** The state of the session; see {@link SessionState}. */
  readonly state: Signal<SessionState> = this.#state.asReadonly();
  readonly state$: Observable<SessionState> = this.#observe(this.state);

  /**
   * The session, or null while restoring and when signed out; its tokens may need a refresh (see
   * `getSession`).
   */
  readonly session: Signal<CognitoUserSession | null> = computed(() => {
    const state = this.state();
    return state.status === 'signed-in' ? state.session : null;
  });
  readonly session$: Observable<CognitoUserSession | null> = this.#observe(this.session);

  /** The ID token, or null. */
  readonly idToken: Signal<CognitoIdToken | null> = computed(
    () => this.session()?.getIdToken() ?? null,
  );
  readonly idToken$: Observable<CognitoIdToken | null> = this.#observe(this.idToken);

  /** The access token, or null. */
  readonly accessToken: Signal<CognitoAccessToken | null> = computed(
    () => this.session()?.getAccessToken() ?? null,
  );
  readonly accessToken$: Observable<CognitoAccessToken | null> = this.#observe(this.accessToken);

  /**
   * Whether a session exists; it may need a refresh. This is no access control: only the API can
   * decide.
   */
  readonly isAuthenticated: Signal<boolean> = computed(() => this.session() !== null);
  readonly isAuthenticated$: Observable<boolean> = this.#observe(this.isAuthenticated);

  /** Claims of the ID token, not verified, or null. */
  readonly user: Signal<CognitoIdTokenPayload | null> = computed(
    () => this.idToken()?.payload ?? null,
  );
  readonly user$: Observable<CognitoIdTokenPayload | null> = this.#observe(this.user);

  /** `cognito:groups` of the ID token, else `[]`. */
  readonly groups: Signal<readonly string[]> = computed(() => {
    // Nothing has verified the claim, so it may be no list.
    const groups = this.user()?.['cognito:groups'];
    return Array.isArray(groups) ? groups : NO_GROUPS;
  });
  readonly groups$: Observable<readonly string[]> = this.#observe(this.groups);

  /**
   * The events of the session, from now on; hot, never errors, never holds a token. Two events are
   * replayed to late subscribers, because they may come before an app can subscribe: `store-failed`
   * at the start, and `reload-needed`.
   */
  readonly events$: Observable<SessionEvent> = this.#host.inZone(
    this.#host.manager$.pipe(
      switchMap((manager) => manager.events$),
      // With a wrong config there is no session, so no event.
      catchError(() => EMPTY),
    ),
  );

  constructor() {
    const zone = inject(NgZone);
    this.#host.manager$.pipe(switchMap((manager) => manager.state$)).subscribe({
      next: (state) =>
        zone.run(() => {
          // Sets the signal first, so that observers read the new state in all values.
          this.#state.set(state);
          this.#changes$.next();
        }),
      // With a wrong config the app's start fails with this error, and the state stays 'restoring'.
      error: () => undefined,
    });
  }

  /**
   * Emits once: a session valid for the margin, refreshed if needed, or null when signed out.
   * Concurrent callers share one refresh; all get the same session, or the same error.
   *
   * Errors with {@link SessionError}: `SESSION_EXPIRED` if Cognito refuses the refresh (the session
   * is cleared); `REFRESH_UNAVAILABLE`, `INVALID_CONFIG` or `INVALID_TOKEN` if the refresh fails in
   * any other way (the session is kept, and no automatic refresh starts for 30 s, or until the
   * network is back).
   */
  getSession(options: GetSessionOptions = {}): Observable<CognitoUserSession | null> {
    return this.#command((manager) =>
      manager.acquire(options.clientMetadata).pipe(map((active) => active?.session ?? null)),
    );
  }

  /**
   * Forces one refresh, to get new claims. Callers with equal `clientMetadata` share it; callers
   * with other metadata follow in turn, each with a call of its own. With `rejectedToken`, it
   * refreshes only if that token is still the current one. Errors as `getSession` does, and with
   * `NOT_SIGNED_IN` if there is no session, or if another user has signed in meanwhile.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
   */
  refreshSession(options: RefreshSessionOptions = {}): Observable<CognitoUserSession> {
    return this.#command((manager) =>
      manager.refresh(options.clientMetadata, options.rejectedToken).pipe(
        map((active) => {
          if (!active) throw sessionEnded();
          return active.session;
        }),
      ),
    );
  }

  /**
   * Starts a session from tokens that the app has got by itself, for example by an
   * `InitiateAuthCommand` of its own; replaces the current session. Emits the session when it is
   * stored. Errors with `INVALID_TOKEN`, naming the claim, for tokens of another pool or client, of
   * the wrong use, or of two users.
   */
  setSession(
    tokens: CognitoUserSession | AuthenticationResultType,
  ): Observable<CognitoUserSession> {
    return this.#command(async (manager) => {
      const { session } = await manager.start(tokenSet(tokens), 'unknown');
      return session;
    });
  }

  /**
   * Signs out: clears the session in all tabs of this browser at once, and then revokes the refresh
   * token, best effort, within 3 s per call. `everywhere` also ends the user's sessions on all
   * devices; an expired session is refreshed first, within 16 s. Emits the outcome of these calls,
   * and never errors because of them.
   *
   * The user comes to the sign-in page (setting `onSessionEnd`). To show a page of your own
   * instead, navigate right after the call: `session.signOut(); router.navigateByUrl('/bye')`. Do
   * not wait for the outcome, which comes after the calls to Cognito.
   */
  signOut(options: { everywhere?: boolean } = {}): Observable<SignOutResult> {
    return this.#command((manager) => manager.signOut(options.everywhere));
  }

  /**
   * Navigates to the `returnUrl` of the current URL, or to `afterSignInUrl` in four cases: the
   * `returnUrl` is missing or is no page of this app (or its sign-in page); the user left that page
   * over 10 minutes ago; another user left it; or a guard of this library redirects back to the
   * form because the user lacks a group. The page replaces the form in the browser's history, so
   * Back does not show the form again. The library removes parameters that hold a token
   * (`id_token`, `access_token`, `refresh_token`) from the URL's query and fragment; all others
   * stay. Resolves as `Router.navigateByUrl` does. Rejects with `SessionError('INVALID_CONFIG')`
   * when a guard sends the user from `afterSignInUrl` back to the sign-in page.
   */
  async returnToApp(): Promise<boolean> {
    await this.#host.ready;
    const { manager } = this.#host;
    if (!manager) return false;
    const router = this.#injector.get(Router);
    return this.#host.navigation().then(
      ({ returnToApp }) => returnToApp(this.#host, router),
      (cause: unknown) => {
        manager.reloadNeeded(cause);
        // A user who has just signed in must not stay on the form.
        return router.navigateByUrl(manager.config.afterSignInUrl, { replaceUrl: true });
      },
    );
  }

  /** Runs `command` now and keeps its outcome for subscribers. */
  #command<T>(command: (manager: SessionManager) => Observable<T> | Promise<T>): Observable<T> {
    return this.#host.inZone(runNow(this.#host.manager$.pipe(switchMap(command))));
  }

  /** The observable of a signal; both read the same state, so they cannot disagree. */
  #observe<T>(value: Signal<T>): Observable<T> {
    return new Observable((observer) => {
      let last: T | undefined;
      const look = (): void => {
        const now = untracked(value);
        if (now !== last) observer.next((last = now));
      };
      // Subscribes before the first value: an observer may change the session when it gets that
      // value.
      const subscription = this.#changes$.subscribe(look);
      look();
      return subscription;
    });
  }
}

/**
 * Takes any value that an app passes. If it holds no tokens, the check that follows throws
 * INVALID_TOKEN and never quotes it.
 */
function tokenSet(tokens: Partial<CognitoUserSession> | AuthenticationResultType | null): TokenSet {
  if (!tokens || !('getIdToken' in Object(tokens)))
    return (tokens ?? {}) as AuthenticationResultType;
  const session = tokens as CognitoUserSession;
  const refreshToken = session.getRefreshToken() as CognitoRefreshToken | undefined;
  return {
    IdToken: session.getIdToken().getJwtToken(),
    AccessToken: session.getAccessToken().getJwtToken(),
    // amazon-cognito-identity-js makes an empty refresh token if it has none.
    RefreshToken: refreshToken?.getToken() || undefined,
  };
}
