// Replays every seed on which the model found the session wrong.

import { runDay } from './day';
import { REGRESSION_SEEDS } from './regression-seeds';
import { StepCommand } from './apply-step';

describe.each(REGRESSION_SEEDS)('N03: seed $seed: $was', ({ world, steps }) => {
  const usual = { chance: 0, rotation: true, graceMs: 0, lifetimeSeconds: 300 };

  it('no invariant is broken any more', async () => {
    const commands = steps.map((step) => new StepCommand(step));
    const counts = await runDay({ ...usual, store: 'web', ...world }, commands);
    expect(counts.get('step')).toBe(steps.length);
  });
});
