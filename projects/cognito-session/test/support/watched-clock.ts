// A view of a fake clock that counts the timers set through it. Give it to the library and the
// clock itself to the fakes, and the figures are the library's alone.

import { Clock } from '../../src/core/clock';
import type { FakeClock } from './fake-clock';

/** The time of a {@link FakeClock}, with timers of its own. */
export class WatchedClock extends Clock {
  /** Timers that have neither fired nor been cancelled. */
  live = 0;
  /** The most that were live at one time. */
  most = 0;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    super();
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }
  monotonic(): number {
    return this.#clock.monotonic();
  }
  schedule(ms: number, callback: () => void): () => void {
    let over = false;
    const end = (): void => {
      if (!over) this.live--;
      over = true;
    };
    this.most = Math.max(this.most, ++this.live);
    const cancel = this.#clock.schedule(ms, () => {
      end();
      callback();
    });
    return () => {
      end();
      cancel();
    };
  }
}
