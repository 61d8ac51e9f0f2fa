// navigator.locks, which jsdom lacks: shared and exclusive locks of one origin, for several apps in
// one test. It also remembers how long each exclusive lock was held.

import type { FakeClock } from './fake-clock';

interface Holder {
  readonly name: string;
  readonly mode: LockMode;
}
interface Waiter extends Holder {
  readonly grant: () => void;
}
type LockCallback = (lock: Lock | null) => unknown;

/** A `LockManager` over a fake clock. */
export class FakeLocks {
  /** How long each exclusive lock that was let go had been held, in milliseconds. */
  readonly holds: number[] = [];
  readonly #clock: FakeClock;
  readonly #held = new Set<Holder>();
  readonly #waiting = new Set<Waiter>();

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  async request(
    name: string,
    ...rest: [LockCallback] | [LockOptions, LockCallback]
  ): Promise<unknown> {
    const callback = rest.at(-1) as LockCallback;
    const { mode = 'exclusive', signal }: LockOptions = rest.length === 2 ? rest[0] : {};
    const holder = await new Promise<Holder>((grant, reject) => {
      const waiter: Waiter = { name, mode, grant: () => grant(waiter) };
      this.#waiting.add(waiter);
      signal?.addEventListener('abort', () => {
        if (this.#waiting.delete(waiter)) reject(new DOMException('aborted', 'AbortError'));
      });
      // Locks are never granted in the task that asks for them.
      void Promise.resolve().then(() => this.#grantNext());
    });
    const from = this.#clock.monotonic();
    try {
      return await callback({ name, mode });
    } finally {
      this.#held.delete(holder);
      if (mode === 'exclusive') this.holds.push(this.#clock.monotonic() - from);
      this.#grantNext();
    }
  }

  async query(): Promise<LockManagerSnapshot> {
    const info = ({ name, mode }: Holder): LockInfo => ({ name, mode });
    return { held: [...this.#held].map(info), pending: [...this.#waiting].map(info) };
  }

  /**
   * Gives the next waiters their turn, in the order they came, as far as those before them allow.
   */
  #grantNext(): void {
    const taken = [...this.#held];
    for (const waiter of [...this.#waiting]) {
      const free = taken.every(
        ({ name, mode }) => name !== waiter.name || (mode === 'shared' && waiter.mode === 'shared'),
      );
      taken.push(waiter);
      if (!free) continue;
      this.#waiting.delete(waiter);
      this.#held.add(waiter);
      waiter.grant();
    }
  }
}

/** Gives the page navigator.locks, or takes it away. */
export function setWebLocks(locks: FakeLocks | undefined): void {
  if (locks) {
    Object.defineProperty(navigator, 'locks', { configurable: true, value: locks });
  } else {
    Reflect.deleteProperty(navigator, 'locks');
  }
}
