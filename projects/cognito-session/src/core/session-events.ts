// The stream of what happens to a session.

import { defer, type Observable, startWith, Subject } from 'rxjs';
import type { Clock } from './clock';
import type { SessionEvent, SessionHappening } from './session-state';

/** Tells events with their time. */
export class SessionEvents {
  /** Hot; but a store that failed at the start, before anybody could listen, is told to everybody who does. */
  readonly events$: Observable<SessionEvent> = defer(() =>
    this.#atStart ? this.#live$.pipe(startWith(this.#atStart)) : this.#live$,
  );
  readonly #live$ = new Subject<SessionEvent>();
  readonly #clock: Clock;
  #atStart: SessionEvent | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  tell(happening: SessionHappening): void {
    this.#live$.next({ ...happening, at: this.#clock.now() });
  }

  /** Tells it, and tells it again to whoever listens later. */
  tellAtStart(happening: SessionHappening): void {
    this.#atStart = { ...happening, at: this.#clock.now() };
    this.#live$.next(this.#atStart);
  }

  complete(): void {
    this.#live$.complete();
  }
}
