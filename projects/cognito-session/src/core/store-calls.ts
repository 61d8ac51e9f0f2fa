// Runs the operations of a session store that answers at once, and tells of the first failure of a row.

import { Subject } from 'rxjs';
import { SessionError } from './session-error';
import type { MaybePromise } from './session-store';

/** What an operation is for; each kind fails and recovers by itself. */
export type StoreUse = 'read' | 'write';

/** A `STORE_UNAVAILABLE` error of the library's own finding, which says by itself what is wrong. */
export class StoreError extends SessionError {
  constructor(message: string, cause?: unknown) {
    super('STORE_UNAVAILABLE', message, cause);
  }
}

/** Operations that are done when the call returns: a sign-out clears the store before anybody is told. */
export class StoreCalls {
  /** A `STORE_UNAVAILABLE` error for the first failure of a row; a success of the same kind ends the row. */
  readonly failures$ = new Subject<SessionError>();
  readonly #failing = new Set<StoreUse>();

  /** Whether the last operation of that kind failed. */
  isFailing(use: StoreUse): boolean {
    return this.#failing.has(use);
  }

  /** Runs `operation`; `otherwise` gives the answer when it fails. */
  run<T>(
    use: StoreUse,
    operation: () => MaybePromise<T>,
    otherwise: () => MaybePromise<T>,
  ): MaybePromise<T> {
    try {
      return this.succeed(use, operation());
    } catch (error) {
      // SecurityError or QuotaExceededError of Web Storage, or whatever a custom store throws.
      return this.failWith(use, error, otherwise);
    }
  }

  /** Ends the row of failures of a kind. */
  protected succeed<T>(use: StoreUse, answer: T): T {
    this.#failing.delete(use);
    return answer;
  }

  /** Tells of a failure and gives the answer that stands in for the store's. */
  protected failWith<T>(use: StoreUse, cause: unknown, otherwise: () => T): T {
    // First: whoever is told of the failure may ask the store for something.
    const answer = otherwise();
    this.fail(use, cause);
    return answer;
  }

  /** Tells of a failure, unless one has been told and nothing of that kind has worked since. */
  fail(use: StoreUse, cause: unknown): void {
    const first = this.#failing.size === 0;
    this.#failing.add(use);
    if (!first) return;
    const message = 'the session store failed; the session is kept in memory';
    this.failures$.next(cause instanceof StoreError ? cause : new StoreError(message, cause));
  }
}
