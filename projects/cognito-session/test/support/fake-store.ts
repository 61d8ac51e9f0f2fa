// A session store that answers at once or after some fake time, and fails or dies when the test
// says so.

import { type MaybePromise, SessionStore } from '../../src/core/store/session-store';
import type { FakeClock } from './fake-clock';
import { CLIENT_ID, POOL_ID } from './fake-tokens';

/** The key under which the library keeps the session of the specs' pool and client. */
export const STORE_KEY = `ngx-cognito-session.${POOL_ID}.${CLIENT_ID}`;

/** One operation that reached the store. */
export interface StoreOperation {
  readonly kind: 'get' | 'set' | 'remove';
  /** Counts all operations of the store, from 1. */
  readonly number: number;
  /**
   * Counts the writes (sets and removals) alone, from 1; for a read, the number of writes before
   * it.
   */
  readonly write: number;
}

/** Settings of a {@link FakeStore}. */
export interface FakeStoreOptions {
  /**
   * Answer by promises, after so many milliseconds of this clock; without it answers are
   * synchronous.
   */
  readonly delay?: { readonly clock: FakeClock; readonly ms: number };
  /** What is in it; pass the map of another store to open the same storage after a reload. */
  readonly items?: Map<string, string>;
}

/** Web storage as the test wants it. */
export class FakeStore extends SessionStore {
  override readonly shared = true;
  readonly items: Map<string, string>;
  readonly operations: StoreOperation[] = [];
  /** Called before each operation takes effect; what it throws is what the operation fails with. */
  before: (operation: StoreOperation) => void = () => undefined;
  /** From then on nothing takes effect: the page is gone. */
  dead = false;
  readonly #delay: FakeStoreOptions['delay'];
  #writes = 0;

  constructor({ delay, items = new Map<string, string>() }: FakeStoreOptions = {}) {
    super();
    this.#delay = delay;
    this.items = items;
  }

  getItem(key: string): MaybePromise<string | null> {
    return this.#run('get', () => this.items.get(key) ?? null);
  }
  setItem(key: string, value: string): MaybePromise<void> {
    return this.#run('set', () => {
      if (!this.dead) this.items.set(key, value);
    });
  }
  removeItem(key: string): MaybePromise<void> {
    return this.#run('remove', () => {
      if (!this.dead) this.items.delete(key);
    });
  }

  #run<T>(kind: StoreOperation['kind'], effect: () => T): MaybePromise<T> {
    if (kind !== 'get') this.#writes++;
    const operation = { kind, number: this.operations.length + 1, write: this.#writes };
    this.operations.push(operation);
    const act = (): T => {
      this.before(operation);
      return effect();
    };
    if (!this.#delay) return act();
    const { clock, ms } = this.#delay;
    return (ms > 0 ? clock.delay(ms) : Promise.resolve()).then(act);
  }
}

/** What Web Storage throws when it is full. */
export function quotaExceeded(): Error {
  return new DOMException('The quota has been exceeded.', 'QuotaExceededError');
}
