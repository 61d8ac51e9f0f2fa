// Builds what the tests need and runs every *.e2e.ts, one file after the other; exits non-zero when anything failed or
// nothing ran. `npm run e2e -- tabs` runs the files whose names contain "tabs".

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** Longest run of one file, in milliseconds: a browser that hangs must not hang the run. */
const FILE_MS = 300_000;

/** Where the counts are left for CI when `E2E_RESULTS` names no other file. */
const resultsFile = process.env['E2E_RESULTS'] ?? 'dist/e2e-results.json';
const folder = 'projects/e2e';

interface Counts {
  passed: number;
  failed: number;
}

/** Builds an app; a failed build counts as a failed test, and what needs no build still runs. */
function build(project: string, counts: Counts): void {
  console.log(`building ${project}`);
  if (spawnSync('npx', ['ng', 'build', project], { stdio: 'inherit' }).status !== 0) {
    console.error(`ng build ${project} failed`);
    counts.failed++;
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

function runTests(files: string[], counts: Counts): Promise<void> {
  const events = run({ files, concurrency: 1, timeout: FILE_MS });
  events.on('test:pass', () => counts.passed++);
  events.on('test:fail', () => counts.failed++);
  events.pipe(new spec()).pipe(process.stdout);
  return finished(events, { writable: false });
}

async function main(): Promise<void> {
  const counts: Counts = { passed: 0, failed: 0 };
  build('e2e-app', counts);
  await runTests(testFiles(), counts);
  mkdirSync(dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify(counts));
  if (counts.passed === 0 || counts.failed > 0) process.exitCode = 1;
  // The reporter writes its summary late; the counts are to be the last line.
  process.on('exit', () => console.log(`e2e: ${counts.passed} passed, ${counts.failed} failed`));
}

void main();
