// Runs commands when they are called, subscribed or not.

import { type Observable, ReplaySubject } from 'rxjs';

/**
 * Subscribes to `source` now. The observable replays its one value, its error or its completion to
 * every subscriber. `shareReplay` will not do: it would run a failed command again for the next
 * subscriber.
 */
export function runNow<T>(source: Observable<T>): Observable<T> {
  const outcome$ = new ReplaySubject<T>(1);
  source.subscribe(outcome$);
  return outcome$.asObservable();
}
