// A limit for what may never answer, in real time and outside of Angular's account of pending work.

/**
 * The outcome of `work`, or a rejection with a `TimeoutError` after `ms` milliseconds; the signal that `work` was given is
 * aborted then.
 */
export function limitTime<T>(
  ms: number,
  work: (signal: AbortSignal) => T | PromiseLike<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  return new Promise((resolve, reject) => {
    signal.onabort = () => reject(signal.reason as Error);
    Promise.resolve(work(signal)).then(resolve, reject);
  });
}
