// A clock for tests over HTTP: it skips the library's short pauses and keeps its time limits.

import { Clock } from 'ngx-cognito-session';

/** Pauses up to this length are skipped, in milliseconds; the shortest time limit is longer. */
const LONGEST_PAUSE = 1000;

/**
 * Skips the pauses between two calls to Cognito and between two reads of the store. Its monotonic
 * time jumps by each skipped pause, so that a loop of pauses ends as early as it should.
 */
export class SkippingClock extends Clock {
  #skipped = 0;

  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now() + this.#skipped;
  }

  schedule(ms: number, callback: () => void): () => void {
    const isPause = ms <= LONGEST_PAUSE;
    const timer = setTimeout(
      () => {
        if (isPause) this.#skipped += ms;
        callback();
      },
      isPause ? 0 : ms,
    );
    return () => clearTimeout(timer);
  }
}
