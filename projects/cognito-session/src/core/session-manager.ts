// The session's state machine, framework-free: restores, starts, refreshes and ends the one session of a pool client,
// and follows what other tabs do. SessionService, the interceptor and the guards are skins over it.

import {
  BehaviorSubject,
  first,
  from,
  map,
  type Observable,
  of,
  Subscription,
  switchMap,
} from 'rxjs';
import {
  checkMargin,
  type HeldSession,
  holdSession,
  isFresh,
  isNewer,
  newGeneration,
  type TokenSet,
} from './held-session';
import { LazyUpkeep, type LoadUpkeep } from './lazy-upkeep';
import { then } from './maybe-promise';
import { EndedGenerations } from './ended-generations';
import type { CheckedConfig } from './session-config';
import { SessionEvents } from './session-events';
import { SessionError } from './session-error';
import type { RejectedRequest, SessionHolder } from './rejected-requests';
import type { RefreshRequest, SessionParts, SettledRefresh } from './session-refresher';
import type { SessionEvent, SessionState, SignedOutReason, SignOutResult } from './session-state';
import type { MaybePromise } from './session-store';
import type { TabMessage } from './tab-channel';

/** Holds the session of one pool client. */
export class SessionManager implements SessionHolder {
  readonly config: CheckedConfig;
  readonly #events: SessionEvents;
  readonly #state$ = new BehaviorSubject<SessionState>({ status: 'restoring' });
  readonly #parts: SessionParts;
  readonly #ended = new EndedGenerations();
  readonly #upkeep: LazyUpkeep;
  readonly #subscriptions = new Subscription();
  #held: HeldSession | null = null;
  /** The user (`sub`) whose session this page held last; undefined when it never held one. */
  lastSub: string | undefined;

