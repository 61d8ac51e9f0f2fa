// N03: random faults of A to G over a day, three tabs and more, checked against the invariants
// after every step; answers that fail a check (G12), sign-ins on their way (C11), late writes (C12)
// and client metadata (A19) among them. MODEL_SEEDS says how many seeds, MODEL_FIRST which is the
// first; `npm run model -- --seeds 20000` sets both.

import fc from 'fast-check';
import { figure } from '../support/figures';
import { runDay } from './day';
import { StepCommand } from './apply-step';
import { anyStep, anyWorld } from './steps';

jest.setTimeout(3_600_000);

const SEEDS = Number(process.env['MODEL_SEEDS'] ?? 1000);
const FIRST = Number(process.env['MODEL_FIRST'] ?? 1);
const MOST_STEPS = 120;

it(`N03: ${SEEDS} seeds of a day with random faults break none of I1-I8, and all tabs agree in the end`, async () => {
  const totals = new Map<string, number>();
  const day = fc.asyncProperty(
    anyWorld,
    fc.commands([anyStep.map((step) => new StepCommand(step))], {
      maxCommands: MOST_STEPS,
      size: 'max',
    }),
    async (options, steps) => {
      for (const [what, count] of await runDay(options, steps)) {
        totals.set(what, (totals.get(what) ?? 0) + count);
      }
    },
  );
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    await fc.assert(day, { seed, numRuns: 1 });
  }
  const steps = totals.get('step') ?? 0;
  figure(`N03 ${SEEDS} seeds, ${steps} steps, 0 violations of I1-I8`);
  const rest = [...totals].sort().map(([what, count]) => `${what} ${count}`);
  process.stdout.write(`N03 happened: ${rest.join(', ')}\n`);
  expect(steps).toBeGreaterThan(SEEDS);
});
