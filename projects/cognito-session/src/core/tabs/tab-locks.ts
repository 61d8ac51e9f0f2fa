// What one tab needs so that only one of them refreshes: to be alone for a moment, and to leave a
// mark that no tab can read too late.

/** Locks and marks of the tabs of one pool client in one browser. */
export interface TabLocks {
  /**
   * Runs `work` while no other tab runs its own. Waits at most 25 s for its turn, then goes on
   * without; gives the turn away after 20 s even when `work` has not settled.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Leaves a mark that every tab sees from now on, for `ms` milliseconds, until `signal` or until
   * this page goes away.
   */
  mark(name: string, ms: number, signal?: AbortSignal): Promise<void>;
  /** The marks that stand now, of all tabs. */
  marks(): Promise<readonly string[]>;
}
