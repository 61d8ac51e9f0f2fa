// The session's state machine, independent of Angular: restores, starts, refreshes and ends the one
// session of a pool client. SessionService, the interceptor and the guards are adapters over it.

import { first, type Observable, of, Subscription, switchMap } from 'rxjs';
import { CurrentSession } from './session/current-session';
import { checkMargin, isFresh } from './session/session-lifetime';
import {
  type ActiveSession,
  newGeneration,
  refreshTokenOf,
  type TokenSet,
} from './session/active-session';
import { toActiveSession } from './session/session-check';
import { LazySessionRuntime, type LoadRuntime } from './lazy-session-runtime';
import { whenReady } from './store/maybe-promise';
import type { ClientMetadata, SessionParts } from './refresh/refresh-request';
import type { StepUpAnswer } from './refresh/step-up';
import { revokeByFetch } from './cognito/revoke-by-fetch';
import type { CheckedConfig } from './config/session-config';
import type { SignOutResult } from './session/session-state';
import type { MaybePromise } from './store/session-store';

/** Whether `tokens` are those of the session, without a refresh token that it lacks. */
function isHandedOver(active: ActiveSession, { AccessToken, RefreshToken }: TokenSet): boolean {
  const isSame = active.session.getAccessToken().getJwtToken() === AccessToken;
  return isSame && (!RefreshToken || RefreshToken === refreshTokenOf(active));
}

/** Manages the session of one pool client. */
export class SessionManager extends CurrentSession {
  readonly config: CheckedConfig;
  readonly #parts: SessionParts;
  /** The lazily loaded part. */
  readonly runtime: LazySessionRuntime;
  readonly #subscriptions = new Subscription();

