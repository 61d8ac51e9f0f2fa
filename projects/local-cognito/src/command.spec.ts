// Proves what the command `local-cognito` prints, how it stops, and how it fails. The specs start
// it as a process.

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

describe('command', () => {
  function start(...args: string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'command.ts'), ...args]);
  }

  async function firstOutput(stream: NodeJS.ReadableStream): Promise<string> {
    const [chunk] = (await once(stream, 'data')) as [Buffer];
    return chunk.toString('utf8');
  }

  it.each([
    ['SIGINT', ['--id-token-validity-seconds', '5'], /apis: \['(http:[^']+)'\],/],
    [
      'SIGTERM',
      ['--api-scope', 'orders/read'],
      /apis: \[\{ url: '(http:[^']+)', token: 'access' \}\],/,
    ],
  ] as const)(
    'prints addresses, users and what an app passes to provideCognitoSession, and stops on %s: %j',
    async (signal, args, apis) => {
      const command = start(...args);
      const output = await firstOutput(command.stdout);
      expect(output).toContain('admin / Passw0rd! (in admins)');
      const [, poolId, poolUrl] = /user pool +(\S+) at (\S+)/.exec(output) ?? [];
      expect(output).toContain(`userPoolId: '${poolId}',`);
      expect(output).toContain(`endpoint: '${poolUrl}',`);
      expect(output).toContain(`clientId: '${/client +(\S+)/.exec(output)?.[1]}',`);
      const apiUrl = /API +(http:\S+)/.exec(output)?.[1];
      expect(apis.exec(output)?.[1]).toBe(apiUrl);
      expect((await fetch(`${apiUrl}public`)).status).toBe(200);
      command.kill(signal);
      expect(await once(command, 'exit')).toEqual([0, null]);
    },
    20_000,
  );

  it('names a wrong option and fails', async () => {
    const command = start('--pool-port', 'x');
    const exit = once(command, 'exit');
    expect(await firstOutput(command.stderr)).toContain('poolPort must be a whole number');
    expect(await exit).toEqual([1, null]);
  }, 20_000);
});
