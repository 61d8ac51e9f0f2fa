// Runs the operations of a session store one after the other, each with a time limit. A store that answers at once is
// used at once, so that a sign-out clears it before anybody is told.

import { Subject } from 'rxjs';
import type { Clock } from './clock';
import { isPromise } from './maybe-promise';
import { SessionError } from './session-error';
import type { MaybePromise } from './session-store';

/** Longest wait for one answer of an asynchronous store, in milliseconds. */
export const STORE_TIMEOUT_MS = 5000;

/** What an operation is for; each kind fails and recovers by itself. */
export type StoreUse = 'read' | 'write';

/** A `STORE_UNAVAILABLE` error of the library's own finding, which says by itself what is wrong. */
export class StoreError extends SessionError {
  constructor(message: string, cause?: unknown) {
    super('STORE_UNAVAILABLE', message, cause);
  }
}

/** Told about an operation that was given up after the limit. */
export interface LateOperation {
  /** The limit is over, and the store has not answered. */
  givenUp(): void;
  /** The store has answered after all, with success or not. */
  settled(): void;
}

/** A serial queue of store operations. */
export class StoreQueue {
  /** A `STORE_UNAVAILABLE` error for the first failure of a row; a success of the same kind ends the row. */
  readonly failures$ = new Subject<SessionError>();
  readonly #clock: Clock;
  readonly #failing = new Set<StoreUse>();
  /** The last operation that has not settled yet. */
  #tail: Promise<unknown> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether an operation is under way. */
  get busy(): boolean {
    return this.#tail !== undefined;
  }

  /** Whether the last operation of that kind failed. */
  isFailing(use: StoreUse): boolean {
    return this.#failing.has(use);
  }

  /** Runs `operation` when the one before has settled; `otherwise` gives the answer when it fails. */
  run<T>(
    use: StoreUse,
    operation: () => MaybePromise<T>,
    otherwise: () => MaybePromise<T>,
  ): MaybePromise<T> {
    const succeed = (answer: T): T => {
      this.#failing.delete(use);
      return answer;
    };
    const fail = (cause: unknown): MaybePromise<T> => {
      // First: whoever is told of the failure may ask the store for something.
      const answer = otherwise();
      this.fail(use, cause);
      return answer;
    };
    const attempt = (): MaybePromise<T> => {
      try {
        const answer = operation();
        return isPromise(answer) ? answer.then(succeed, fail) : succeed(answer);
      } catch (error) {
        // SecurityError or QuotaExceededError of Web Storage, or whatever a custom store throws.
        return fail(error);
      }
    };
    const answer = this.#tail ? this.#tail.then(attempt) : attempt();
    if (!isPromise(answer)) return answer;
    const tail = answer.finally(() => {
      if (this.#tail === tail) this.#tail = undefined;
    });
    return (this.#tail = tail);
  }

  /** Tells of a failure, unless one has been told and nothing of that kind has worked since. */
  fail(use: StoreUse, cause: unknown): void {
    const first = this.#failing.size === 0;
    this.#failing.add(use);
    if (!first) return;
    const message = 'the session store failed; the session is kept in memory';
    this.failures$.next(cause instanceof StoreError ? cause : new StoreError(message, cause));
  }

  /** The answer of the store, or a rejection when it takes longer than the limit; `late` hears of the rest. */
  inTime<T>(answer: Promise<T>, late?: LateOperation): Promise<T> {
    return new Promise((resolve, reject) => {
      let givenUp = false;
      const cancel = this.#clock.schedule(STORE_TIMEOUT_MS, () => {
        givenUp = true;
        late?.givenUp();
        reject(new Error('no answer'));
      });
      // A promise of another library may lack `finally`, or throw when it is asked.
      const settled = Promise.resolve(answer).then(resolve, reject);
      void settled.then(() => (givenUp ? late?.settled() : cancel()));
    });
  }
}
