// The port that lets only one tab refresh at a time: a lock, and markers that every tab sees at
// once.

/** Locks and markers of the tabs of one pool client in one browser. */
export interface TabLocks {
  /**
   * Runs `work` under the lock. Waits at most 25 s for the lock, and then runs without it. Releases
   * the lock after 20 s even if `work` has not settled.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Sets a marker that every tab sees from now on. It ends after `ms` milliseconds, with `signal`,
   * or when this page closes.
   */
  mark(name: string, ms: number, signal?: AbortSignal): Promise<void>;
  /** The present markers of all tabs. */
  marks(): Promise<readonly string[]>;
}
