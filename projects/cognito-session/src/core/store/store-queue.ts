// Runs the operations of an asynchronous store one after the other, each with a time limit. A store
// that answers at once is used at once, so that a sign-out clears it before its event.

import type { Clock } from '../clock';
import { isPromise } from './maybe-promise';
import type { MaybePromise } from './session-store';
import { StoreCalls, type StoreUse } from './store-calls';

/** The longest wait for one answer of an asynchronous store, in milliseconds. */
export const STORE_TIMEOUT_MS = 5000;

/** A failure that the library itself has found; its message is for the app. */
export class StoreFault extends Error {}

/** The store has not answered in time. */
class NoAnswer extends Error {}

/** Callbacks for an operation that takes longer than the limit. */
export interface LateOperation {
  /** Called when the limit is over and the store has not answered. */
  givenUp(): void;
  /** Called when the store answers after that. */
  settled(worked: boolean): void;
}

/** A serial queue of store operations. */
export class StoreQueue extends StoreCalls {
  readonly #clock: Clock;
  /** The last operation that has not settled yet. */
  #tail: Promise<unknown> | undefined;

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  /** Whether an operation is under way. */
  get busy(): boolean {
    return this.#tail !== undefined;
  }

  /**
   * Runs `operation` when the one before has settled; returns the result of `otherwise` if it
   * fails.
   */
  override run<T>(
    use: StoreUse,
    operation: () => MaybePromise<T>,
    otherwise: () => MaybePromise<T>,
  ): MaybePromise<T> {
    const succeed = (answer: T): T => {
      this.failing.delete(use);
      return answer;
    };
    const fail = (cause: unknown): MaybePromise<T> => {
      // `otherwise` runs first, because an observer of the failure may use the store.
      const answer = otherwise();
      this.fail(use, cause);
      return answer;
    };
    const attempt = (): MaybePromise<T> => {
      try {
        const answer = operation();
        return isPromise(answer) ? answer.then(succeed, fail) : succeed(answer);
      } catch (error) {
        // A custom store may throw anything.
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

  override fail(use: StoreUse, cause: unknown, message?: string): void {
    if (cause instanceof StoreFault) super.fail(use, undefined, cause.message);
    else
      super.fail(use, cause instanceof NoAnswer ? cause : cause && withoutRecord(cause), message);
  }

  /**
   * Resolves with the answer of the store, or rejects if it takes longer than the limit; `late` is
   * called after that.
   */
  inTime<T>(answer: Promise<T>, late?: LateOperation): Promise<T> {
    return new Promise((resolve, reject) => {
      let givenUp = false;
      const cancel = this.#clock.schedule(STORE_TIMEOUT_MS, () => {
        givenUp = true;
        late?.givenUp();
        reject(new NoAnswer('no answer'));
      });
      // The promise of another library may lack `finally`, or throw in `then`.
      const settled = Promise.resolve(answer).then(
        (value) => {
          resolve(value);
          return true;
        },
        (error: unknown) => {
          // An app's store rejects with anything.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          reject(error);
          return false;
        },
      );
      void settled.then((worked) => (givenUp ? late?.settled(worked) : cancel()));
    });
  }
}

/** Tokens and records are long words; a store's own text has none. */
const LONG_WORDS = /[^\s'"`<>()]{20,}/g;

/** A copy of a store's error without the record, which a store may quote when it refuses it. */
function withoutRecord(cause: unknown): Error {
  const { name, message }: { readonly name?: unknown; readonly message?: unknown } =
    typeof cause === 'string' ? { message: cause } : (cause ?? {});
  // Stores may throw anything, even a value that cannot be converted to text.
  const blank = (text: unknown): string =>
    typeof text === 'string' ? text.replace(LONG_WORDS, '…') : '';
  const copy = new Error(blank(message).slice(0, 200));
  copy.name = blank(name).slice(0, 40) || copy.name;
  return copy;
}
