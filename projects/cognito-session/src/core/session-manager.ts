// The session's state machine, framework-free: restores, starts, refreshes and ends the one session of a pool client.
// SessionService, the interceptor and the guards are skins over it.

import { first, type Observable, of, Subscription, switchMap } from 'rxjs';
import { CurrentSession } from './session/current-session';
import {
  checkMargin,
  type HeldSession,
  holdSession,
  isFresh,
  newGeneration,
  refreshTokenOf,
  type TokenSet,
} from './session/held-session';
import { LazyUpkeep, type LoadUpkeep } from './runtime/lazy-upkeep';
import { then } from './store/maybe-promise';
import type { ClientMetadata, SessionParts } from './refresh/refresh-request';
import type { StepUpAnswer } from './refresh/step-up';
import { revokeByFetch } from './cognito/revoke-by-fetch';
import type { CheckedConfig } from './config/session-config';
import type { SignOutResult } from './session/session-state';
import type { MaybePromise } from './store/session-store';
import type { TabMessage } from './tabs/tab-channel';

/** Whether `tokens` are those of the session, without anything that it lacks. */
function isHandedOver(held: HeldSession, { AccessToken, RefreshToken }: TokenSet): boolean {
  const isSame = held.session.getAccessToken().getJwtToken() === AccessToken;
  return isSame && (!RefreshToken || RefreshToken === refreshTokenOf(held));
}

/** Holds the session of one pool client. */
export class SessionManager extends CurrentSession {
  readonly config: CheckedConfig;
  readonly #parts: SessionParts;
  /** What a session needs beyond being held. */
  readonly upkeep: LazyUpkeep;
  readonly #subscriptions = new Subscription();

