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

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its addresses and users, and stops cleanly on %s',
    async (signal) => {
      const command = start('--id-token-validity-seconds', '5');
      const output = await firstOutput(command.stdout);
      const apiUrl = /API +(http:\S+)/.exec(output)?.[1];
      expect(output).toContain('admin / Passw0rd! (in admins)');
      expect((await fetch(`${apiUrl}public`)).status).toBe(200);
      command.kill(signal);
      expect(await once(command, 'exit')).toEqual([0, null]);
    },
    20_000,
  );

  it.each([
    [[], /apis: \['(http:[^']+)'\],/],
    [['--api-scope', 'orders/read'], /apis: \[\{ url: '(http:[^']+)', token: 'access' \}\],/],
  ])(
    'prints what an app passes to provideCognitoSession, started with %j',
    async (args, apis) => {
      const command = start(...args);
      const output = await firstOutput(command.stdout);
      command.kill();
      await once(command, 'exit');
      const [, poolId, poolUrl] = /user pool +(\S+) at (\S+)/.exec(output) ?? [];
      expect(output).toContain(`userPoolId: '${poolId}',`);
      expect(output).toContain(`endpoint: '${poolUrl}',`);
      expect(output).toContain(`clientId: '${/client +(\S+)/.exec(output)?.[1]}',`);
      expect(apis.exec(output)?.[1]).toBe(/API +(http:\S+)/.exec(output)?.[1]);
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
