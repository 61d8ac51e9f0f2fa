// The one session of this tab: holds it, publishes its state, and emits its events.

import { BehaviorSubject, type Observable, startWith, Subject } from 'rxjs';
import type { Clock } from '../clock';
import type { EndedGenerations } from './ended-generations';
import type { ActiveSession } from './active-session';
import { SessionError } from '../session-error';
import type { SessionEvent, SessionEventBody, SessionState } from './session-state';
import type { SignedOutReason } from '../signed-out-reason';

/** The event of a new session; a restored session has none. */
export type HoldEvent = 'signed-in' | 'refreshed' | 'adopted' | 'user-changed';

/** Holds the session, and publishes every change once. */
export class CurrentSession {
  readonly state$ = new BehaviorSubject<SessionState>({ status: 'restoring' });
  /** The generations that are over; undefined until the runtime is loaded. */
  ended: EndedGenerations | undefined;
  /** The user (`sub`) of the last session of this page; undefined if there was none. */
  lastSub: string | undefined;
  /** Counts the sign-outs of all tabs that this page knows of; one may count twice. */
  signOuts = 0;
  readonly #live$ = new Subject<SessionEvent>();
  readonly #clock: Clock;
  #events$: Observable<SessionEvent> = this.#live$;
  #active: ActiveSession | null = null;
  #reloadTold = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Hot, except that events before an app could subscribe are replayed to every subscriber. */
  get events$(): Observable<SessionEvent> {
    return this.#events$;
  }

  get state(): SessionState {
    return this.state$.value;
  }

  /** The session; null while restoring and when signed out. */
  get active(): ActiveSession | null {
    return this.#active;
  }

  get generation(): string | undefined {
    return this.#active?.generation;
  }

  hold(active: ActiveSession, type?: HoldEvent): void {
    this.#active = active;
    this.lastSub = active.sub;
    this.state$.next({ status: 'signed-in', session: active.session });
    if (type) this.emit({ type });
  }

  /** Emits an event; with `forLateListeners`, replays it to later subscribers. */
  emit(body: SessionEventBody, forLateListeners = false): void {
    const event = Object.assign({ at: this.#clock.now() }, body);
    if (forLateListeners) this.#events$ = this.#events$.pipe(startWith(event));
    this.#live$.next(event);
  }

  end(reason: SignedOutReason): void {
    if (this.#active) this.ended?.add(this.#active.generation);
    this.#active = null;
    this.state$.next({ status: 'signed-out', reason });
    this.emit({ type: 'signed-out', reason });
  }

  /**
   * Makes the error for a part of the library that did not load. A deployment may have removed it,
   * and then only a reload helps. Emits `reload-needed` once, also to later subscribers.
   */
  reloadNeeded(cause: unknown): SessionError {
    const message = 'a part of the app did not load; if this goes on, reload the page';
    const error = new SessionError('REFRESH_UNAVAILABLE', message, cause);
    if (!this.#reloadTold) this.emit({ type: 'reload-needed', error }, true);
    this.#reloadTold = true;
    return error;
  }

  /** Completes state and events; the stored session stays. */
  dispose(): void {
    this.state$.complete();
    this.#live$.complete();
  }
}