  constructor(parts: SessionParts, loadRuntime: LoadRuntime) {
    super(parts.clock);
    const { config, persistence, channel } = (this.#parts = parts);
    this.config = config;
    this.runtime = new LazySessionRuntime(
      async () => {
        const runtime = await loadRuntime(this);
        this.#subscriptions.add(runtime.run());
        return runtime;
      },
      (cause) => this.reloadNeeded(cause),
    );
    this.#subscriptions.add(
      persistence.record.failures$.subscribe((error) => {
        this.emit({ type: 'store-failed', error }, this.state.status === 'restoring');
      }),
    );
    // It completes with the channel.
    channel.messages$.subscribe((message) => {
      const { reason } = message;
      if (reason === 'sign-out') this.signOuts++;
      // Without a session, the first message loads the runtime, which follows the other tabs.
      this.runtime.run(
        ({ tabs }) => tabs.onMessage(message),
        () => {
          if (reason) this.#lookAlone();
        },
      );
    });
    void whenReady(persistence.read(), (active) => this.#restore(active));
    // Without messages between tabs, the runtime must read the store to find a sign-in in another
    // tab.
    if (!channel.listening) this.runtime.run();
  }

  /**
   * Emits once: a session that is valid for the margin, refreshed if needed; null when signed out;
   * or errors.
   */
  acquire(clientMetadata?: ClientMetadata): Observable<ActiveSession | null> {
    return this.#whenKnown(() => {
      const { config, clock, persistence } = this.#parts;
      persistence.record.saveAgain();
      const { active } = this;
      const loaded = this.runtime.current;
      if (loaded) return loaded.renewal.ensureFresh(clientMetadata);
      // While the runtime is not loaded, no other tab has reported a change.
      if (!active || isFresh(active, config, clock)) return of(active);
      return this.runtime.runtime$.pipe(
        switchMap(({ renewal }) => renewal.ensureFresh(clientMetadata)),
      );
    });
  }

  /**
   * Forces one refresh; emits the new session, or null when signed out.
   * @param rejected a token that an API refused: then it refreshes only if the session still has
   *   that token.
   */
  refresh(clientMetadata?: ClientMetadata, rejected?: string): Observable<ActiveSession | null> {
    return this.#whenKnown(() => {
      if (!this.active) return of(null);
      return this.runtime.runtime$.pipe(
        switchMap(({ renewal }) =>
          rejected === undefined
            ? renewal.forced(clientMetadata)
            : renewal.newerThan(rejected, clientMetadata),
        ),
      );
    });
  }

  /**
   * Emits a session newer than `rejected`, whose token an API refused with 401, or null when no
   * refresh can help. Errors with `NOT_SIGNED_IN` when that session is over, and as a refresh does.
   */
  renewAfterRejection(
    rejected: ActiveSession,
    answer: StepUpAnswer,
  ): Observable<ActiveSession | null> {
    return this.runtime.runtime$.pipe(
      switchMap(({ renewal }) => renewal.renewAfterRejection(rejected, answer)),
    );
  }

  /** Notes that an API refused the renewed token, too; for 30 s no other refresh starts for it. */
  noteStillRejected(renewed: ActiveSession, answer: StepUpAnswer): void {
    this.runtime.run(({ renewal }) => renewal.noteStillRejected(renewed, answer));
  }

  /**
   * Starts a session.
   * @param issued `'now'` if the tokens come straight from Cognito, `'unknown'` if they may be old.
   * @throws {@link SessionError} `INVALID_TOKEN`, or `INVALID_CONFIG` for a margin as long as the
   *   tokens live.
   */
  start(tokens: TokenSet, issued: 'now' | 'unknown'): MaybePromise<ActiveSession> {
    const { config, clock, persistence, channel } = this.#parts;
    const place = { generation: newGeneration(), revision: 0 };
    const before = this.active;
    const active = toActiveSession(tokens, place, issued, config, clock);
    checkMargin(active, config);
    // The app has passed the tokens of the current session. Another tab may have refreshed it
    // already, and its record must stay.
    if (before && isHandedOver(before, tokens)) return before;
    if (before) this.#markEnded(before);
    const written = persistence.write(active);
    this.runtime.run();
    this.hold(active, before && before.sub !== active.sub ? 'user-changed' : 'signed-in');
    if (before) this.runtime.run(({ renewal }) => renewal.keepNewer(before, active));
    return whenReady(written, () => {
      channel.post({ type: 'changed' });
      return this.active?.generation === active.generation ? this.active : active;
    });
  }

  /** Ends the session in this browser at once, and then at Cognito. Never rejects. */
  async signOut(everywhere = false): Promise<SignOutResult> {
    const { active } = this;
    const { persistence, channel } = this.#parts;
    this.signOuts++;
    // Clears the store before any event, so that observers find it empty. An asynchronous store is
    // cleared in its turn.
    const removed = persistence.write(null);
    if (active) this.#markEnded(active);
    this.runtime.run(({ signIns }) => signIns.signOut());
    // Sent even without a session: it ends the sign-ins of the other tabs.
    channel.post({ type: 'ended', generation: active?.generation ?? '', reason: 'sign-out' });
    // The store may have held a record that this tab was still reading: the other tabs find it
    // gone.
    if (!active) void whenReady(removed, () => channel.post({ type: 'changed' }));
    if (active || this.state.status === 'restoring') this.end('sign-out');
    if (!active) return { revoked: false, everywhere: false };
    return this.runtime.load().then(
      ({ revocation }) => revocation.end(active, everywhere),
      // A refresh token must not outlive its sign-out, even if a deployment has removed the files
      // of this page.
      async () => ({
        revoked: await revokeByFetch(this.config, refreshTokenOf(active)),
        everywhere: false,
      }),
    );
  }

  /** Removes all listeners; the stored session stays. */
  override dispose(): void {
    this.#subscriptions.unsubscribe();
    this.#parts.channel.dispose();
    super.dispose();
  }

  #restore(active: ActiveSession | null): void {
    // A sign-in or sign-out during the read of the store wins.
    if (this.state.status !== 'restoring') return;
    if (active) {
      this.runtime.run();
      this.hold(active);
    }
    // The app started without a session: that is no event.
    else this.state$.next({ status: 'signed-out', reason: 'no-session' });
  }

  /**
   * Ends the session if another tab says that it is over and the store confirms it. Used if the
   * runtime did not load.
   */
  #lookAlone(): void {
    const { persistence } = this.#parts;
    const { active } = this;
    persistence.record.invalidateRead();
    void whenReady(persistence.read(), (stored) => {
      if (!active || active !== this.active) return;
      if (stored?.generation !== active.generation) this.end('other-tab');
    });
  }

  /** Marks the generation as over, for refreshes under way in this tab and in others. */
  #markEnded({ generation }: ActiveSession): void {
    this.runtime.run((runtime) => runtime.markEnded(generation));
  }

  #whenKnown<T>(run: () => Observable<T>): Observable<T> {
    if (this.state.status !== 'restoring') return run();
    return this.state$.pipe(
      first(({ status }) => status !== 'restoring'),
      switchMap(run),
    );
  }
}
