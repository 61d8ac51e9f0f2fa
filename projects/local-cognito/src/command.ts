// The command `local-cognito`: starts the emulator, prints its addresses and users, and runs until
// SIGINT or SIGTERM.

import { readCommandLine, usage } from './command-line';
import {
  startLocalCognito,
  type LocalCognito,
  type LocalCognitoOptions,
  type LocalUser,
} from './local-cognito';

/** Starts the emulator, prints its addresses, and runs until SIGINT or SIGTERM. */
async function main(args: readonly string[]): Promise<void> {
  const commandLine = readCommandLine(args);
  if (commandLine.help) {
    process.stdout.write(usage);
  } else {
    await run(commandLine.options);
  }
}

async function run(options: LocalCognitoOptions): Promise<void> {
  const local = await startLocalCognito(options);
  process.stdout.write(describe(local, options));
  const stop = (): void => {
    void local.stop();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function describe(local: LocalCognito, { apiScopes = [] }: LocalCognitoOptions): string {
  const users = local.users.map((user) => {
    const notes = notesOn(user);
    const password = user.password === '' ? 'no password' : user.password;
    return `  ${user.username} / ${password}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  });
  // Only access tokens have scopes, and the session sends the ID token by default.
  const api =
    apiScopes.length > 0 ? `{ url: '${local.apiUrl}', token: 'access' }` : `'${local.apiUrl}'`;
  return [
    `user pool  ${local.userPoolId} at ${local.poolUrl}`,
    `client     ${local.clientId}`,
    `API        ${local.apiUrl}`,
    `control    ${local.poolUrl}control/calls`,
    `codes      ${local.poolUrl}control/messages`,
    'users',
    ...users,
    '',
    'for an Angular app',
    '  provideCognitoSession({',
    `    userPoolId: '${local.userPoolId}',`,
    `    clientId: '${local.clientId}',`,
    `    endpoint: '${local.poolUrl}',`,
    `    apis: [${api}],`,
    '  })',
    '',
  ].join('\n');
}

function notesOn({ groups, disabled, status, mfa }: LocalUser): readonly string[] {
  return [
    ...groups.map((group) => `in ${group}`),
    ...(disabled ? ['disabled'] : []),
    ...(status === 'CONFIRMED' ? [] : [status]),
    ...mfa,
  ];
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
