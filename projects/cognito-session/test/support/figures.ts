// The figures a spec counted, printed in one line each when the spec file is done: they are what a
// reader of a test run wants to see beside "passed". When SCENARIO_FIGURES names a file they are
// added to it too, for docs/scenarios.md.

import { appendFileSync } from 'node:fs';

const lines = new Set<string>();

/**
 * Prints one figure after the spec file's tests; `line` begins with the scenario's number; equal
 * lines (of several variants) are printed once.
 */
export function figure(line: string): void {
  lines.add(line);
}

afterAll(() => {
  const file = process.env['SCENARIO_FIGURES'];
  for (const line of lines) {
    process.stdout.write(`${line}\n`);
    if (file !== undefined) appendFileSync(file, `${line}\n`);
  }
  lines.clear();
});
