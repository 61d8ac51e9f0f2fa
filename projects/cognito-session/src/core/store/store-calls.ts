// Runs the operations of a session store that answers at once, and tells of the first failure of a
// row.

import { Subject } from 'rxjs';
import { SessionError } from '../session-error';
import type { MaybePromise } from './session-store';

/** What an operation is for; each kind fails and recovers by itself. */
export type StoreUse = 'read' | 'write';

/**
 * Operations that are done when the call returns: a sign-out clears the store before anybody is
 * told.
 */
export class StoreCalls {
  /**
   * A `STORE_UNAVAILABLE` error for the first failure of a row; a success of the same kind ends the
   * row.
   */
  readonly failures$ = new Subject<SessionError>();
  /** The kinds whose last operation failed. */
  readonly failing = new Set<StoreUse>();

  /** Runs `operation`; `otherwise` gives the answer when it fails. */
  run<T>(
    use: StoreUse,
    operation: () => MaybePromise<T>,
    otherwise: () => MaybePromise<T>,
  ): MaybePromise<T> {
    let answer: MaybePromise<T>;
    try {
      answer = operation();
      this.failing.delete(use);
    } catch (error) {
      // SecurityError or QuotaExceededError of Web Storage. First: whoever is told may ask the
      // store for something.
      answer = otherwise();
      this.fail(use, error);
    }
    return answer;
  }

  /** Tells of a failure, unless one has been told and nothing of that kind has worked since. */
  fail(
    use: StoreUse,
    cause: unknown,
    message = 'the session store failed; the session is kept in memory',
  ): void {
    const first = this.failing.size === 0;
    this.failing.add(use);
    if (first) this.failures$.next(new SessionError('STORE_UNAVAILABLE', message, cause));
  }
}
