// Builds what the tests need and runs every *.e2e.ts, one file after the other; exits non-zero when
// anything failed or nothing ran. `npm run e2e -- tabs` runs the files whose names contain "tabs".

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { inspect } from 'node:util';

/** Longest run of one file, in milliseconds: a browser that hangs must not hang the run. */
const FILE_MS = 600_000;

/** Where the counts are left for CI when `E2E_RESULTS` names no other file. */
const resultsFile = process.env['E2E_RESULTS'] ?? 'dist/e2e-results.json';
const folder = 'projects/e2e';

interface Counts {
  passed: number;
  failed: number;
  /** What failed and why, told once more at the end: a long run's log may be cut. */
  readonly failures: string[];
}

/** One test as docs/scenarios.md needs it. */
interface TestResult {
  readonly name: string;
  readonly file: string;
  readonly passed: boolean;
}

/** Builds an app; a failed build counts as a failed test, and what needs no build still runs. */
function build(project: string, counts: Counts): void {
  console.log(`building ${project}`);
  if (spawnSync('npx', ['ng', 'build', project], { stdio: 'inherit' }).status !== 0) {
    console.error(`ng build ${project} failed`);
    counts.failed++;
    counts.failures.push(`ng build ${project} failed`);
  }
}

function testFiles(): string[] {
  const wanted = process.argv.slice(2);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.e2e.ts'))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .sort()
    .map((name) => resolve(folder, name));
}

/**
 * Runs one file. The runner knows only where `test()` is called, which for most tests is a helper,
 * so files run one by one.
 */
function runFile(path: string, counts: Counts, tests: TestResult[]): Promise<void> {
  const events = run({ files: [path], concurrency: 1, timeout: FILE_MS });
  const file = relative('.', path);
  events.on('test:pass', ({ name, skip, details }) => {
    // Skipped is not passed; whoever skips says so, and nothing does in CI. A suite's tests count,
    // not itself.
    if (skip !== undefined || details.type === 'suite') return;
    counts.passed++;
    tests.push({ name, file, passed: true });
  });
  events.on('test:fail', ({ name, details }) => {
    counts.failed++;
    counts.failures.push(`${file}: ${name}\n  ${inspect(details.error.cause)}`);
    tests.push({ name, file, passed: false });
  });
  events.pipe(new spec()).pipe(process.stdout, { end: false });
  return finished(events, { writable: false });
}

async function main(): Promise<void> {
  const counts: Counts = { passed: 0, failed: 0, failures: [] };
  const tests: TestResult[] = [];
  // Somebody who changes only tests, or keeps a build in a folder of their own (E2E_APP), saves the
  // build.
  if (process.env['E2E_BUILT'] === undefined) build('e2e-app', counts);
  for (const path of testFiles()) await runFile(path, counts, tests);
  mkdirSync(dirname(resultsFile), { recursive: true });
  const { passed, failed } = counts;
  writeFileSync(resultsFile, JSON.stringify({ passed, failed, tests }));
  if (passed === 0 || failed > 0) process.exitCode = 1;
  // The reporter writes its summary late; the counts are to be the last line.
  process.on('exit', () => {
    for (const failure of counts.failures) console.log(`e2e failed: ${failure}`);
    console.log(`e2e: ${passed} passed, ${failed} failed`);
  });
}

void main();
