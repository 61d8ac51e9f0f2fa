// Makes the table of errors in docs/sign-in-errors.md of the sign-in entry's own table, by the
// examples that stand beside it: `npm run sign-in:errors`. With --check it only compares, as
// `npm run sign-in:table -- --check` and CI do. Both fail when a row has no example that says what
// a form does about it.

import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import {
  callsLike,
  entryCalls,
  ERROR_EXAMPLES,
  type ErrorExample,
  rowsWithoutAdvice,
} from '../projects/cognito-session/test/support/error-examples';
import { GENERAL_NAMES } from '../projects/cognito-session/test/support/general-error-names';
import { STATUS_EXAMPLES } from '../projects/cognito-session/test/support/status-examples';
import { findErrorRow } from '../projects/cognito-session/sign-in/src/error-table';

const DOCUMENT = 'docs/sign-in-errors.md';
const BEGIN = '<!-- npm run sign-in:errors -->';
const END = '<!-- end of what npm run sign-in:errors writes -->';
const BY_TOKEN = ' with AccessToken';

/** So many calls at most are named one by one. */
const MOST_NAMED = 6;

const hasToken = (call: string): boolean => call.endsWith(BY_TOKEN);
const callsWith = (name: string): readonly string[] =>
  [...entryCalls()].filter(([, names]) => names.includes(name)).map(([call]) => call);

/** Calls in words: each by its name, or all of many that can answer an error of this name. */
function callsText(name: string, like: readonly string[]): string {
  const able = callsWith(name);
  // Two set up authenticator apps, in a sign-in and out of one.
  const named = [...new Set(like.map((call) => call.replace(BY_TOKEN, '')))].map((operation) => {
    const isInSignIn = like.includes(operation) && !like.includes(operation + BY_TOKEN);
    return isInSignIn && able.includes(operation + BY_TOKEN)
      ? `${operation} in a sign-in`
      : operation;
  });
  if (named.length <= MOST_NAMED) return named.join(', ');
  if (like.length === able.length) return 'every call';
  for (const is of [true, false]) {
    const group = able.filter((call) => hasToken(call) === is);
    if (like.length === group.length && like.every((call) => group.includes(call))) {
      return is ? 'every call with an access token' : 'every call without an access token';
    }
  }
  return named.join(', ');
}

function line(example: ErrorExample): string[] {
  const { name, text, call, advice } = example;
  const [, code = '', { isReason } = {}] = findErrorRow(name, text, call) ?? [];
  return [
    callsText(name, callsLike(example)),
    name,
    text,
    `\`${code}\``,
    isReason ? 'yes' : 'no',
    advice,
  ];
}

function table(): string {
  const head = ['Call', 'AWS name', 'AWS text, for example', 'Code', '`reason`', 'The form'];
  const general = GENERAL_NAMES.map((name) => [
    callsText(name, callsWith(name)),
    name,
    'any',
    '`INVALID_CONFIG`',
    'no',
    'is for you: pool or app client lack something, or do not know it',
  ]);
  const rest = STATUS_EXAMPLES.map(({ answer, code, advice }) => [
    'every call',
    answer,
    'any',
    `\`${code}\``,
    'no',
    advice,
  ]);
  return [head, head.map(() => '---'), ...ERROR_EXAMPLES.map(line), ...general, ...rest]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Writes the table, or compares it with what is written; gives what is wrong. */
export async function updateSignInErrors(isCheck: boolean): Promise<readonly string[]> {
  const found = rowsWithoutAdvice(ERROR_EXAMPLES).map(
    ([names, , { calls = 'all calls', text = 'anything' } = {}]) =>
      `no example for ${names.join()} of ${calls} saying ${text}`,
  );
  const kept = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = kept.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${DOCUMENT} lacks ${BEGIN} or ${END}`);
  const options = { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' };
  const document = await format(`${before}${BEGIN}\n\n${table()}\n\n${END}${after}`, options);
  if (!isCheck) writeFileSync(DOCUMENT, document);
  else if (kept !== document) {
    found.push(`${DOCUMENT} has another table of errors: run "npm run sign-in:errors", commit it`);
  }
  return found;
}

async function main(): Promise<void> {
  const found = await updateSignInErrors(process.argv.includes('--check'));
  console.log(`sign-in errors: ${ERROR_EXAMPLES.length} examples`);
  for (const each of found) console.error(each);
  if (found.length > 0) process.exitCode = 1;
}

if (require.main === module) void main();
