// A store behind promises whose operations do not wait for each other: each reaches the record, and
// is answered, when the test says so. A write that was given up can land after a newer one.

import { SessionStore } from '../../src/core/store/session-store';
import type { FakeClock } from './fake-clock';

/**
 * What becomes of one operation, in milliseconds after it was asked for; it is answered when it has
 * landed.
 */
export interface SlowOperation {
  readonly landsMs: number;
  /** Default: when it lands. */
  readonly answersMs?: number;
  /** Whether the answer is a failure, though it has landed. */
  readonly fails?: boolean;
}

/** A slow store. */
export class SlowStore extends SessionStore {
  override readonly shared = true;
  readonly items = new Map<string, string>();
  /** What was asked for, in this order. */
  readonly asked: ('get' | 'set' | 'remove')[] = [];
  readonly #clock: FakeClock;
  readonly #next: (kind: 'get' | 'set' | 'remove') => SlowOperation;

  constructor(clock: FakeClock, next: (kind: 'get' | 'set' | 'remove') => SlowOperation) {
    super();
    this.#clock = clock;
    this.#next = next;
  }

  getItem(key: string): Promise<string | null> {
    return this.#run('get', () => this.items.get(key) ?? null);
  }
  setItem(key: string, value: string): Promise<void> {
    return this.#run('set', () => void this.items.set(key, value));
  }
  removeItem(key: string): Promise<void> {
    return this.#run('remove', () => void this.items.delete(key));
  }

  #run<T>(kind: 'get' | 'set' | 'remove', effect: () => T): Promise<T> {
    this.asked.push(kind);
    const { landsMs, answersMs = 0, fails = false } = this.#next(kind);
    return new Promise((resolve, reject) => {
      this.#clock.schedule(landsMs, () => {
        const answer = effect();
        const settle = (): void => (fails ? reject(new Error('lost')) : resolve(answer));
        this.#clock.schedule(Math.max(0, answersMs - landsMs), settle);
      });
    });
  }
}
