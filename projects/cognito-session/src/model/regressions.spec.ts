// Days on which the model found something, as it printed them after shrinking. Each is kept for good.

import { runDay } from './testing-support/day';
import { StepCommand } from './testing-support/perform';
import type { Step } from './testing-support/steps';
import type { WorldOptions } from './testing-support/world';

interface Regression {
  /** The seed that found it. */
  readonly seed: number;
  /** What was wrong. */
  readonly was: string;
  readonly world: Partial<WorldOptions>;
  readonly steps: readonly Step[];
}

const REGRESSIONS: readonly Regression[] = [
  {
    seed: 75,
    was: 'a removal that had failed at sign-out was made up for when another tab had long stored a new session',
    world: {},
    steps: [
      { do: 'store fails', operations: ['remove'], error: 'SecurityError', ms: 5000, then: 0 },
      { do: 'sign out', tab: 1, everywhere: false, then: 60000 },
      { do: 'sign in', tab: 0, user: 'A', then: 40 },
      { do: 'all get session', then: 0 },
    ],
  },
  {
    seed: 1160,
    was: "a tab that was frozen while a database's answer was on its way stored its refresh over a newer sign-in",
    world: { store: 'database' },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 40 },
      { do: 'refresh session', tab: 0, then: 33 },
      { do: 'freeze', tab: 0, then: 9 },
      { do: 'sign in', tab: 1, user: 'A', then: 0 },
    ],
  },
];

describe.each(REGRESSIONS)('N03: seed $seed: $was', ({ world, steps }) => {
  const usual = { chance: 0, rotation: true, graceMs: 0, lifetimeSeconds: 300 };

  it('no invariant is broken any more', async () => {
    const commands = steps.map((step) => new StepCommand(step));
    const counts = await runDay({ ...usual, store: 'web', ...world }, commands);
    expect(counts.get('step')).toBe(steps.length);
  });
});