  constructor(parts: SessionParts, loadUpkeep: LoadUpkeep) {
    const { config, persistence, channel } = (this.#parts = parts);
    this.config = config;
    this.#events = new SessionEvents(parts.clock);
    const follow = <T>(source: Observable<T>, next: (value: T) => void): void =>
      this.#subscriptions.add(source.subscribe(next));
    this.#upkeep = new LazyUpkeep(async () => {
      const upkeep = await loadUpkeep(this.#ended);
      follow(upkeep.refresher.outcomes$, (settled) => this.#apply(settled));
      follow(upkeep.wake$, (wake) => this.#onWake(wake));
      return upkeep;
    });
    follow(persistence.failures$, (error) => {
      const atStart = this.state.status === 'restoring';
      this.#events.tell({ type: 'store-failed', error }, { atStart });
    });
    follow(channel.messages$, (message) => this.#onMessage(message));
    void then(persistence.read(), (held) => this.#restore(held));
    // Where no message tells of a sign-in in another tab, this one must look for itself, and the upkeep says when.
    if (!channel.listening) this.#upkeep.run();
  }

  get events$(): Observable<SessionEvent> {
    return this.#events.events$;
  }

  /** Replays the current state; never errors. */
  get state$(): Observable<SessionState> {
    return this.#state$;
  }

  get state(): SessionState {
    return this.#state$.value;
  }

  /** The current session; null while restoring and when signed out. */
  get held(): HeldSession | null {
    return this.#held;
  }

  /** The current session's generation. */
  get generation(): string | undefined {
    return this.#held?.generation;
  }

  /** Emits once: a session good for the margin, refreshed if needed; null when signed out; or errors. */
  acquire(clientMetadata?: Record<string, string>): Observable<HeldSession | null> {
    return this.#whenKnown(() => {
      const { config, clock, persistence, channel } = this.#parts;
      persistence.saveAgain();
      const run = (): Observable<HeldSession | null> => {
        const held = this.#held;
        if (!held || isFresh(held, config, clock)) return of(held);
        return this.#refresh({ held, because: 'margin', clientMetadata });
      };
      // Where other tabs could not tell this one anything, the store is looked at before a token is used.
      const missed = !channel.listening || this.#upkeep.current?.follower.missed;
      const looked = missed ? this.#lookAgain() : undefined;
      return looked instanceof Promise ? from(looked).pipe(switchMap(run)) : run();
    });
  }

  /** Forces one refresh; emits the new session, or null when signed out. */
  refresh(clientMetadata?: Record<string, string>): Observable<HeldSession | null> {
    return this.#whenKnown(() => {
      const held = this.#held;
      return held ? this.#refresh({ held, because: 'forced', clientMetadata }) : of(null);
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
    const held = holdSession(tokens, place, issued, config, clock);
    checkMargin(held, config);
    const before = this.#held;
    if (before) this.#markEnded(before);
    const written = persistence.write(held);
    this.#hold(held, before && before.sub !== held.sub ? 'user-changed' : 'signed-in');
    return then(written, () => {
      channel.post({ type: 'changed' });
      return held;
    });
  }

  /** Ends the session in this browser at once, then tells Cognito. Never rejects. */
  async signOut(everywhere = false): Promise<SignOutResult> {
    const held = this.#held;
    const { persistence, channel } = this.#parts;
    // Before anybody is told: observers find the store empty. A store that answers later is cleared in its turn.
    const removed = persistence.write(null);
    if (held) {
      this.#markEnded(held);
      channel.post({ type: 'ended', generation: held.generation, reason: 'sign-out' });
    } else {
      // There may still be a record that is only being read: the other tabs find it gone.
      void then(removed, () => channel.post({ type: 'changed' }));
    }
    if (held || this.state.status === 'restoring') this.#end('sign-out');
    const nothing = { revoked: false, everywhere: false };
    if (!held) return nothing;
    return this.#upkeep.load().then(
      ({ revocation }) => revocation.end(held, everywhere),
      () => nothing,
    );
  }

  /** Lets go of listeners; the stored session stays. */
  dispose(): void {
    this.#subscriptions.unsubscribe();
    this.#parts.channel.dispose();
    this.#state$.complete();
    this.#events.complete();
  }

  #restore(held: HeldSession | null): void {
    // A sign-in or sign-out that came while the store was still reading has the last word.
    if (this.state.status !== 'restoring') return;
    // Another tab may have told meanwhile that it is over.
    if (held && !this.#ended.has(held.generation)) this.#hold(held);
    else this.#state$.next({ status: 'signed-out', reason: 'no-session' });
  }

  #refresh(request: RefreshRequest): Observable<HeldSession | null> {
    return this.#upkeep.upkeep$.pipe(
      switchMap(({ refresher }) => refresher.refresh(request)),
      switchMap((outcome) => {
        if (outcome.kind === 'failed') throw outcome.error;
        // Who has just been told of the outcome may have ended the session.
        if (outcome.kind !== 'superseded') return of(this.#held);
        return from(Promise.resolve(this.#lookAgain())).pipe(
          map(() => {
            if (this.#held !== request.held) return this.#held;
            throw new SessionError('REFRESH_UNAVAILABLE', 'the session changed during the refresh');
          }),
        );
      }),
    );
  }

  /** Takes over what a refresh found out; its callers are told afterwards. */
  #apply({ request: { held }, outcome }: SettledRefresh): void {
    if (this.#held?.generation !== held.generation) return;
    if (outcome.kind === 'failed') {
      const { error } = outcome;
      this.#events.tell({ type: 'refresh-failed', code: error.code, error });
      // An observer of that event may have signed out.
      if (error.code === 'SESSION_EXPIRED' && this.generation === held.generation) {
        this.#end('refused');
      }
      return;
    }
    const { kind } = outcome;
    if (kind === 'refreshed' || (kind === 'adopted' && isNewer(outcome.held, this.#held))) {
      this.#hold(outcome.held, kind);
    }
  }

  #onMessage(message: TabMessage): void {
    if (message.type === 'ended') {
      const { generation, reason } = message;
      const { persistence } = this.#parts;
      this.#ended.add(generation);
      // Tabs with a store of their own have generations of their own, and "sign out" means all tabs.
      const ours = this.generation === generation || (!persistence.shared && reason === 'sign-out');
      if (this.#held && ours) {
        // A shared store was cleared by the other tab, and may hold the next session by now.
        if (persistence.shared) persistence.forget();
        else void persistence.write(null);
        this.#end(reason === 'sign-out' ? 'other-tab' : reason);
      }
    }
    // Where there was no session yet, this is the moment to load what follows the other tabs.
    this.#upkeep.run(({ follower }) => follower.soon(() => this.#lookAgain()));
  }

  #onWake(wake: 'visible' | 'online'): void {
    this.#parts.persistence.saveAgain();
    void this.#lookAgain();
    // Callers were turned away while offline: they find a fresh session at their next try.
    if (wake === 'online' && this.#upkeep.current?.refresher.pause.networkIsBack()) {
      this.acquire().subscribe({ error: () => undefined });
    }
  }

  /** Looks at the store, which another tab or the user may have changed. */
  #lookAgain(): MaybePromise<unknown> {
    const held = this.#held;
    const { follower } = this.#upkeep.current ?? {};
    if (!follower) return undefined;
    return then(
      follower.look(held, () => this.#held),
      (change) => {
        // Something else may have happened during a look that took time.
        if (!change || held !== this.#held) return;
        if (change.kind === 'storage-cleared') {
          this.#end(change.kind);
          return;
        }
        if (held && held.generation !== change.held.generation) this.#ended.add(held.generation);
        this.#hold(change.held, change.kind);
      },
    );
  }

  /** For refreshes under way, here and in other tabs. */
  #markEnded({ generation }: HeldSession): void {
    this.#ended.add(generation);
    this.#upkeep.run((upkeep) => upkeep.markEnded(generation));
  }

  #end(reason: SignedOutReason): void {
    if (this.#held) this.#ended.add(this.#held.generation);
    this.#held = null;
    this.#state$.next({ status: 'signed-out', reason });
    this.#events.tell({ type: 'signed-out', reason });
  }

  #hold(held: HeldSession, type?: 'signed-in' | 'refreshed' | 'adopted' | 'user-changed'): void {
    this.#held = held;
    this.lastSub = held.sub;
    this.#upkeep.run();
    this.#state$.next({ status: 'signed-in', session: held.session });
    if (type) this.#events.tell({ type });
  }

  #whenKnown<T>(run: () => Observable<T>): Observable<T> {
    if (this.state.status !== 'restoring') return run();
    return this.#state$.pipe(
      first(({ status }) => status !== 'restoring'),
      switchMap(run),
    );
  }
}
