// Runs the operations of a session store that answers at once, and reports the first failure of a
// row.

import { Subject } from 'rxjs';
import { SessionError } from '../session-error';
import type { MaybePromise } from './session-store';

/** The kind of an operation; each kind fails and recovers by itself. */
export type StoreUse = 'read' | 'write';

/**
 * Runs operations that are complete when the call returns, so that a sign-out clears the store
 * before its event.
 */
export class StoreCalls {
  /**
   * A `STORE_UNAVAILABLE` error for the first failure of a row; a success of the same kind ends the
   * row.
   */
  readonly failures$ = new Subject<SessionError>();
  /** The kinds whose last operation has failed. */
  readonly failing = new Set<StoreUse>();

  /** Runs `operation`; returns the result of `otherwise` if it fails. */
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
      // SecurityError or QuotaExceededError of Web Storage. `otherwise` runs first, because an
      // observer of the failure may use the store.
      answer = otherwise();
      this.fail(use, error);
    }
    return answer;
  }

  /** Reports a failure, unless another failure is still unresolved. */
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
