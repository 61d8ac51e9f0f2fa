// What the last mutation runs found, file by file: kept in docs/mutation.json, and shown in
// docs/mutation.md.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as prettier from 'prettier';
import { EXPLAINED } from './mutation-explained';

const RECORD = 'docs/mutation.json';
const DOCUMENT = 'docs/mutation.md';

/** What decides about sessions, requests and URLs; its threshold is the higher one. */
function isCore(file: string): boolean {
  return /^src\/(core\/|session-interceptor|session-guard|sign-in-page|page-navigation|guarded-page|router-events|guard-redirects)/.test(
    file,
  );
}

/**
 * Least score in per cent: of the core with interceptor, guards and URL rules, and of the package.
 */
export const THRESHOLDS = { core: 90, package: 80 };

/** A mutant that no spec noticed. */
export interface Survivor {
  /** The line of the source that holds it. */
  readonly line: string;
  /** What was replaced by what. */
  readonly mutation: string;
  /** Whether a spec runs that code at all. */
  readonly covered: boolean;
}

/** What a run found out about one file. */
export interface FileResult {
  /** Names the file and its specs as they were. */
  readonly state: string;
  readonly killed: number;
  /** Detected as well: the mutant never came to an end. */
  readonly timedOut: number;
  /** Mutants that could not be run; they count for nothing. */
  readonly invalid: number;
  readonly survivors: readonly Survivor[];
}

/** Results by file, from the library's folder. */
export type MutationRecord = ReadonlyMap<string, FileResult>;

export function readRecord(): MutationRecord {
  if (!existsSync(RECORD)) return new Map();
  return new Map(
    Object.entries(JSON.parse(readFileSync(RECORD, 'utf8')) as Record<string, FileResult>),
  );
}

/**
 * Mutants, how many were detected, and the score in per cent; 100 where there is nothing to mutate.
 */
export function scoreOf(results: Iterable<FileResult>): {
  mutants: number;
  detected: number;
  score: number;
} {
  let [detected, missed] = [0, 0];
  for (const { killed, timedOut, survivors } of results) {
    detected += killed + timedOut;
    missed += survivors.length;
  }
  const mutants = detected + missed;
  return { mutants, detected, score: mutants === 0 ? 100 : (100 * detected) / mutants };
}

/** The scores that have a threshold. */
export function areasOf(record: MutationRecord): {
  name: string;
  score: number;
  mutants: number;
  detected: number;
  least: number;
}[] {
  const core = [...record].filter(([file]) => isCore(file)).map(([, result]) => result);
  return [
    { name: 'core, interceptor, guards and URL rules', ...scoreOf(core), least: THRESHOLDS.core },
    { name: 'package', ...scoreOf(record.values()), least: THRESHOLDS.package },
  ];
}

/** Why a survivor cannot be killed; undefined when nobody has said so. */
export function explanationOf(file: string, { line, mutation }: Survivor): string | undefined {
  return EXPLAINED.find(
    (each) =>
      file.endsWith(`/${each.file}`) &&
      each.mutations.includes(mutation) &&
      line.includes(each.line),
  )?.why;
}

/** Survivors of the core that nobody has explained. */
export function unexplained(record: MutationRecord): string[] {
  return [...record]
    .filter(([file]) => isCore(file))
    .flatMap(([file, { survivors }]) =>
      survivors
        .filter((survivor) => explanationOf(file, survivor) === undefined)
        .map(({ mutation, line }) => `${file}: ${mutation}   in: ${line}`),
    );
}

/** Writes the record and the page about it. */
export async function writeRecord(record: MutationRecord): Promise<void> {
  const sorted = new Map([...record].sort(([a], [b]) => a.localeCompare(b)));
  await writeFormatted(RECORD, JSON.stringify(Object.fromEntries(sorted)));
  await writeFormatted(DOCUMENT, documentOf(sorted));
}

async function writeFormatted(path: string, text: string): Promise<void> {
  const options = await prettier.resolveConfig(path);
  writeFileSync(path, await prettier.format(text, { ...options, filepath: path }));
}

function documentOf(record: MutationRecord): string {
  const percent = (score: number): string => `${score.toFixed(1)} %`;
  const areas = areasOf(record).map(
    ({ name, mutants, detected, score, least }) =>
      `| ${name} | ${mutants} | ${detected} | ${percent(score)} | ${least} % |`,
  );
  const rows = [...record].map(([file, result]) => {
    const { mutants, score } = scoreOf([result]);
    const { killed, timedOut, survivors, invalid, state } = result;
    return `| ${file} | ${mutants} | ${killed} | ${timedOut} | ${survivors.length} | ${invalid} | ${percent(score)} | ${state} |`;
  });
  const code = (text: string): string => `\`\` ${text.replaceAll('|', '\\|')} \`\``;
  const survivors = [...record].flatMap(([file, result]) =>
    result.survivors.map(
      (survivor) =>
        `| ${file} | ${code(survivor.mutation)} | ${explanationOf(file, survivor) ?? (survivor.covered ? 'not explained' : 'not explained; no spec runs this')} |`,
    ),
  );
  return `# Mutation testing

Stryker changes the library in one small way at a time (a mutant) and runs the specs: they must fail. A mutant that they do not
notice has survived. This page is written by \`npm run mutation\`; CI runs \`npm run mutation -- --changed\`, which measures
the files that have another state than here (the code of the file or of its specs was changed) as far as its time goes, and fails below
the thresholds. \`npm run mutation\` fails for a survivor of the core without an explanation, too. Reasons are kept in \`scripts/mutation-explained.ts\`.

| What | Mutants | Detected | Score | Threshold |
| --- | --- | --- | --- | --- |
${areas.join('\n')}

Only the specs named in \`scripts/mutation-groups.ts\` run for a file, so the score is a lower bound. Types and the lists of
exported names are left out; no mutator is switched off, and constants and texts of errors are mutated as well.

## File by file

A time-out counts as detected: the mutant never came to an end. Invalid mutants could not be run and count for nothing. The
state names the file and its specs as they were measured.

| File | Mutants | Killed | Timed out | Survived | Invalid | Score | State |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

## Survivors, one by one

| File | Mutation | Why no spec can tell |
| --- | --- | --- |
${survivors.join('\n')}
`;
}
