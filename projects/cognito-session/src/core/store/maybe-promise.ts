// Handles values that come at once or as a promise: a synchronous store is used synchronously.

import type { MaybePromise } from './session-store';

/** Calls `next` with the value, at once or when its promise resolves. */
export function whenReady<T, R>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<R>,
): MaybePromise<R> {
  // The `then` of another library's promise may return nothing.
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value);
}

/** Whether `value` is a promise, of whatever library. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as Promise<T> | null | undefined)?.then === 'function';
}
