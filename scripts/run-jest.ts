// Starts Jest with jest.config.ts: `npm test -- <Jest's arguments>`. Jest reads a TypeScript file
// only where Node does, from 22.18; here tsx reads it, and Jest gets the result as JSON.

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import config from '../jest.config';

const JEST = 'node_modules/jest/bin/jest.js';

/** Runs Jest in a process of its own, which tsx does not slow down, and gives its exit status. */
export function runJest(args: readonly string[], variables: NodeJS.ProcessEnv = {}): number {
  const whole = JSON.stringify({ ...config, rootDir: resolve('.') });
  const { status, error } = spawnSync(process.execPath, [JEST, '--config', whole, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...variables },
  });
  if (error) throw error;
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = runJest(process.argv.slice(2));
}
