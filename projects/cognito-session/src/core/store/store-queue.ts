// Runs the operations of a store that may take its time one after the other, each with a time
// limit. A store that answers at once is used at once, so that a sign-out clears it before anybody
// is told.

import type { Clock } from '../clock';
import { isPromise } from './maybe-promise';
import type { MaybePromise } from './session-store';
import { StoreCalls, type StoreUse } from './store-calls';

/** Longest wait for one answer of an asynchronous store, in milliseconds. */
export const STORE_TIMEOUT_MS = 5000;

/** A failure of the library's own finding, whose message says by itself what is wrong. */
export class StoreFault extends Error {}

/** The limit is over. */
class NoAnswer extends Error {}

/** Told about an operation that was given up after the limit. */
export interface LateOperation {
  /** The limit is over, and the store has not answered. */
  givenUp(): void;
  /** The store has answered after all. */
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
   * Runs `operation` when the one before has settled; `otherwise` gives the answer when it fails.
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
        // Whatever a custom store throws.
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
   * The answer of the store, or a rejection when it takes longer than the limit; `late` hears of
   * the rest.
   */
  inTime<T>(answer: Promise<T>, late?: LateOperation): Promise<T> {
    return new Promise((resolve, reject) => {
      let givenUp = false;
      const cancel = this.#clock.schedule(STORE_TIMEOUT_MS, () => {
        givenUp = true;
        late?.givenUp();
        reject(new NoAnswer('no answer'));
      });
      // A promise of another library may lack `finally`, or throw when it is asked.
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

/** Tokens and records are long words; what a store has to say of itself is not. */
const LONG_WORDS = /[^\s'"`<>()]{20,}/g;

/** A copy of a store's error without the record, which stores quote when they refuse it. */
function withoutRecord(cause: unknown): Error {
  const { name, message }: { readonly name?: unknown; readonly message?: unknown } =
    typeof cause === 'string' ? { message: cause } : (cause ?? {});
  // Stores may throw anything, also what cannot become a text.
  const blank = (text: unknown): string =>
    typeof text === 'string' ? text.replace(LONG_WORDS, '…') : '';
  const copy = new Error(blank(message).slice(0, 200));
  copy.name = blank(name).slice(0, 40) || copy.name;
  return copy;
}
