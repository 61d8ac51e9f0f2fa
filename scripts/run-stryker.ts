// One run of Stryker over some files with some specs, in a process of its own, so that it can be
// stopped.

import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Config } from 'jest';
import { PAGES } from '../jest.config';
import { LIBRARY, type MutationGroup } from './mutation-groups';
import type { FileResult, Survivor } from './mutation-record';

/** Sandboxes, logs and reports; ignored by git. */
const FOLDER = '.cache/mutation';

/**
 * The part of Stryker's JSON report that is used:
 * https://github.com/stryker-mutator/mutation-testing-elements
 */
interface Report {
  readonly files: Readonly<Record<string, { source: string; mutants: readonly Mutant[] }>>;
}
interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
}
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * How Stryker starts Jest: as one project, since it cannot watch coverage through several, and in
 * plain Node, since a mutant of the core then costs a fraction of a second.
 */
const PLAIN: Config = {
  testEnvironment: 'node',
  roots: [`<rootDir>/${LIBRARY}`],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: `<rootDir>/${LIBRARY}/tsconfig.spec.json` }] },
};

/**
 * Compiles for Angular as `npm test` does, without a page and TestBed: each mutant loads it anew.
 */
const WITH_ANGULAR = {
  ...PAGES,
  testEnvironment: 'node',
  testEnvironmentOptions: {},
  setupFiles: ['@angular/compiler'],
  setupFilesAfterEnv: [],
};

function optionsOf(name: string, files: readonly string[], group: MutationGroup): object {
  return {
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    coverageAnalysis: 'perTest',
    // Constants of a module are behaviour here (limits, lists of error names), so static mutants
    // run as well.
    ignoreStatic: false,
    concurrency: Math.min(4, availableParallelism()),
    // A busy machine must not turn a survivor into a time-out, which counts as detected.
    timeoutMS: 10_000,
    // A mutant whose promise nobody catches is for the specs to detect; it must not take the test
    // runner with it.
    testRunnerNodeArgs: ['--unhandled-rejections=warn'],
    mutate: files.map((file) => join(LIBRARY, file)),
    ignorePatterns: [
      '**',
      `!${LIBRARY}/**`,
      // Specs compare tables of the docs with the code.
      '!docs/*.md',
      '!package.json',
      '!tsconfig.json',
    ],
    tempDirName: join(FOLDER, `${name}-sandbox`),
    reporters: ['json'],
    jsonReporter: { fileName: join(FOLDER, `${name}.json`) },
    jest: {
      projectType: 'custom',
      // Without a part for Jest: all of it is here.
      configFile: 'package.json',
      // The group says which specs concern a file; looking for them would take longer than running
      // them.
      enableFindRelatedTests: false,
      config: {
        ...(group.angular ? WITH_ANGULAR : PLAIN),
        testMatch: group.specs.map((spec) => `**/${LIBRARY}/${spec}`),
      },
    },
  };
}

/** Mutates files of a group; undefined when it was stopped after `limitMs`. */
export async function runStryker(
  files: readonly string[],
  group: MutationGroup,
  limitMs: number,
): Promise<Map<string, Omit<FileResult, 'state'>> | undefined> {
  mkdirSync(FOLDER, { recursive: true });
  const path = (ending: string): string => join(FOLDER, `${group.name}${ending}`);
  rmSync(path('.json'), { force: true });
  writeFileSync(path('.config.json'), JSON.stringify(optionsOf(group.name, files, group)));
  const command = [
    'node_modules/@stryker-mutator/core/bin/stryker.js',
    'run',
    path('.config.json'),
  ];
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of processes, since Stryker starts others.
    detached: true,
    // Fewer random inputs where a spec has many: each mutant runs it.
    env: { ...process.env, MUTATION_RUN: 'true' },
  });
  const log = createWriteStream(path('.log'));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const run = { stopped: false };
  const timer = setTimeout(
    () => {
      run.stopped = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    },
    Math.min(limitMs, 2 ** 31 - 1),
  );
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  rmSync(path('-sandbox'), { recursive: true, force: true });
  if (run.stopped) return undefined;
  if (code !== 0) {
    throw new Error(`Stryker failed for ${group.name}:\n${readFileSync(path('.log'), 'utf8')}`);
  }
  return resultsOf(JSON.parse(readFileSync(path('.json'), 'utf8')) as Report, files);
}

function resultsOf(
  report: Report,
  files: readonly string[],
): Map<string, Omit<FileResult, 'state'>> {
  return new Map(
    files.map((file) => {
      const { source = '', mutants = [] } = report.files[join(LIBRARY, file)] ?? {};
      const count = (...statuses: readonly string[]): number =>
        mutants.filter(({ status }) => statuses.includes(status)).length;
      const survivors = mutants
        .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
        .map((mutant) => survivorOf(mutant, source));
      const killed = count('Killed');
      const timedOut = count('Timeout');
      const invalid = mutants.length - killed - timedOut - survivors.length;
      return [file, { killed, timedOut, invalid, survivors }];
    }),
  );
}

/** A survivor by its text, not by its line: that stays true when lines are added above. */
function survivorOf({ status, location, replacement = '' }: Mutant, source: string): Survivor {
  const { start, end } = location;
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const first = lines[0] ?? '';
  const last = lines.at(-1) ?? '';
  const original =
    lines.length === 1
      ? first.slice(start.column - 1, end.column - 1)
      : [first.slice(start.column - 1), ...lines.slice(1, -1), last.slice(0, end.column - 1)].join(
          ' ',
        );
  const short = (text: string): string => {
    const line = text.replace(/\s+/g, ' ').trim();
    return line.length > 100 ? `${line.slice(0, 97)}…` : line;
  };
  return {
    line: short(first),
    mutation: `${short(original)} → ${short(replacement)}`,
    covered: status === 'Survived',
  };
}
