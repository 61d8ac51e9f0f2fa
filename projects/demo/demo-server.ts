// Starts the demo on this computer: the emulated pool, the API, and `ng serve` with their
// addresses. `npm start` and the browser tests use it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  startLocalCognito,
  type LocalCognito,
  type LocalCognitoOptions,
  type LocalUserOptions,
} from 'local-cognito';
import { freePort } from './free-port';

const root = join(import.meta.dirname, '../..');

/**
 * The ID and access tokens expire while the visitor watches; the refresh token lasts for a long
 * visit.
 */
const lifetimes = {
  idTokenValiditySeconds: 120,
  accessTokenValiditySeconds: 120,
  refreshTokenValiditySeconds: 3600,
} satisfies LocalCognitoOptions;

const defaults: LocalCognitoOptions = {
  ...lifetimes,
  // With these headers the browser can read the gateway's 401s; without them it reports status 0.
  apiCors: true,
  // The page asks whether to remember a device; the pool asks a remembered one for no second
  // factor.
  deviceTracking: 'opt-in',
  challengeOnNewDevice: true,
  // The account page shows where the user is signed in.
  sessionTracking: true,
};

export interface DemoSettings {
  /** Opens a browser. */
  readonly open?: boolean;
  /** Hides the output of `ng serve`. */
  readonly quiet?: boolean;
  /** Compiles again and reloads the page when a file changes; default true. */
  readonly watch?: boolean;
  /** Default: the emulator's prepared users. */
  readonly users?: readonly LocalUserOptions[];
}

/** The pool, the API and the page, all on loopback. */
export interface DemoServer {
  readonly url: string;
  readonly local: LocalCognito;
  /** Resolves with the exit code when the server of the page has ended, by itself or by `stop`. */
  readonly ended: Promise<number>;
  /** Ends everything; may be called more than once. */
  stop(): Promise<number>;
}

/** Starts the emulator and `ng serve`, which gets the addresses of the emulator. */
export async function startDemo(settings: DemoSettings = {}): Promise<DemoServer> {
  const { users } = settings;
  const local = await startEmulator(users ? { ...defaults, users } : defaults);
  const port = await freePort(4200);
  const page = serve(local, port, settings);
  let stopping = false;
  const ended = exitCode(page)
    .then((code) => (stopping ? 0 : (code ?? 1)))
    .finally(() => local.stop());
  return {
    url: `http://localhost:${port}/`,
    local,
    ended,
    stop: () => {
      stopping = true;
      page.kill('SIGTERM');
      return ended;
    },
  };
}

/** Uses the ports that `ng build demo` assumes, or free ones if those are taken. */
async function startEmulator(options: LocalCognitoOptions): Promise<LocalCognito> {
  try {
    return await startLocalCognito({ ...options, poolPort: 9230, apiPort: 9231 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return startLocalCognito(options);
  }
}

function serve(local: LocalCognito, port: number, how: DemoSettings): ChildProcess {
  const { open = false, quiet = false, watch = true } = how;
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
      `--watch=${watch}`,
      '--define',
      `LOCAL_COGNITO=${JSON.stringify(settings)}`,
    ],
    { cwd: root, stdio: quiet ? 'ignore' : ['ignore', 'inherit', 'inherit'] },
  );
}

/** Null when a signal ended it. */
async function exitCode(child: ChildProcess): Promise<number | null> {
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  } catch {
    // It could not even be started.
    return 1;
  }
}
