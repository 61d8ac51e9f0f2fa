// The session's state machine, framework-free: restores, starts, refreshes and ends the one session of a pool client.
// SessionService, the interceptor and the guards are skins over it.

import { first, from, map, type Observable, of, Subscription, switchMap } from 'rxjs';
import type { DeviceOutcome, NewDevice } from './device-confirmation';
import {
  checkMargin,
  holdsToken,
  type HeldSession,
  holdSession,
  isFresh,
  isOfUser,
  newerOfFamily,
  newGeneration,
  type TokenSet,
} from './held-session';
import { LazyUpkeep, type LoadUpkeep } from './lazy-upkeep';
import { then } from './maybe-promise';
import { CurrentSession, type HoldEvent } from './current-session';
import { EndAtCognito } from './end-at-cognito';
import { OtherTabs } from './other-tabs';
import { type PendingSignIn, PendingSignIns } from './pending-sign-ins';
import type { CheckedConfig } from './session-config';
import { SessionError, sessionEnded } from './session-error';
import type { RejectedRequest, SessionHolder } from './rejected-requests';
import type { ClientMetadata, RefreshRequest, SessionParts } from './refresh-request';
import type { SessionEvent, SessionState, SignOutResult } from './session-state';
import type { MaybePromise } from './session-store';

/** Holds the session of one pool client. */
export class SessionManager implements SessionHolder {
  readonly config: CheckedConfig;
  readonly #parts: SessionParts;
  readonly #current: CurrentSession;
  readonly #upkeep: LazyUpkeep;
  readonly #cognito: EndAtCognito;
  readonly #signIns: PendingSignIns;
  readonly #tabs: OtherTabs;
  readonly #subscriptions = new Subscription();

