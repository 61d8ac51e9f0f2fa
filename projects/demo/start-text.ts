// The text that `npm start` prints in the terminal.

import type { LocalCognito } from 'local-cognito';
import {
  furtherWays,
  PASSWORD,
  type PreparedUser,
  preparedUsers,
} from './src/app/sign-in/prepared-users';

/** The lines that `npm start` prints: the addresses, and what a sign-in as each user meets. */
export function startText(url: string, { poolUrl, apiUrl }: LocalCognito): string {
  return [
    '',
    `demo       ${url} (in a moment)`,
    `user pool  ${poolUrl}`,
    `API        ${apiUrl}`,
    '',
    `Users (password ${PASSWORD}; keyless has no password)`,
    ...preparedUsers.map(toLine),
    '',
    'Other ways for the same users',
    ...furtherWays.map(toLine),
    '',
    'The pool can remember a device of every user. A remembered device needs no second factor.',
    'Ctrl+C stops the demo, the pool and the API.',
    '',
    '',
  ].join('\n');
}

/** For example `sms  enters a code sent by SMS (USER_SRP_AUTH → SMS_MFA)`. */
function toLine({ username, about, flow, meets }: PreparedUser): string {
  return `  ${username.padEnd(11)}  ${about} (${meets ? `${flow} → ${meets}` : flow})`;
}
