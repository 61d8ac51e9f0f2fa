// Joins the catalogue of sign-ins with the results of the last test runs. `npm run sign-in:table`
// writes the tables of docs/sign-in-tests.md, between its two marks; with --check it only compares,
// as CI does. Both fail when a row lacks a passing test where the catalogue demands one, when a
// test of a row failed, or when a test names a row that there is not. The table of errors,
// docs/sign-in-errors.md, is of scripts/sign-in-errors.ts, which runs first.

import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { type Demand, SIGN_IN_TABLES, type SignInRow } from './sign-in-catalogue';
import { updateSignInErrors } from './sign-in-errors';
import { testResults, type TestResult } from './test-results';

const DOCUMENT = 'docs/sign-in-tests.md';
const BEGIN = '<!-- npm run sign-in:table -->';
const END = '<!-- end of what npm run sign-in:table writes -->';

/** The columns that tests prove, and where those tests are. */
const COLUMNS = [
  { key: 'unit', title: 'Unit', files: /^projects\/cognito-session\// },
  { key: 'http', title: 'Over HTTP', files: /^projects\/contract\/(?!real-pool)/ },
  { key: 'chromium', title: 'Browser', files: /^projects\/e2e\// },
] as const;

/** Tests with a row's name in their title are only these. */
const PROOFS = /^projects\/(contract\/|e2e\/sign-in|cognito-session\/sign-in\/src\/sign-in-matrix)/;

const rowsOf = (): readonly SignInRow[] => SIGN_IN_TABLES.flatMap(([, rows]) => rows);

function proofsOf(row: string, files: RegExp, tests: readonly TestResult[]): TestResult[] {
  return tests.filter(({ title, file }) => files.test(file) && title.startsWith(`${row}: `));
}

function problems(tests: readonly TestResult[]): string[] {
  const rows = new Set(rowsOf().map(({ row }) => row));
  const unknown = tests
    .filter(({ file }) => PROOFS.test(file))
    .filter(({ title }) => {
      const [, row] = /^(.+? × .+?): /.exec(title) ?? [];
      return row !== undefined && !rows.has(row);
    })
    .map(({ title, file }) => `${file}: the catalogue has no row for "${title}"`);
  const unproven = rowsOf().flatMap((row) =>
    COLUMNS.flatMap(({ key, title, files }) => {
      const proofs = proofsOf(row.row, files, tests);
      const failed = proofs.filter(({ passed }) => !passed);
      if (failed.length > 0) return failed.map((test) => `${test.file} failed: ${test.title}`);
      return proofs.length === 0 && row[key] === true ? [`${row.row} has no test: ${title}`] : [];
    }),
  );
  return [...unknown, ...unproven];
}

const reason = (demand: Demand): string => (demand === true ? 'not run' : `– ${demand}`);

function cell(
  row: SignInRow,
  column: (typeof COLUMNS)[number],
  tests: readonly TestResult[],
): string {
  const files = proofsOf(row.row, column.files, tests)
    .filter(({ passed }) => passed)
    .map(({ file }) => file);
  const links = [...new Set(files)].sort().map((file) => `[✓](../${file})`);
  return links.length > 0 ? links.join(' ') : reason(row[column.key]);
}

function tables(tests: readonly TestResult[]): string {
  return SIGN_IN_TABLES.map(([title, rows]) => {
    const head = [title, ...COLUMNS.map((column) => column.title), 'Real pool'];
    const lines = rows.map((row) => [
      row.row,
      ...COLUMNS.map((column) => cell(row, column, tests)),
      row.realPool === true ? 'when one is named' : reason(row.realPool),
    ]);
    return [head, head.map(() => '---'), ...lines]
      .map((line) => `| ${line.join(' | ')} |`)
      .join('\n');
  }).join('\n\n');
}

async function main(): Promise<void> {
  const isCheck = process.argv.includes('--check');
  const tests = testResults();
  const found = [...(await updateSignInErrors(isCheck)), ...problems(tests)];
  const kept = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = kept.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${DOCUMENT} lacks ${BEGIN} or ${END}`);
  const options = { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' };
  const text = `${before}${BEGIN}\n\n${tables(tests)}\n\n${END}${after}`;
  const document = await format(text, options);
  if (!isCheck) {
    writeFileSync(DOCUMENT, document);
  } else if (kept !== document) {
    found.push(`${DOCUMENT} names other tests than ran: run "npm run sign-in:table" and commit it`);
  }
  const proven = rowsOf().filter(({ row }) => proofsOf(row, /./, tests).length > 0).length;
  console.log(`sign-in: ${proven} of ${rowsOf().length} rows have tests that ran`);
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}

void main();
