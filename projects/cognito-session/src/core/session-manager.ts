// The session's state machine, framework-free: restores, starts, refreshes and ends the one session of a pool client,
// and follows what other tabs do. SessionService, the interceptor and the guards are skins over it.

import {
  BehaviorSubject,
  first,
  from,
  map,
  type Observable,
  of,
  Subject,
  Subscription,
  switchMap,
  tap,
} from 'rxjs';
import {
  checkMargin,
  type HeldSession,
  holdSession,
  isNewer,
  newGeneration,
  type TokenSet,
} from './held-session';
import type { CheckedConfig } from './session-config';
import { SessionEndings, sessionEnded } from './session-endings';
import { SessionError } from './session-error';
import { then } from './session-persistence';
import {
  type RefreshOutcome,
  type RefreshRequest,
  type RefresherParts,
  SessionRefresher,
} from './session-refresher';
import type {
  SessionEvent,
  SessionHappening,
  SessionState,
  SignedOutReason,
  SignOutResult,
} from './session-state';
import type { MaybePromise } from './session-store';
import type { EndReason, TabMessage } from './tab-coordinator';
import { TokenRevocation } from './token-revocation';

const MS = {
  /** How long a vanished record waits for the message that says why. */
  explanation: 50,
  /** QUIET: no refresh for a token that was refused although it was brand-new. */
  quiet: 30_000,
};

/** Holds the session of one pool client. */
export class SessionManager {
  readonly events$ = new Subject<SessionEvent>();
  readonly config: CheckedConfig;
  readonly #state$ = new BehaviorSubject<SessionState>({ status: 'restoring' });
  readonly #parts: RefresherParts;
  readonly #endings: SessionEndings;
  readonly #revocation: TokenRevocation;
  readonly #refresher: SessionRefresher;
  readonly #subscriptions = new Subscription();
  #held: HeldSession | null = null;
  /** A token that was refused right after its refresh, and until when it starts no other. */
  #uncured: { held: HeldSession; until: number } | undefined;

