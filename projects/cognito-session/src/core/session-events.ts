// The stream of what happens to a session.

import { Observable, Subject } from 'rxjs';
import type { Clock } from './clock';
import type { SessionEvent, SessionHappening } from './session-state';

/** Tells events with their time. */
export class SessionEvents {
  /** Hot; but a store that failed at the start, before anybody could listen, is told to everybody who does. */
  readonly events$ = new Observable<SessionEvent>((observer) => {
    if (this.#atStart) observer.next(this.#atStart);
    return this.#live$.subscribe(observer);
  });
  readonly #live$ = new Subject<SessionEvent>();
  readonly #clock: Clock;
  #atStart: SessionEvent | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Tells it; with `atStart` again to whoever listens later. */
  tell(happening: SessionHappening, { atStart = false } = {}): void {
    const event = Object.assign({ at: this.#clock.now() }, happening);
    if (atStart) this.#atStart = event;
    this.#live$.next(event);
  }

  complete(): void {
    this.#live$.complete();
  }
}
