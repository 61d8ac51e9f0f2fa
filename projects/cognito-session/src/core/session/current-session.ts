// The one session that this tab has: what it is, which state that makes, and what is told of it.

import { BehaviorSubject, type Observable, startWith, Subject } from 'rxjs';
import type { Clock } from '../clock';
import type { EndedGenerations } from './ended-generations';
import type { ActiveSession } from './active-session';
import { SessionError } from '../session-error';
import type { SessionEvent, SessionEventBody, SessionState } from './session-state';
import type { SignedOutReason } from '../signed-out-reason';

/**
 * How a session came to be held, for those who are told; a session that was restored is not told.
 */
export type HoldEvent = 'signed-in' | 'refreshed' | 'adopted' | 'user-changed';

/** Holds the session, and publishes every change once. */
export class CurrentSession {
  readonly state$ = new BehaviorSubject<SessionState>({ status: 'restoring' });
  /** Generations that are over, once the part that asks for them is loaded. */
  ended: EndedGenerations | undefined;
  /** The user (`sub`) whose session this page held last; undefined when it never held one. */
  lastSub: string | undefined;
  /** Counts the sign-outs that were seen, of all tabs; one may count twice. */
  signOuts = 0;
  readonly #live$ = new Subject<SessionEvent>();
  readonly #clock: Clock;
  #events$: Observable<SessionEvent> = this.#live$;
  #active: ActiveSession | null = null;
  #reloadTold = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Hot; but what may have happened before anybody could listen is told to everybody who does. */
  get events$(): Observable<SessionEvent> {
    return this.#events$;
  }

  get state(): SessionState {
    return this.state$.value;
  }

  /** Null while restoring and when signed out. */
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

  /** Tells what happens; with `forLateListeners` again to everybody who listens later. */
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
   * The error of a part of the library that did not load. A deployment may have removed it, and
   * then only a reload helps: apps are told once, also those that listen later.
   */
  reloadNeeded(cause: unknown): SessionError {
    const message = 'a part of the app did not load; if this goes on, reload the page';
    const error = new SessionError('REFRESH_UNAVAILABLE', message, cause);
    if (!this.#reloadTold) this.emit({ type: 'reload-needed', error }, true);
    this.#reloadTold = true;
    return error;
  }

  /** Nothing is told any more; the stored session stays. */
  dispose(): void {
    this.state$.complete();
    this.#live$.complete();
  }
}
