// The public face of the session: every value as an observable and as a signal, both read from one
// state.

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
   * Passed to Cognito's Lambda triggers when a refresh is needed, instead of the setting
   * `clientMetadata`; callers of `getSession` that join a running refresh share its own.
   */
  clientMetadata?: Record<string, string> | undefined;
}

/** Options of {@link SessionService.refreshSession}. */
export interface RefreshSessionOptions extends GetSessionOptions {
  /**
   * The ID or access token that an API refused with 401, from a client other than `HttpClient`.
   * While it is still the current one, the session is refreshed, once for all that ask; after that
   * they get the newer session at once.
   */
  rejectedToken?: string | undefined;
}

const NO_GROUPS: readonly string[] = [];

/**
 * The session of the signed-in user.
 *
 * Observables replay their current value and never error. Commands (`refreshSession`, `setSession`,
 * `signOut`, and `getSession`) run when called, subscribed or not; what they return replays the one
 * result or error and completes. On a server no session is known: the state stays `'restoring'`,
 * and commands complete without a result.
 *
 * Where no session is provided, injecting it throws `SessionError('INVALID_CONFIG')`, which names
 * the cure; also with `optional: true`.
 */
// In the root, so that Angular makes it where no session is, too, and its error names the cure.
@Injectable({ providedIn: 'root' })
export class SessionService {
  readonly #host = injectSessionHost();
  readonly #injector = inject(Injector);
  readonly #state = signal<SessionState>({ status: 'restoring' });
  readonly #changes$ = new Subject<void>();

  /** What the session is in; see {@link SessionState}. */
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
   * Whether a session exists; it may need a refresh. Not an access control: only the API can be
   * that.
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
   * What happens to the session, from now on; hot, never errors, never holds a token. Late
   * subscribers hear two events again that may have come before anybody could listen:
   * `store-failed` of the start, and `reload-needed`.
   */
  readonly events$: Observable<SessionEvent> = this.#host.inZone(
    this.#host.manager$.pipe(
      switchMap((manager) => manager.events$),
      // The config was wrong, or this is a server: there is nothing to tell.
      catchError(() => EMPTY),
    ),
  );

  constructor() {
    const zone = inject(NgZone);
    this.#host.manager$.pipe(switchMap((manager) => manager.state$)).subscribe({
      next: (state) =>
        zone.run(() => {
          // The signal first: whoever is told reads all values of the new state.
          this.#state.set(state);
          this.#changes$.next();
        }),
      // The config was wrong: the app's start fails with that error, and the state stays
      // 'restoring'.
      error: () => undefined,
    });
  }

  /**
   * Emits once: a session valid for the margin, refreshed if needed, or null when signed out.
   * Concurrent callers share one refresh; all get the same session, or the same error.
   *
   * Errors with {@link SessionError} `SESSION_EXPIRED` when Cognito refuses the refresh (the
   * session is cleared), or `REFRESH_UNAVAILABLE`, `INVALID_CONFIG`, `INVALID_TOKEN` when it cannot
   * tell (the session is kept; no further automatic refresh for 30 s, or until the network is
   * back).
   */
  getSession(options: GetSessionOptions = {}): Observable<CognitoUserSession | null> {
    return this.#command((manager) =>
      manager.acquire(options.clientMetadata).pipe(map((active) => active?.session ?? null)),
    );
  }

  /**
   * Forces one refresh, to get new claims. Callers with equal `clientMetadata` share it, those with
   * another one follow in turn, each with a call of its own. With `rejectedToken` it refreshes only
   * while that token is the current one. Errors as `getSession` does, and with `NOT_SIGNED_IN` when
   * there is no session, or another user's by now.
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
   * Starts a session from tokens got elsewhere, such as an app's own `InitiateAuthCommand`;
   * replaces the current one. Emits the session once it is stored. Errors with `INVALID_TOKEN`,
   * naming the claim, for tokens of another pool, client, use or user.
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
   * Signs out: clears this browser at once, in all tabs, then revokes the refresh token, best
   * effort, 3 s at most per call. `everywhere` also ends the user's sessions on all devices; with
   * an expired session it first refreshes, 16 s at most. Emits what became of that, never errors
   * for it.
   *
   * The user comes to the sign-in page (setting `onSessionEnd`). To show a page of yours instead,
   * navigate right after the call: `session.signOut(); router.navigateByUrl('/bye')`. What is
   * emitted comes later, after the network.
   */
  signOut(options: { everywhere?: boolean } = {}): Observable<SignOutResult> {
    return this.#command((manager) => manager.signOut(options.everywhere));
  }

  /**
   * Navigates to the `returnUrl` of the current URL when that is a URL of this app and not its
   * sign-in page, else to `afterSignInUrl`: also when the page was left over 10 minutes ago or by
   * another user, or when a guard of this library sends the user back to the form for want of a
   * group. The page replaces the form in the browser's history, so Back does not show it again.
   * Parameters that hold a token (`id_token`, `access_token`, `refresh_token`) are taken out of the
   * URL's query and fragment; all others stay. Resolves as `Router.navigateByUrl` does. Rejects
   * with `SessionError('INVALID_CONFIG')` when a guard sends the user from `afterSignInUrl` back to
   * the sign-in page.
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
        // A user who has just signed in must not be left standing on the form.
        return router.navigateByUrl(manager.config.afterSignInUrl, { replaceUrl: true });
      },
    );
  }

  /** Runs `command` now and keeps its outcome for whoever subscribes. */
  #command<T>(command: (manager: SessionManager) => Observable<T> | Promise<T>): Observable<T> {
    return this.#host.inZone(runNow(this.#host.manager$.pipe(switchMap(command))));
  }

  /** The observable twin of a signal; both read the same state, so they cannot disagree. */
  #observe<T>(value: Signal<T>): Observable<T> {
    return new Observable((observer) => {
      let last: T | undefined;
      const look = (): void => {
        const now = untracked(value);
        if (now !== last) observer.next((last = now));
      };
      // First this: the observer's first value may make it change the session.
      const subscription = this.#changes$.subscribe(look);
      look();
      return subscription;
    });
  }
}

function isUserSession(
  tokens: CognitoUserSession | AuthenticationResultType | null,
): tokens is CognitoUserSession {
  return 'getIdToken' in Object(tokens);
}

/**
 * Takes whatever an app passes: what is no token becomes an INVALID_TOKEN later, which never quotes
 * it.
 */
function tokenSet(tokens: CognitoUserSession | AuthenticationResultType | null): TokenSet {
  if (!isUserSession(tokens)) return tokens ?? {};
  const refreshToken = tokens.getRefreshToken() as CognitoRefreshToken | undefined;
  return {
    IdToken: tokens.getIdToken().getJwtToken(),
    AccessToken: tokens.getAccessToken().getJwtToken(),
    // amazon-cognito-identity-js makes an empty refresh token when it has none.
    RefreshToken: refreshToken?.getToken() || undefined,
  };
}
