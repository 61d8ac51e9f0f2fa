// One run: steps, then light use until a day is over, then rest.

import fc from 'fast-check';
import { checkConvergence } from './convergence-check';
import { World, type WorldOptions } from './world';

const DAY_MS = 24 * 3_600_000;
/** Longest pause of the light use, in milliseconds. */
const PAUSE_MS = 3 * 3_600_000;

/** Runs a day; throws at the first violation. Returns what happened how often. */
export async function runDay(
  options: WorldOptions,
  steps: Iterable<fc.AsyncCommand<object, World>>,
): Promise<ReadonlyMap<string, number>> {
  const world = new World(options);
  const { clock, chance, tabs } = world;
  await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
  while (clock.monotonic() < DAY_MS) {
    await world.pass(chance.upTo('use', PAUSE_MS));
    const tab = tabs[chance.upTo('use', 4) % tabs.length];
    if (tab?.page.usable) tab.acquire();
  }
  await checkConvergence(world);
  return world.watch.counts;
}