  constructor(parts: SessionParts, loadUpkeep: LoadUpkeep) {
    super(parts.clock);
    const { config, persistence, channel } = (this.#parts = parts);
    this.config = config;
    this.upkeep = new LazyUpkeep(
      async () => {
        const upkeep = await loadUpkeep(this);
        this.#subscriptions.add(upkeep.run());
        return upkeep;
      },
      (cause) => this.reloadNeeded(cause),
    );
    this.#subscriptions.add(
      persistence.record.failures$.subscribe((error) => {
        this.tell({ type: 'store-failed', error }, this.state.status === 'restoring');
      }),
    );
    // It completes with the channel.
    channel.messages$.subscribe((message) => {
      const { reason } = message as Partial<Extract<TabMessage, { type: 'ended' }>>;
      if (reason === 'sign-out') this.signOuts++;
      // Where there was no session yet, a message is the moment to load what follows the other tabs.
      this.upkeep.run(
        ({ tabs }) => tabs.onMessage(message),
        () => {
          if (reason) this.#lookAlone();
        },
      );
    });
    void then(persistence.read(), (held) => this.#restore(held));
    // Where no message tells of a sign-in in another tab, this one must look for itself, and the upkeep says when.
    if (!channel.listening) this.upkeep.run();
  }

  /** Emits once: a session good for the margin, refreshed if needed; null when signed out; or errors. */
  acquire(clientMetadata?: ClientMetadata): Observable<HeldSession | null> {
    return this.#whenKnown(() => {
      const { config, clock, persistence } = this.#parts;
      persistence.record.saveAgain();
      const { held } = this;
      const loaded = this.upkeep.current;
      if (loaded) return loaded.renewal.ensureFresh(clientMetadata);
      // Without the lazily loaded part nobody has told this tab of a change.
      if (!held || isFresh(held, config, clock)) return of(held);
      return this.upkeep.upkeep$.pipe(
        switchMap(({ renewal }) => renewal.ensureFresh(clientMetadata)),
      );
    });
  }

  /**
   * Forces one refresh; emits the new session, or null when signed out.
   * @param rejected a token that an API refused: then only if the session still has that token.
   */
  refresh(clientMetadata?: ClientMetadata, rejected?: string): Observable<HeldSession | null> {
    return this.#whenKnown(() => {
      if (!this.held) return of(null);
      return this.upkeep.upkeep$.pipe(
        switchMap(({ renewal }) =>
          rejected === undefined
            ? renewal.forced(clientMetadata)
            : renewal.newerThan(rejected, clientMetadata),
        ),
      );
    });
  }

  /**
   * Emits a session newer than `rejected`, whose token an API refused with 401, or null when no refresh can help.
   * Errors with `NOT_SIGNED_IN` when that session is over, and as a refresh does.
   */
  renewAfterRejection(rejected: HeldSession, answer: StepUpAnswer): Observable<HeldSession | null> {
    return this.upkeep.upkeep$.pipe(
      switchMap(({ renewal }) => renewal.renewAfterRejection(rejected, answer)),
    );
  }

  /** Notes that an API refused the renewed token, too; for 30 s no other refresh starts for it. */
  noteStillRejected(renewed: HeldSession, answer: StepUpAnswer): void {
    this.upkeep.run(({ renewal }) => renewal.noteStillRejected(renewed, answer));
  }

  /**
   * Starts a session.
   * @param issued `'now'` when the tokens come straight from Cognito, `'unknown'` when they may be old.
   * @throws {@link SessionError} `INVALID_TOKEN`, or `INVALID_CONFIG` for a margin as long as the tokens live.
   */
  start(tokens: TokenSet, issued: 'now' | 'unknown'): MaybePromise<HeldSession> {
    const { config, clock, persistence, channel } = this.#parts;
    const place = { generation: newGeneration(), revision: 0 };
    const before = this.held;
    const held = holdSession(tokens, place, issued, config, clock);
    checkMargin(held, config);
    // Handed over once more; another tab may have refreshed it already, and its record must stay.
    if (before && isHandedOver(before, tokens)) return before;
    if (before) this.#markEnded(before);
    const written = persistence.write(held);
    this.upkeep.run();
    this.hold(held, before && before.sub !== held.sub ? 'user-changed' : 'signed-in');
    if (before) this.upkeep.run(({ renewal }) => renewal.keepNewer(before, held));
    return then(written, () => {
      channel.post({ type: 'changed' });
      return this.held?.generation === held.generation ? this.held : held;
    });
  }

  /** Ends the session in this browser at once, then tells Cognito. Never rejects. */
  async signOut(everywhere = false): Promise<SignOutResult> {
    const { held } = this;
    const { persistence, channel } = this.#parts;
    this.signOuts++;
    // Before anybody is told: observers find the store empty. A store that answers later is cleared in its turn.
    const removed = persistence.write(null);
    if (held) this.#markEnded(held);
    this.upkeep.run(({ signIns }) => signIns.signOut());
    // Without a session it ends the sign-ins of the other tabs all the same.
    channel.post({ type: 'ended', generation: held?.generation ?? '', reason: 'sign-out' });
    // There may still be a record that is only being read: the other tabs find it gone.
    if (!held) void then(removed, () => channel.post({ type: 'changed' }));
    if (held || this.state.status === 'restoring') this.end('sign-out');
    if (!held) return { revoked: false, everywhere: false };
    return this.upkeep.load().then(
      ({ revocation }) => revocation.end(held, everywhere),
      // A refresh token must not outlive its sign-out, even in a page that a deployment has cut off.
      async () => ({
        revoked: await revokeByFetch(this.config, refreshTokenOf(held)),
        everywhere: false,
      }),
    );
  }

  /** Lets go of listeners; the stored session stays. */
  override dispose(): void {
    this.#subscriptions.unsubscribe();
    this.#parts.channel.dispose();
    super.dispose();
  }

  #restore(held: HeldSession | null): void {
    // A sign-in or sign-out that came while the store was still reading has the last word.
    if (this.state.status !== 'restoring') return;
    if (held) {
      this.upkeep.run();
      this.hold(held);
    }
    // That is no event: there was none when the app started.
    else this.state$.next({ status: 'signed-out', reason: 'no-session' });
  }

  /** Without the part that follows other tabs, a session is over when one of them says so and the store agrees. */
  #lookAlone(): void {
    const { persistence } = this.#parts;
    const { held } = this;
    persistence.record.outdate();
    void then(persistence.read(), (stored) => {
      if (!held || held !== this.held) return;
      if (stored?.generation !== held.generation) this.end('other-tab');
    });
  }

  /** For refreshes under way, here and in other tabs. */
  #markEnded({ generation }: HeldSession): void {
    this.upkeep.run((upkeep) => upkeep.markEnded(generation));
  }

  #whenKnown<T>(run: () => Observable<T>): Observable<T> {
    if (this.state.status !== 'restoring') return run();
    return this.state$.pipe(
      first(({ status }) => status !== 'restoring'),
      switchMap(run),
    );
  }
}
