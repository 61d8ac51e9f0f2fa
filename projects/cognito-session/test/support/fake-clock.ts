// Time under the test's control: nothing moves until the test says so, and everything that is due
// then happens in order.

import { setImmediate } from 'node:timers';
import { Clock } from '../../src/core/clock';
import { delay } from '../../src/core/time-limit';

/** Where every fake clock starts: a round moment, so that times in failure messages can be read. */
export const FAKE_START_MS = Date.UTC(2026, 0, 15, 12);

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * A {@link Clock} whose wall clock, monotonic clock and timers move by {@link FakeClock.advance}
 * only. Provide it with `{ provide: Clock, useValue: clock }`.
 */
export class FakeClock extends Clock {
  #monotonic = 0;
  #wallOffset: number;
  readonly #timers = new Set<Timer>();

  /** @param startMs what the wall clock shows at first, in milliseconds since the epoch. */
  constructor(startMs = FAKE_START_MS) {
    super();
    this.#wallOffset = startMs;
  }

  now(): number {
    return this.#wallOffset + this.#monotonic;
  }

  /** The wall clock in whole seconds, as `iat` and `exp` of a token have it. */
  get seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  monotonic(): number {
    return this.#monotonic;
  }

  /** Resolves after `ms` milliseconds. */
  delay(ms: number): Promise<void> {
    return delay(ms, this);
  }

  schedule(ms: number, callback: () => void): () => void {
    const timer = { at: this.#monotonic + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Timers that have neither fired nor been cancelled. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Somebody sets the device's wall clock; timers and the monotonic clock don't notice. */
  jumpWallClock(ms: number): void {
    this.#wallOffset += ms;
  }

  /**
   * Lets `ms` milliseconds pass: fires due timers by their time (equal times: the older first), and
   * lets everything that each of them set off settle before the next one fires.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    await settle();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#monotonic = Math.max(this.#monotonic, timer.at);
      this.#timers.delete(timer);
      timer.callback();
      await settle();
    }
    this.#monotonic = end;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    // A set keeps the order of insertion, so `<` leaves the older of two equal timers in front.
    for (const timer of this.#timers) {
      if (timer.at <= end && (!first || timer.at < first.at)) first = timer;
    }
    return first;
  }
}

/** Lets every promise callback run that can run without time passing. */
export function settle(): Promise<void> {
  // The next macrotask comes after all microtasks, including those that microtasks add.
  return new Promise((resolve) => void setImmediate(resolve));
}
