// The results of the last test runs, as `.ci/run` leaves them in dist/results: unit.json (Jest),
// e2e.json.

import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Somebody who runs only a part keeps its results in a folder of their own. */
const RESULTS = process.env['TEST_RESULTS'] ?? 'dist/results';

/** One test that ran. */
export interface TestResult {
  /** Its own name, without those of the groups it is in. */
  readonly title: string;
  readonly file: string;
  readonly passed: boolean;
}

interface JestResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

interface BrowserResults {
  readonly tests: readonly { readonly name: string; file: string; passed: boolean }[];
}

/** All tests that passed or failed; throws when a run has left nothing. */
export function testResults(): TestResult[] {
  const unit = (load('unit.json') as JestResults).testResults.flatMap(
    ({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'passed' || status === 'failed')
        .map(({ title, status }) => ({
          title,
          file: relative('.', name.slice(Math.max(0, name.indexOf('projects/')))),
          passed: status === 'passed',
        })),
  );
  const { tests } = load('e2e.json') as BrowserResults;
  return [...unit, ...tests.map(({ name: title, file, passed }) => ({ title, file, passed }))];
}

function load(name: string): unknown {
  const path = `${RESULTS}/${name}`;
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  throw new Error(`${path} is missing: run "bash .ci/run", or only the part that writes it`);
}
