import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalCognito, type LocalCognito, type LocalCognitoOptions } from 'local-cognito';
import { freePort } from './free-port';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Short enough to watch a token grow old; the refresh token outlives a long look around. */
const lifetimes = {
  idTokenValiditySeconds: 120,
  accessTokenValiditySeconds: 120,
  refreshTokenValiditySeconds: 3600,
} satisfies LocalCognitoOptions;

const options: LocalCognitoOptions = {
  ...lifetimes,
  // So that the browser can read the gateway's 401s; without these headers it reports them as status 0.
  apiCors: true,
};

/** The pool, the API and the page, all on loopback. */
export interface DemoServer {
  readonly url: string;
  readonly local: LocalCognito;
  /** Resolves with the exit code when the server of the page has ended, on its own or by `stop`. */
  readonly ended: Promise<number>;
  /** Ends everything; may be called more than once. */
  stop(): Promise<number>;
}

/** Starts the emulator and `ng serve`, which is told where the emulator is. */
export async function startDemo({ open = false, quiet = false } = {}): Promise<DemoServer> {
  const local = await startEmulator();
  const port = await freePort(4200);
  const page = serve(local, port, open, quiet);
  const ended = exitCode(page).finally(() => local.stop());
  return {
    url: `http://localhost:${port}/`,
    local,
    ended,
    stop: () => {
      page.kill('SIGTERM');
      return ended;
    },
  };
}

/** On the ports that `ng build demo` assumes, or on free ones when those are taken. */
async function startEmulator(): Promise<LocalCognito> {
  try {
    return await startLocalCognito({ ...options, poolPort: 9230, apiPort: 9231 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return startLocalCognito(options);
  }
}

function serve(local: LocalCognito, port: number, open: boolean, quiet: boolean): ChildProcess {
  const { userPoolId, clientId, poolUrl, apiUrl } = local;
  const { refreshTokenValiditySeconds } = lifetimes;
  const settings = { userPoolId, clientId, poolUrl, apiUrl, refreshTokenValiditySeconds };
  return spawn(
    process.execPath,
    [
      join(root, 'node_modules/@angular/cli/bin/ng.js'),
      'serve',
      'demo',
      `--host=localhost`,
      `--port=${port}`,
      `--open=${open}`,
      '--define',
      `LOCAL_COGNITO=${JSON.stringify(settings)}`,
    ],
    { cwd: root, stdio: quiet ? 'ignore' : ['ignore', 'inherit', 'inherit'] },
  );
}

async function exitCode(child: ChildProcess): Promise<number> {
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 0;
  } catch {
    // It could not even be started.
    return 1;
  }
}
