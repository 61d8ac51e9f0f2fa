// A device whose wall clock is off, beside a server whose clock is right. The fake clock stands for
// the server; pools and APIs live by it, the app by this one.

import { Clock } from '../../src/core/clock';
import type { FakeClock } from './fake-clock';

/** Longest delay of `setTimeout`; a longer one fires after 1 ms. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Provide it with `{ provide: Clock, useValue: device }`; time goes on as the server's does. */
export class DeviceClock extends Clock {
  /** Delays of all timers that were asked for, in milliseconds. */
  readonly delays: number[] = [];
  readonly #server: FakeClock;

  /**
   * @param aheadMs how far the wall clock is ahead of the server's; change it to set the device's
   *   clock.
   */
  constructor(
    server: FakeClock,
    public aheadMs = 0,
  ) {
    super();
    this.#server = server;
  }

  now(): number {
    return this.#server.now() + this.aheadMs;
  }
  monotonic(): number {
    return this.#server.monotonic();
  }
  schedule(ms: number, callback: () => void): () => void {
    this.delays.push(ms);
    return this.#server.schedule(ms > LONGEST_TIMER_MS ? 1 : ms, callback);
  }
}
