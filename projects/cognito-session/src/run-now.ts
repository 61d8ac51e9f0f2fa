// How commands run: when they are called, whether anybody subscribes or not.

import { type Observable, ReplaySubject } from 'rxjs';

/**
 * Subscribes to `source` now. The observable replays its one value, its error or its end to every
 * subscriber. `shareReplay` would run a command again that has failed.
 */
export function runNow<T>(source: Observable<T>): Observable<T> {
  const outcome$ = new ReplaySubject<T>(1);
  source.subscribe(outcome$);
  return outcome$.asObservable();
}
