// Values that may come at once or later: stores can be of either kind, and a synchronous one is
// used synchronously.

import type { MaybePromise } from './session-store';

/** Calls `next` with the value at once, or when the promise of it resolves. */
export function whenReady<T, R>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<R>,
): MaybePromise<R> {
  // A promise of another library may answer `then` with nothing.
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value);
}

/** Whether `value` is a promise, of whatever library. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as Promise<T> | null | undefined)?.then === 'function';
}
