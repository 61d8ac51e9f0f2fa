// The clock of a simulated page.

import { Clock } from '../../src/core/clock';
import type { FakeClock } from '../support/fake-clock';
import type { Page } from './page';

/** The page's clock: its timers fire in its own event loop. */
export class PageClock extends Clock {
  constructor(
    private readonly page: Page,
    private readonly clock: FakeClock,
  ) {
    super();
  }
  now(): number {
    return this.clock.now();
  }
  monotonic(): number {
    return this.clock.monotonic();
  }
  schedule(ms: number, callback: () => void): () => void {
    let due = true;
    const fire = (): void => {
      if (due) callback();
      due = false;
    };
    const cancel = this.clock.schedule(ms, () => this.page.run(fire));
    return () => {
      due = false;
      cancel();
    };
  }
}
