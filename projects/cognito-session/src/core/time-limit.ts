// Waits: for something that may never answer, and for nothing but time.

import type { Clock } from './clock';

/** Resolves after `ms` milliseconds. */
export function delay(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => void clock.schedule(ms, resolve));
}

/**
 * The outcome of `work`, or a rejection with an error named `TimeoutError` after `ms` milliseconds;
 * the signal that `work` was given is aborted then.
 */
export function limitTime<T>(
  ms: number,
  clock: Clock,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const cancel = clock.schedule(ms, () => {
      const error = new Error(`no answer within ${ms} ms`);
      error.name = 'TimeoutError';
      reject(error);
      abort.abort();
    });
    // An executor turns a synchronous throw of `work` into a rejection; the timer must go in that
    // case, too.
    void new Promise<T>((done) => done(work(abort.signal))).then(resolve, reject).finally(cancel);
  });
}
