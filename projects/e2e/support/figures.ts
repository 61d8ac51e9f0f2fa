// The figures a browser test counted: a line for the reader of the run, and for docs/scenarios.md
// when SCENARIO_FIGURES names a file to add them to (npm run e2e and .ci/run do).

import { appendFileSync } from 'node:fs';

/** Prints one figure; `line` begins with the scenario's number. */
export function figure(line: string): void {
  console.log(line);
  const file = process.env['SCENARIO_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}
