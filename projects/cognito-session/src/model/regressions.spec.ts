// Every day on which the model found something.

import { runDay } from './testing-support/day';
import { FOUND_DAYS } from './testing-support/found-days';
import { StepCommand } from './testing-support/perform';

describe.each(FOUND_DAYS)('N03: seed $seed: $was', ({ world, steps }) => {
  const usual = { chance: 0, rotation: true, graceMs: 0, lifetimeSeconds: 300 };

  it('no invariant is broken any more', async () => {
    const commands = steps.map((step) => new StepCommand(step));
    const counts = await runDay({ ...usual, store: 'web', ...world }, commands);
    expect(counts.get('step')).toBe(steps.length);
  });
});
