// A fake clock's timers as zone.js makes them of setTimeout: they run in the zone that set them,
// and an app is not stable while one of its zone is pending. For spec files that import zone.js.

import { Clock } from '../../src/core/clock';
import type { FakeClock } from './fake-clock';

/** Gives the library timers that change detection would notice. */
export class ZoneClock extends Clock {
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
    let cancel = (): void => undefined;
    const task = Zone.current.scheduleMacroTask(
      'setTimeout',
      callback,
      {},
      () => {
        cancel = this.#clock.schedule(ms, () => {
          (task.invoke as () => void)();
        });
      },
      () => cancel(),
    );
    return () => {
      if (task.state === 'scheduled') task.zone.cancelTask(task);
    };
  }
}
