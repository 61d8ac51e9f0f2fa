// The session's state machine, framework-free: restores, starts, refreshes and ends the one session of a pool client,
// and follows what other tabs do. SessionService, the interceptor and the guards are skins over it.

import {
  BehaviorSubject,
  filter,
  from,
  map,
  type Observable,
  of,
  Subject,
  Subscription,
  switchMap,
  take,
} from 'rxjs';
import type { Clock } from './clock';
import type { CognitoGateway } from './cognito-gateway';
import {
  type HeldSession,
  holdSession,
  isNewer,
  lifetimeSeconds,
  newGeneration,
  parseSession,
  serializeSession,
  type TokenSet,
} from './held-session';
import type { PageLifecycle } from './page-lifecycle';
import type { CheckedConfig } from './session-config';
import { SessionError } from './session-error';
import { type SessionPersistence, then } from './session-persistence';
import {
  endedMark,
  type RefreshOutcome,
  type RefreshRequest,
  SessionRefresher,
} from './session-refresher';
import type { SessionEvent, SessionState, SignedOutReason, SignOutResult } from './session-state';
import type { MaybePromise } from './session-store';
import type { EndReason, TabCoordinator, TabMessage } from './tab-coordinator';
import { TokenRevocation } from './token-revocation';

/** The parts a session manager works with. */
export interface SessionParts {
  readonly config: CheckedConfig;
  readonly gateway: CognitoGateway;
  readonly persistence: SessionPersistence;
  readonly tabs: TabCoordinator;
  readonly page: PageLifecycle;
  readonly clock: Clock;
}

const MS = {
  /** How long an ended generation is marked: a refresh answer in another tab must find the mark before it writes. */
  endedMark: 2000,
  /** How long a vanished record waits for the message that says why. */
  explanation: 50,
  /** When a record of an ended session is looked for: long after every tab can read the removal. */
  sweep: 500,
  /** QUIET: no refresh for a token that was refused although it was brand-new. */
  quiet: 30_000,
};
/** Ended generations remembered; an answer older than that many sign-outs does not exist. */
const MOST_ENDED = 50;

/** Something of a {@link SessionEvent} without its time. */
type Happening = SessionEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'at'>
    : never
  : never;

/** Holds the session of one pool client. */
export class SessionManager {
  readonly events$ = new Subject<SessionEvent>();
  readonly config: CheckedConfig;
  readonly #state$ = new BehaviorSubject<SessionState>({ status: 'restoring' });
  readonly #parts: SessionParts;
  readonly #refresher: SessionRefresher;
  readonly #revocation: TokenRevocation;
  readonly #ended = new Set<string>();
  readonly #subscriptions = new Subscription();
  #held: HeldSession | null = null;
  /** A token that was refused right after its refresh, and until when it starts no other. */
  #uncured: { held: HeldSession; until: number } | undefined;

