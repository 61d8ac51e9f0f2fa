// Builds what the tests need and runs every *.e2e.ts, some files side by side; exits non-zero when
// anything failed or nothing ran. `npm run e2e -- tabs` runs the files whose names contain "tabs".

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { inspect } from 'node:util';

/** Longest run of one file, in milliseconds: a browser that hangs must not hang the run. */
const FILE_MS = 600_000;

/** Files side by side. Much of a test is waiting, but a third one makes the others late. */
const WORKERS = Number(process.env['E2E_WORKERS'] ?? 2);

/** They run for minutes, so they begin first; the order of the others does not matter. */
const LONGEST = ['demo', 'tabs-in-', 'first-day', 'busy-tabs'];

/** How many of the slowest files are named at the end. */
const SLOWEST = 10;

/** Where the counts are left for CI when `E2E_RESULTS` names no other file. */
const resultsFile = process.env['E2E_RESULTS'] ?? 'dist/e2e-results.json';
const folder = 'projects/e2e';

/** One test as docs/scenarios.md needs it. */
interface TestResult {
  readonly name: string;
  readonly file: string;
  readonly passed: boolean;
}

/** The result of one file, or of a build. */
interface FileResult {
  readonly file: string;
  readonly tests: readonly TestResult[];
  /** The failures with their reasons. The end of the run tells them again: a log may be cut. */
  readonly failures: readonly string[];
  readonly seconds: number;
}

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  // The processes of the files would go on without this one.
  process.once(signal, () => {
    process.exitCode = 1;
    stop.abort();
  });
}

/** Builds an app; a failed build counts as a failed test, and what needs no build still runs. */
function build(project: string): FileResult {
  const started = performance.now();
  console.log(`building ${project}`);
  const { status } = spawnSync('npx', ['ng', 'build', project], { stdio: 'inherit' });
  const failures = status === 0 ? [] : [`ng build ${project} failed`];
  return { file: `build ${project}`, tests: [], failures, seconds: secondsSince(started) };
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 1000);
}

/** The files whose names contain one of the command's arguments, by name. */
function testFiles(): string[] {
  const wanted = process.argv.slice(2);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.e2e.ts'))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .sort();
}

/**
 * Runs one file and prints its report at its end. The runner knows only where `test()` is called,
 * which for most tests is a helper, so each file has a run of its own.
 */
async function runFile(name: string): Promise<FileResult> {
  const started = performance.now();
  const path = resolve(folder, name);
  const file = relative('.', path);
  const events = run({ files: [path], concurrency: 1, timeout: FILE_MS, signal: stop.signal });
  const tests: TestResult[] = [];
  const failures: string[] = [];
  events.on('test:pass', ({ name, skip, details }) => {
    // Skipped is not passed; a test that is skipped says so, and none is in CI. A suite's tests
    // count, the suite does not.
    if (skip !== undefined || details.type === 'suite') return;
    tests.push({ name, file, passed: true });
  });
  events.on('test:fail', ({ name, details }) => {
    failures.push(`${file}: ${name}\n  ${inspect(details.error.cause)}`);
    tests.push({ name, file, passed: false });
  });
  const report = await text(events.pipe(new spec()));
  const seconds = secondsSince(started);
  console.log(`\n=== ${file} (${seconds} s)\n${report}`);
  return { file, tests, failures, seconds };
}

/** Runs the files, as many at once as there are workers; gives the results by the files' names. */
async function runAll(names: readonly string[]): Promise<FileResult[]> {
  const rank = (name: string): number => {
    const index = LONGEST.findIndex((long) => name.startsWith(long));
    return index < 0 ? LONGEST.length : index;
  };
  const queue = [...names].sort((a, b) => rank(a) - rank(b));
  const results: FileResult[] = [];
  const running = new Set<string>();
  // Two servers of the demo would write the same cache.
  const isDemo = (name: string): boolean => name.startsWith('demo');
  const work = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const next = queue.find((name) => !isDemo(name) || ![...running].some(isDemo));
      if (next === undefined) return;
      queue.splice(queue.indexOf(next), 1);
      running.add(next);
      results.push(await runFile(next));
      running.delete(next);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return results.sort((a, b) => (a.file < b.file ? -1 : 1));
}

async function main(): Promise<void> {
  // A developer who changes only tests, or keeps a build elsewhere (E2E_APP), saves the build.
  const built = process.env['E2E_BUILT'] === undefined ? [build('e2e-app')] : [];
  const results = [...built, ...(await runAll(testFiles()))];
  const tests = results.flatMap(({ tests }) => tests);
  const failures = results.flatMap(({ failures }) => failures);
  const passed = tests.filter((test) => test.passed).length;
  const failed = failures.length;
  mkdirSync(dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify({ passed, failed, tests }));
  if (passed === 0 || failed > 0 || stop.signal.aborted) process.exitCode = 1;

  const slowest = [...results].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  console.log(slowest.map(({ file, seconds }) => `${seconds} s ${basename(file)}`).join('\n'));
  for (const failure of failures) console.log(`e2e failed: ${failure}`);
  console.log(`e2e: ${passed} passed, ${failed} failed`);
}

void main();