  constructor(parts: RefresherParts) {
    const { config, gateway, persistence, tabs, page, clock } = (this.#parts = parts);
    this.config = config;
    this.#endings = new SessionEndings(tabs, persistence, clock);
    this.#revocation = new TokenRevocation(config.clientId, gateway, clock);
    this.#refresher = new SessionRefresher(parts, this.#endings, this.#revocation);
    const follow = <T>(source: Observable<T>, next: (value: T) => void): void => {
      this.#subscriptions.add(source.subscribe(next));
    };
    follow(persistence.failures$, (error) => this.#tell({ type: 'store-failed', error }));
    follow(this.#refresher.outcomes$, ({ request, outcome }) => this.#apply(request, outcome));
    follow(tabs.messages$, (message) => this.#onMessage(message));
    follow(page.wake$, (wake) => this.#onWake(wake));
    void then(persistence.readOrClean(), (held) => this.#restore(held));
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
      const looked = tabs.listening || !persistence.shared ? undefined : this.#lookAgain();
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

  /**
   * What to replay a request with that an API refused with 401 although it carried `rejected`. Emits a session with
   * another token, or null when a refresh has just been tried and did not help; errors when the session is over.
   */
  renewAfterRejection(rejected: HeldSession): Observable<HeldSession | null> {
    const held = this.#held;
    if (held?.generation !== rejected.generation) throw sessionEnded();
    const { held: uncured, until = 0 } = this.#uncured ?? {};
    if (uncured === rejected && this.#parts.clock.monotonic() < until) return of(null);
    // Another request may have been quicker: then its token is used, as any token would be.
    const renewed$ =
      held === rejected ? this.#refresh({ held, because: 'rejected' }) : this.acquire();
    return renewed$.pipe(
      tap((renewed) => {
        if (!renewed) throw sessionEnded();
      }),
    );
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
    checkMargin(held, config);
    const before = this.#held;
    if (before) this.#endings.mark(before);
    const written = persistence.write(held);
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
    if (held) this.#endings.announce(held, reason);
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

  #restore(held: HeldSession | null): void {
    // A sign-in or sign-out that came while the store was still reading has the last word.
    if (this.state.status !== 'restoring') return;
    if (held) this.#hold(held);
    else this.#state$.next({ status: 'signed-out', reason: 'no-session' });
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
        this.#endings.announce(this.#held, 'refused');
        this.#end('refused');
      }
    } else if (outcome.kind === 'refreshed') {
      this.#parts.tabs.post({ type: 'changed' });
      this.#hold(outcome.held, 'refreshed');
    } else if (outcome.kind === 'adopted' && isNewer(outcome.held, this.#held)) {
      this.#hold(outcome.held, 'adopted');
    }
  }

  #onMessage(message: TabMessage): void {
    if (message.type === 'ended') {
      const { generation, reason } = message;
      this.#endings.add(generation);
      if (this.#held?.generation === generation) {
        this.#end(reason === 'sign-out' ? 'other-tab' : reason);
      } else if (this.#held && !this.#parts.persistence.shared && reason === 'sign-out') {
        // Tabs with a store of their own have generations of their own, and "sign out" means all tabs.
        void this.#parts.persistence.write(null);
        this.#end('other-tab');
      }
    }
    void this.#lookAgain();
  }

  #onWake(wake: 'visible' | 'online'): void {
    this.#parts.persistence.saveAgain();
    void this.#lookAgain();
    if (wake === 'visible') return;
    // Callers were turned away while offline: they find a fresh session at their next try.
    if (this.#refresher.networkIsBack()) this.acquire().subscribe({ error: () => undefined });
  }

  /** Compares what this tab holds with what the store holds; another tab, or the user, may have changed it. */
  #lookAgain(): MaybePromise<unknown> {
    if (this.state.status === 'restoring') return undefined;
    return then(this.#parts.persistence.read(), (stored) => this.#reconcile(stored));
  }

  #reconcile(stored: HeldSession | null): MaybePromise<unknown> {
    const held = this.#held;
    if (!stored) return held && !this.#parts.persistence.unsaved ? this.#vanished(held) : undefined;
    if (this.#endings.has(stored.generation)) {
      return this.#endings.settled().then(() => this.#endings.sweep(this.#held));
    }
    if (held?.generation !== stored.generation) {
      if (held) this.#endings.add(held.generation);
      this.#hold(stored, held && held.sub !== stored.sub ? 'user-changed' : 'adopted');
    } else if (isNewer(stored, held)) {
      this.#hold(stored, 'adopted');
    }
    return undefined;
  }

  /** The record is gone. Another tab's sign-out removes it and sends a message, and either may be seen first. */
  async #vanished(held: HeldSession): Promise<void> {
    const { clock, persistence } = this.#parts;
    await clock.delay(MS.explanation);
    const stored = await persistence.read();
    if (this.#held?.generation === held.generation && !stored) this.#end('storage-cleared');
  }

  #end(reason: SignedOutReason): void {
    if (this.#held) this.#endings.add(this.#held.generation);
    this.#held = null;
    this.#state$.next({ status: 'signed-out', reason });
    this.#tell({ type: 'signed-out', reason });
  }

  #hold(held: HeldSession, type?: 'signed-in' | 'refreshed' | 'adopted' | 'user-changed'): void {
    this.#held = held;
    this.#state$.next({ status: 'signed-in', session: held.session });
    if (type) this.#tell({ type });
  }

  #tell(event: SessionHappening): void {
    this.events$.next({ ...event, at: this.#parts.clock.now() });
  }

  #whenKnown<T>(run: () => Observable<T>): Observable<T> {
    if (this.state.status !== 'restoring') return run();
    return this.#state$.pipe(
      first(({ status }) => status !== 'restoring'),
      switchMap(run),
    );
  }
}
