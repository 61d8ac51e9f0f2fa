// Mutation testing: `npm run mutation` measures the whole library and writes docs/mutation.md;
// `-- --changed` measures the files that differ from the last record, for CI; with `--write` it
// also brings the record up to date. A name (`-- session-manager`) measures the groups with that in
// their files' names. Fails below the thresholds; a run that keeps its results fails for a survivor
// of the core without an explanation, too. CI's share of time reaches other files each time, so
// there such a survivor is told, and the next full run has to explain it.

import { setPriority } from 'node:os';
import { checkGroups, GROUPS } from './mutation-groups';
import {
  areasOf,
  type FileResult,
  readRecord,
  scoreOf,
  unexplained,
  writeRecord,
} from './mutation-record';
import { stateOf } from './mutation-state';
import { runStryker } from './run-stryker';

/** How long `--changed` may take without `--write`: CI runs it each time. */
const CHANGED_LIMIT_MS = 4 * 60_000;

interface Task {
  readonly group: (typeof GROUPS)[number];
  readonly files: readonly string[];
}

const before = readRecord();

/** What is to be measured, each group with those of its files that are. */
function tasksFor(changedOnly: boolean, names: readonly string[]): Task[] {
  return GROUPS.map((group) => ({
    group,
    files: group.files.filter(
      (file) =>
        (!changedOnly || before.get(file)?.state !== stateOf(file, group)) &&
        (names.length === 0 || names.some((name) => file.includes(name))),
    ),
  })).filter(({ files }) => files.length > 0);
}

function report(file: string, result: FileResult, seconds: number): void {
  const { mutants, score } = scoreOf([result]);
  const { survivors, timedOut } = result;
  console.log(
    `${score.toFixed(1).padStart(5)} %  ${file}: ${mutants} mutants, ${survivors.length} survived, ` +
      `${timedOut} timed out (${seconds.toFixed(0)} s with its group)`,
  );
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const changedOnly = args.includes('--changed');
  const names = args.filter((arg) => !arg.startsWith('--'));
  const keep = args.includes('--write') || (!changedOnly && names.length === 0);
  // Whoever else works on this machine comes first.
  setPriority(10);
  checkGroups();
  const started = performance.now();
  const limit = changedOnly && !keep ? CHANGED_LIMIT_MS : Infinity;
  const left = (): number => limit - (performance.now() - started);
  const files = GROUPS.flatMap((group) => group.files);
  // Files that are gone count no more.
  const record = new Map([...before].filter(([file]) => files.includes(file)));
  const measured = new Map<string, FileResult>();
  const notMeasured: string[] = [];
  const tasks = tasksFor(changedOnly, names);
  for (const task of tasks) {
    const from = performance.now();
    const results = left() <= 0 ? undefined : await runStryker(task.files, task.group, left());
    if (!results) notMeasured.push(...task.files);
    for (const [file, result] of results ?? []) {
      const whole = { state: stateOf(file, task.group), ...result };
      measured.set(file, whole);
      record.set(file, whole);
      report(file, whole, (performance.now() - from) / 1000);
    }
    if (keep) await writeRecord(record);
  }
  const counted = tasks.flatMap((task) => task.files).length;
  console.log(
    `mutation: ${measured.size} of ${counted} ${changedOnly ? 'changed ' : ''}files measured; the others are taken from docs/mutation.json`,
  );
  const unknown = files.filter((file) => !record.has(file));
  if (unknown.length > 0) {
    console.warn(`NEVER MEASURED, and in no score below: ${unknown.join(', ')}`);
  }
  for (const file of notMeasured) {
    console.warn(
      `NOT MEASURED: ${file}. There was no time for it; run: npm run mutation -- --changed --write`,
    );
  }
  let failed = false;
  for (const { name, score, mutants, detected, least } of areasOf(record)) {
    const good = score >= least;
    failed ||= !good;
    console.log(
      `mutation: ${name}: ${score.toFixed(1)} % (${detected} of ${mutants}), at least ${least} %: ${good ? 'ok' : 'FAILED'}`,
    );
  }
  for (const survivor of unexplained(changedOnly ? measured : record)) {
    failed ||= keep;
    console.error(`SURVIVED and not explained: ${survivor}`);
  }
  if (failed) process.exitCode = 1;
}

void main();
