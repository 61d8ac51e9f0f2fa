// `npm run scenario C01` runs what proves one scenario: the unit tests and the browser tests whose
// titles name its number. Fails when no test does.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runJest } from './run-jest';
import { LATER, SCENARIOS } from './scenario-catalogue';

/** Where Jest leaves its counts. */
const RESULTS = '.cache/scenario.json';
const UNIT_TESTS = ['projects/cognito-session', 'projects/local-cognito', 'projects/contract'];
const BROWSER_TESTS = 'projects/e2e';
/** Proves K08 by the built package. */
const PACKAGE_CHECK = 'scripts/check-package.ts';

/** Files below a folder with this ending. */
function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path).replaceAll('\\', '/'))
    .filter((path) => path.endsWith(ending) && !path.includes('node_modules'))
    .sort();
}

/** A file's text without comments: they name scenarios, too, that other files prove. */
function codeOf(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, '');
}

/** Whether a test file names the number, or test support that it imports does. */
function names(path: string, number: RegExp, seen: Set<string>): boolean {
  if (seen.has(path)) return false;
  seen.add(path);
  const code = codeOf(path);
  if (number.test(code)) return true;
  return [...code.matchAll(/from '(\.[^']+)'/g)].some(([, target = '']) => {
    const imported = `${join(dirname(path), target)}.ts`;
    return !imported.includes('/src/') && existsSync(imported) && names(imported, number, seen);
  });
}

/** Runs the unit tests that name the number; gives how many ran, and whether they passed. */
function runUnitTests(files: readonly string[], number: RegExp): { ran: number; good: boolean } {
  mkdirSync(dirname(RESULTS), { recursive: true });
  const status = runJest([
    ...files,
    ...['-t', number.source, '--verbose', '--json', '--outputFile', RESULTS],
  ]);
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(RESULTS, 'utf8')) as {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
  };
  return { ran: numPassedTests + numFailedTests, good: status === 0 };
}

function main([wanted = '']: readonly string[]): void {
  const scenario = SCENARIOS.find(([number]) => number === wanted);
  if (!scenario) {
    throw new Error(`"${wanted}" is no scenario's number; docs/scenarios.md lists all, e.g. C01`);
  }
  const [name, level, line] = scenario;
  const number = new RegExp(`\\b${name}\\b`);
  const naming = (files: readonly string[]): string[] =>
    files.filter((path) => names(path, number, new Set()));
  const unit = naming(UNIT_TESTS.flatMap((folder) => filesIn(folder, '.spec.ts')));
  const browser = naming(filesIn(BROWSER_TESTS, '.e2e.ts'));
  console.log(`${name} (${level}): ${line}`);
  const told = (what: string, files: readonly string[]): void =>
    console.log([`${what}: ${files.length} files name it`, ...files].join('\n  '));
  told('unit tests', unit);
  told('browser tests', browser);

  let proven = browser.length > 0;
  let good = true;
  if (unit.length > 0) {
    const units = runUnitTests(unit, number);
    console.log(
      `${name}: ${units.ran} unit tests ran, ${units.good ? 'all passed' : 'NOT all passed'}`,
    );
    proven ||= units.ran > 0;
    good &&= units.good;
  }
  if (browser.length > 0) {
    const args = ['run', 'e2e', '--', ...browser.map((path) => basename(path))];
    const passed = spawnSync('npm', args, { stdio: 'inherit' }).status === 0;
    console.log(
      `${name}: ${browser.length} files of browser tests ran, ${passed ? 'all passed' : 'NOT all passed'}`,
    );
    good &&= passed;
  }
  if (number.test(codeOf(PACKAGE_CHECK))) {
    proven = true;
    console.log(`${name} is checked by "npm run build && npm run package:check", too`);
  }
  if (!proven) {
    const later = LATER[name.slice(0, 1)];
    throw new Error(`no test names ${name}${later === undefined ? '' : `: ${later}`}`);
  }
  if (!good) process.exitCode = 1;
}

main(process.argv.slice(2));
