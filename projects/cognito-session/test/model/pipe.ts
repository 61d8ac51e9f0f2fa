// A way between two parties on which everything takes some time and nothing overtakes.

import type { FakeClock } from '../support/fake-clock';

/** Messages arrive in the order they were sent, each not before its own delay is over. */
export class Pipe {
  #last = 0;

  constructor(private readonly clock: FakeClock) {}

  /** Delivers after `ms` milliseconds, or later when something before it is still under way. */
  send(ms: number, arrive: () => void): void {
    const now = this.clock.monotonic();
    this.#last = Math.max(this.#last, now + ms);
    this.clock.schedule(this.#last - now, arrive);
  }
}
