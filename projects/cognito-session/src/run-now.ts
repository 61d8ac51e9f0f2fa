// How commands run: when they are called, whether anybody subscribes or not.

import { concat, defer, type Observable, Subject, tap } from 'rxjs';

/**
 * Subscribes to `source` now. The observable replays its one value, its error or its end to whoever
 * subscribes, now or later. Made of operators that Angular's router uses anyway: RxJS's own ways to
 * do it would be added to every app's start.
 */
export function runNow<T>(source: Observable<T>): Observable<T> {
  const live$ = new Subject<T>();
  let values: readonly T[] = [];
  source.pipe(tap((value) => (values = [value]))).subscribe(live$);
  return defer(() => concat(values, live$));
}