  constructor(parts: SessionParts) {
    const { config, gateway, persistence, tabs, page, clock } = (this.#parts = parts);
    this.config = config;
    this.#revocation = new TokenRevocation(config.clientId, gateway, clock);
    this.#refresher = new SessionRefresher(
      config,
      gateway,
      persistence,
      tabs,
      page,
      clock,
      this.#revocation,
      this.#ended,
    );
    const follow = <T>(source: Observable<T>, next: (value: T) => void): void => {
      this.#subscriptions.add(source.subscribe(next));
    };
    follow(persistence.failures$, (error) => this.#tell({ type: 'store-failed', error }));
    follow(this.#refresher.outcomes$, ({ request, outcome }) => this.#apply(request, outcome));
    follow(tabs.messages$, (message) => this.#onMessage(message));
    follow(page.wake$, (wake) => this.#onWake(wake));
    void then(persistence.read(), (raw) => this.#restore(raw));
  }

  /** Replays the current state; never errors. */
  get state$(): Observable<SessionState> {
    return this.#state$;
  }

  /** The current state. */
  get state(): SessionState {
    return this.#state$.value;
  }

  /** The current session's generation; undefined while restoring and when signed out. */
  get generation(): string | undefined {
    return this.#held?.generation;
  }

  /** Emits once: a session good for the margin, refreshed if needed; null when signed out; or errors. */
  acquire(clientMetadata?: Record<string, string>): Observable<HeldSession | null> {
    return this.#whenKnown(() => {
      const { persistence, tabs } = this.#parts;
      persistence.saveAgain();
      const run = (): Observable<HeldSession | null> => {
        const held = this.#held;
        if (!held || this.#refresher.isFresh(held)) return of(held);
        return this.#refresh({ held, because: 'margin', clientMetadata });
      };
      // Where tabs cannot tell each other anything, the store is looked at before a token is used.
      if (tabs.listening || !persistence.shared) return run();
      return from(Promise.resolve(this.#lookAgain())).pipe(switchMap(run));
    });
  }

  /** Forces one refresh; emits the new session, or null when signed out. */
  refresh(clientMetadata?: Record<string, string>): Observable<HeldSession | null> {
    return this.#whenKnown(() => {
      const held = this.#held;
      return held ? this.#refresh({ held, because: 'forced', clientMetadata }) : of(null);
    });
  }

  /**
   * What to replay a request with that an API refused with 401 although it carried `rejected`. Emits a session with
   * another token, or null when a refresh has just been tried and did not help; errors when the session is over.
   */
  renewAfterRejection(rejected: HeldSession): Observable<HeldSession | null> {
    const held = this.#held;
    if (held?.generation !== rejected.generation) throw sessionEnded();
    // Another request was quicker: its token is newer than the one refused.
    if (held !== rejected) return of(held);
    const { held: uncured, until = 0 } = this.#uncured ?? {};
    if (uncured === held && this.#parts.clock.monotonic() < until) return of(null);
    return this.#refresh({ held, because: 'rejected' });
  }

  /** An API refused even the token of the refresh that its 401 had led to. */
  noteUncured(held: HeldSession): void {
    this.#uncured = { held, until: this.#parts.clock.monotonic() + MS.quiet };
  }

  /**
   * Starts a session.
   * @param issued `'now'` when the tokens come straight from Cognito, `'unknown'` when they may be old.
   * @throws {@link SessionError} `INVALID_TOKEN`, or `INVALID_CONFIG` for a margin as long as the tokens live.
   */
  start(tokens: TokenSet, issued: 'now' | 'unknown'): MaybePromise<HeldSession> {
    const { config, clock, persistence, tabs } = this.#parts;
    const held = holdSession(tokens, newGeneration(), issued, config, clock);
    const lifetime = lifetimeSeconds(held.session);
    if ((config.refreshMarginSeconds ?? 0) >= lifetime) {
      const expected = `shorter than the tokens' lifetime of ${lifetime} seconds`;
      throw new SessionError('INVALID_CONFIG', `refreshMarginSeconds must be ${expected}`);
    }
    const before = this.#held;
    if (before) {
      this.#forget(before);
      void tabs.mark(endedMark(before.generation), MS.endedMark);
    }
    const written = persistence.write(serializeSession(held));
    this.#hold(held, before && before.sub !== held.sub ? 'user-changed' : 'signed-in');
    return then(written, () => {
      tabs.post({ type: 'changed' });
      return held;
    });
  }

  /** Ends the session in this browser at once, then tells Cognito. Never rejects. */
  async signOut(everywhere = false, reason: EndReason = 'sign-out'): Promise<SignOutResult> {
    const held = this.#held;
    // Before anybody is told: observers find the store empty. A store that answers later is cleared in its turn.
    void this.#parts.persistence.write(null);
    if (held) this.#announceEnd(held, reason);
    if (held || this.state.status === 'restoring') this.#end(reason);
    return held ? this.#revocation.end(held, everywhere) : { revoked: false, everywhere: false };
  }

  /** Lets go of listeners and channel; the stored session stays. */
  dispose(): void {
    this.#subscriptions.unsubscribe();
    this.#parts.tabs.dispose();
    this.#state$.complete();
    this.events$.complete();
  }

  #restore(raw: string | null): void {
    // A sign-in or sign-out that came while the store was still reading has the last word.
    if (this.state.status !== 'restoring') return;
    const { config, clock, persistence } = this.#parts;
    const held = raw === null ? null : parseSession(raw, config, clock);
    if (held) return this.#hold(held);
    if (raw !== null) void persistence.write(null);
    this.#state$.next({ status: 'signed-out', reason: 'no-session' });
  }

  #refresh(request: RefreshRequest): Observable<HeldSession | null> {
    return this.#refresher.refresh(request).pipe(
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
  #apply({ held }: RefreshRequest, outcome: RefreshOutcome): void {
    if (this.#held?.generation !== held.generation) return;
    if (outcome.kind === 'failed') {
      const { error } = outcome;
      this.#tell({ type: 'refresh-failed', code: error.code, error });
      // An observer of that event may have signed out.
      if (error.code === 'SESSION_EXPIRED' && this.#held.generation === held.generation) {
        this.#announceEnd(this.#held, 'refused');
        this.#end('refused');
      }
    } else if (outcome.kind !== 'superseded' && isNewer(outcome.held, this.#held)) {
      this.#hold(outcome.held, outcome.kind);
      if (outcome.kind === 'refreshed') this.#parts.tabs.post({ type: 'changed' });
    }
  }

  #onMessage(message: TabMessage): void {
    if (message.type === 'ended') {
      const { generation, reason } = message;
      const held = this.#held;
      // Tabs with a store of their own have generations of their own, and "sign out" means all tabs.
      const ours =
        held?.generation === generation ||
        (!this.#parts.persistence.shared && reason === 'sign-out');
      if (held && ours) {
        if (!this.#parts.persistence.shared) void this.#parts.persistence.write(null);
        this.#end(reason === 'sign-out' ? 'other-tab' : reason);
      } else {
        this.#remember(generation);
      }
    }
    void this.#lookAgain();
  }

  #onWake(wake: 'visible' | 'online'): void {
    this.#parts.persistence.saveAgain();
    void this.#lookAgain();
    if (wake === 'visible') return;
    this.#refresher.networkIsBack();
    // Callers that failed while offline find a fresh session at their next try.
    this.acquire().subscribe({ error: () => undefined });
  }

  /** Compares what this tab holds with what the store holds; another tab, or the user, may have changed it. */
  #lookAgain(): MaybePromise<unknown> {
    if (this.state.status === 'restoring') return undefined;
    return then(this.#parts.persistence.read(), (raw) => this.#reconcile(raw));
  }

  #reconcile(raw: string | null): MaybePromise<unknown> {
    const { config, clock, persistence } = this.#parts;
    const held = this.#held;
    const stored = raw === null ? null : parseSession(raw, config, clock);
    if (!stored) {
      if (!held || persistence.unsaved) return undefined;
      // Another tab's sign-out removes the record and sends a message, and either may be seen first.
      return clock.delay(MS.explanation).then(async () => {
        if (this.#held !== held) return;
        const again = await persistence.read();
        if (this.#held === held && (again === null || !parseSession(again, config, clock))) {
          this.#end('storage-cleared');
        }
      });
    }
    if (this.#ended.has(stored.generation)) {
      this.#sweep();
    } else if (held?.generation !== stored.generation) {
      if (held) this.#forget(held);
      this.#hold(stored, held && held.sub !== stored.sub ? 'user-changed' : 'adopted');
    } else if (isNewer(stored, held)) {
      this.#hold(stored, 'adopted');
    }
    return undefined;
  }

  /**
   * Replaces a record that a tab wrote after its session had ended. Under the lock and a little later: right now this
   * tab may only be seeing the past, and the record may already be someone else's new session.
   */
  #sweep(): void {
    const { config, clock, persistence, tabs } = this.#parts;
    clock.schedule(MS.sweep, () => {
      void tabs.exclusively(async () => {
        const raw = await persistence.read();
        const stored = raw === null ? null : parseSession(raw, config, clock);
        if (!stored || !this.#ended.has(stored.generation)) return;
        await persistence.write(this.#held ? serializeSession(this.#held) : null);
        tabs.post({ type: 'changed' });
      });
    });
  }

  #announceEnd({ generation }: HeldSession, reason: EndReason): void {
    void this.#parts.tabs.mark(endedMark(generation), MS.endedMark);
    this.#parts.tabs.post({ type: 'ended', generation, reason });
  }

  #end(reason: SignedOutReason): void {
    if (this.#held) this.#forget(this.#held);
    this.#held = null;
    this.#state$.next({ status: 'signed-out', reason });
    this.#tell({ type: 'signed-out', reason });
  }

  #hold(held: HeldSession, type?: 'signed-in' | 'refreshed' | 'adopted' | 'user-changed'): void {
    this.#held = held;
    this.#state$.next({ status: 'signed-in', session: held.session });
    if (type) this.#tell({ type });
  }

  #forget({ generation }: HeldSession): void {
    this.#remember(generation);
  }

  #remember(generation: string): void {
    this.#ended.add(generation);
    for (const oldest of this.#ended) {
      if (this.#ended.size <= MOST_ENDED) break;
      this.#ended.delete(oldest);
    }
  }

  #tell(event: Happening): void {
    this.events$.next({ ...event, at: this.#parts.clock.now() } as SessionEvent);
  }

  #whenKnown<T>(run: () => Observable<T>): Observable<T> {
    if (this.state.status !== 'restoring') return run();
    return this.#state$.pipe(
      filter(({ status }) => status !== 'restoring'),
      take(1),
      switchMap(run),
    );
  }
}

/** What a request gets whose session ended, or became another user's, before it was answered. */
export function sessionEnded(): SessionError {
  return new SessionError('NOT_SIGNED_IN', 'the session ended before the request was answered');
}