  constructor(parts: SessionParts, loadUpkeep: LoadUpkeep) {
    const { config, persistence, channel } = (this.#parts = parts);
    this.config = config;
    const current = (this.#current = new CurrentSession(parts.clock));
    const follow = <T>(source: Observable<T>, next: (value: T) => void): void =>
      this.#subscriptions.add(source.subscribe(next));
    this.#upkeep = new LazyUpkeep(
      async () => {
        const upkeep = await loadUpkeep(current.ended);
        follow(upkeep.refresher.outcomes$, (settled) => current.settle(settled));
        follow(upkeep.wake$, (wake) => this.#onWake(wake));
        follow(upkeep.devices.failures$, (error) => this.tellUnconfirmed(error));
        return upkeep;
      },
      (cause) => current.reloadNeeded(cause),
    );
    this.#cognito = new EndAtCognito(config, this.#upkeep);
    this.#signIns = new PendingSignIns(this.#upkeep);
    this.#tabs = new OtherTabs(persistence, current, this.#upkeep, this.#signIns);
    follow(persistence.failures$, (error) => {
      const atStart = this.state.status === 'restoring';
      current.events.tell({ type: 'store-failed', error }, { atStart });
    });
    follow(channel.messages$, (message) => this.#tabs.onMessage(message));
    void then(persistence.read(), (held) => this.#restore(held));
    // Where no message tells of a sign-in in another tab, this one must look for itself, and the upkeep says when.
    if (!channel.listening) this.#upkeep.run();
  }

  get events$(): Observable<SessionEvent> {
    return this.#current.events.events$;
  }

  /** Replays the current state; never errors. */
  get state$(): Observable<SessionState> {
    return this.#current.state$;
  }

  get state(): SessionState {
    return this.#current.state;
  }

  /** The current session; null while restoring and when signed out. */
  get held(): HeldSession | null {
    return this.#current.held;
  }

  /** The current session's generation. */
  get generation(): string | undefined {
    return this.#current.generation;
  }

  /** The user (`sub`) whose session this page held last; undefined when it never held one. */
  get lastSub(): string | undefined {
    return this.#current.lastSub;
  }

  /** Loads what a session needs beyond being held, before there is one. Never rejects. */
  async prepare(): Promise<void> {
    await Promise.allSettled([this.#upkeep.load()]);
  }

  /** A part of the library outside of the core did not load. */
  reloadNeeded(cause: unknown): void {
    this.#current.reloadNeeded(cause);
  }

  /** Emits once: a session good for the margin, refreshed if needed; null when signed out; or errors. */
  acquire(clientMetadata?: ClientMetadata): Observable<HeldSession | null> {
    return this.#whenKnown(() => {
      const { config, clock, persistence, channel } = this.#parts;
      persistence.saveAgain();
      const run = (): Observable<HeldSession | null> => {
        const held = this.held;
        if (!held || isFresh(held, config, clock)) return of(held);
        return this.#refresh({ held, because: 'margin', clientMetadata });
      };
      // Where other tabs could not tell this one anything, the store is looked at before a token is used.
      const missed = !channel.listening || this.#upkeep.current?.follower.missed;
      const looked = missed ? this.#tabs.look() : undefined;
      return looked instanceof Promise ? from(looked).pipe(switchMap(run)) : run();
    });
  }

  /**
   * Forces one refresh; emits the new session, or null when signed out.
   * @param rejected a token that an API refused: then only if the session still has that token.
   */
  refresh(clientMetadata?: ClientMetadata, rejected?: string): Observable<HeldSession | null> {
    return this.#whenKnown(() => {
      const held = this.held;
      if (!held) return of(null);
      if (rejected === undefined) return this.#refresh({ held, because: 'forced', clientMetadata });
      if (holdsToken(held, rejected)) {
        return this.#refresh({ held, because: 'rejected', clientMetadata });
      }
      // Whatever was sent for one user is not to be sent again for another one.
      return isOfUser(held, rejected) ? this.acquire() : of(null);
    });
  }

  /** Refreshes `held`, whose token an API refused. */
  renew(held: HeldSession): Observable<HeldSession | null> {
    return this.#refresh({ held, because: 'rejected' });
  }

  /** Sends a request that an API refused with 401 once more; errors as {@link RejectedRequests.replay} does. */
  replay<T>(request: RejectedRequest<T>): Observable<T> {
    return this.#upkeep.upkeep$.pipe(switchMap(({ rejected }) => rejected.replay(request, this)));
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
    const given = holdSession(tokens, place, issued, config, clock);
    checkMargin(given, config);
    const held = newerOfFamily(given, before);
    if (before) this.#markEnded(before);
    const written = persistence.write(held);
    this.#hold(held, before && before.sub !== held.sub ? 'user-changed' : 'signed-in');
    return then(written, () => {
      channel.post({ type: 'changed' });
      return held;
    });
  }

  /** Begins a sign-in, which a sign-out in any tab ends. */
  beginSignIn(): PendingSignIn {
    return this.#signIns.begin();
  }

  /**
   * Starts the session of a sign-in. Tokens that come to nothing are revoked: Cognito has given them.
   * @throws {@link SessionError} `NOT_SIGNED_IN` when a sign-out has overtaken it, and as {@link start}.
   */
  async completeSignIn(pending: PendingSignIn, tokens: TokenSet): Promise<HeldSession> {
    try {
      if (!(await this.#signIns.complete(pending))) throw sessionEnded();
      return await this.start(tokens, 'now');
    } catch (error) {
      this.revoke(tokens);
      throw error;
    }
  }

  /** Revokes tokens that are given up, best effort, unless they belong to the session's own sign-in. */
  revoke(tokens: TokenSet): void {
    this.#cognito.giveUp(tokens, this.held);
  }

  /** Confirms a device that the pool has begun to track; rejects when that part of the library does not load. */
  async confirmDevice(device: NewDevice, accessToken: string): Promise<DeviceOutcome> {
    const { devices } = await this.#upkeep.load();
    return devices.confirm(device, accessToken);
  }

  /** Tells that the session's device is not confirmed. */
  tellUnconfirmed(error: SessionError): void {
    this.#current.events.tell({ type: 'device-unconfirmed', error });
  }

  /** Ends the session in this browser at once, then tells Cognito. Never rejects. */
  async signOut(everywhere = false): Promise<SignOutResult> {
    const { held } = this;
    const { persistence, channel } = this.#parts;
    this.#signIns.overtake();
    // Before anybody is told: observers find the store empty. A store that answers later is cleared in its turn.
    const removed = persistence.write(null);
    if (held) this.#markEnded(held);
    this.#upkeep.run((upkeep) => upkeep.markSignedOut());
    // Without a session it ends the sign-ins of the other tabs all the same.
    channel.post({ type: 'ended', generation: held?.generation ?? '', reason: 'sign-out' });
    // There may still be a record that is only being read: the other tabs find it gone.
    if (!held) void then(removed, () => channel.post({ type: 'changed' }));
    if (held || this.state.status === 'restoring') this.#current.end('sign-out');
    return held ? this.#cognito.end(held, everywhere) : { revoked: false, everywhere: false };
  }

  /** Lets go of listeners; the stored session stays. */
  dispose(): void {
    this.#subscriptions.unsubscribe();
    this.#parts.channel.dispose();
    this.#current.complete();
  }

  #restore(held: HeldSession | null): void {
    // Another tab may have told meanwhile that it is over.
    void then(held && this.#tabs.settled(held.generation), () => {
      // A sign-in or sign-out that came while the store was still reading has the last word.
      if (this.state.status !== 'restoring') return;
      if (held && !this.#current.ended.has(held.generation)) this.#hold(held);
      else this.#current.startWithout();
    });
  }

  #refresh(request: RefreshRequest): Observable<HeldSession | null> {
    return this.#upkeep.upkeep$.pipe(
      switchMap(({ refresher }) => refresher.refresh(request)),
      switchMap((outcome) => {
        if (outcome.kind === 'failed') throw outcome.error;
        // Who has just been told of the outcome may have ended the session.
        if (outcome.kind !== 'superseded') return of(this.held);
        return from(Promise.resolve(this.#tabs.look())).pipe(
          map(() => {
            if (this.held !== request.held) return this.held;
            throw new SessionError('REFRESH_UNAVAILABLE', 'the session changed during the refresh');
          }),
        );
      }),
    );
  }

  #onWake(wake: 'visible' | 'online'): void {
    this.#parts.persistence.saveAgain();
    void this.#tabs.look();
    // Callers were turned away while offline: they find a fresh session at their next try.
    if (wake === 'online' && this.#upkeep.current?.refresher.pause.networkIsBack()) {
      this.acquire().subscribe({ error: () => undefined });
    }
  }

  /** For refreshes under way, here and in other tabs. */
  #markEnded({ generation }: HeldSession): void {
    this.#current.ended.add(generation);
    this.#upkeep.run((upkeep) => upkeep.markEnded(generation));
  }

  #hold(held: HeldSession, type?: HoldEvent): void {
    this.#upkeep.run();
    this.#current.hold(held, type);
  }

  #whenKnown<T>(run: () => Observable<T>): Observable<T> {
    if (this.state.status !== 'restoring') return run();
    return this.state$.pipe(
      first(({ status }) => status !== 'restoring'),
      switchMap(run),
    );
  }
}
