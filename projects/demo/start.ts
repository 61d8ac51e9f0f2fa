// `npm start`: the demo with its own user pool and API, until Ctrl+C.

import { type DemoServer, startDemo } from './demo-server';

const { CI, NO_OPEN } = process.env;

function describe({ url, local }: DemoServer): string {
  const users = local.users.map(({ username, password, groups, disabled }) => {
    const notes = [...groups.map((group) => `in ${group}`), ...(disabled ? ['disabled'] : [])];
    return `  ${username} / ${password || 'no password'}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  });
  return [
    '',
    `demo       ${url} (in a moment)`,
    `user pool  ${local.poolUrl}`,
    `API        ${local.apiUrl}`,
    'users',
    ...users,
    'Ctrl+C stops all of them.',
    '',
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const demo = await startDemo({ open: !CI && !NO_OPEN });
  process.stdout.write(describe(demo));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void demo.stop());
  }
  process.exitCode = await demo.ended;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
