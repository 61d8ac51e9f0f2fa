// Time as a port: two clocks and one timer. Specs inject a fake clock, so no test sleeps.

/**
 * The source of time for the session core. Provide another one under this token to control time in
 * tests.
 */
export abstract class Clock {
  /**
   * Wall-clock time in milliseconds since the epoch. It jumps when the user or the network sets the
   * clock.
   */
  abstract now(): number;
  /**
   * Milliseconds since an arbitrary start. They never go back, and may stand still while the device
   * sleeps.
   */
  abstract monotonic(): number;
  /** Calls `callback` once after `ms` milliseconds and returns a function that cancels it. */
  abstract schedule(ms: number, callback: () => void): () => void;
}

/** The browser's clocks and `setTimeout`. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
  monotonic(): number {
    return performance.now();
  }
  schedule(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  }
}
