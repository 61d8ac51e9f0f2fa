// Waits with a time limit, and for a time.

import type { Clock } from './clock';

/** Resolves after `ms` milliseconds. */
export function delay(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => void clock.schedule(ms, resolve));
}

/**
 * Settles as `work` does, or rejects with an error named `TimeoutError` after `ms` milliseconds,
 * and then aborts the signal of `work`.
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
    // An executor turns a synchronous throw of `work` into a rejection, so that the timer is
    // cancelled in that case, too.
    void new Promise<T>((done) => done(work(abort.signal))).then(resolve, reject).finally(cancel);
  });
}
