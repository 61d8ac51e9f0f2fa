// Runs the model of a browser (N03) over many seeds: `npm run model -- --seeds 20000 --first 1`. A
// seed that breaks an invariant ends the run and prints the day, shrunk, as it goes into
// test/model/regression-seeds.ts.

import { parseArgs } from 'node:util';
import { runJest } from './run-jest';

const MODEL = 'projects/cognito-session/test/model';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, first: { type: 'string', default: '1' } },
});

/** A run of NaN seeds would pass. */
function whole(option: keyof typeof values): string {
  const text = values[option];
  if (/^[1-9]\d{0,8}$/.test(text)) return text;
  throw new Error(`--${option} must be a whole number from 1, not "${text}"`);
}

process.exitCode = runJest([MODEL, '--selectProjects', 'cognito-session', '-w', '1'], {
  MODEL_SEEDS: whole('seeds'),
  MODEL_FIRST: whole('first'),
});
