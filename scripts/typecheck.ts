// Type-checks every tsconfig of the workspace, each as strictly as it says; a new one is found
// without being named here.

import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);
/** Compilers at once: CI has two cores. */
const WORKERS = 2;

interface Failed {
  readonly stdout?: string;
  readonly stderr?: string;
}

function tsconfigs(): string[] {
  const roots = ['projects', 'scripts'];
  return roots
    .flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /^tsconfig(\.[\w.]+)?\.json$/.test(entry.name))
    .map((entry) => relative('.', join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'))
    .sort();
}

/** Whether one tsconfig is free of errors; prints them otherwise. */
async function check(tsconfig: string): Promise<boolean> {
  const started = performance.now();
  const report = (result: string): void =>
    console.log(`${result} ${tsconfig} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  try {
    await exec('npx', ['tsc', '--noEmit', '--pretty', 'false', '--project', tsconfig]);
    report('ok    ');
    return true;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as Failed;
    report('FAILED');
    console.error(stdout || stderr || String(error));
    return false;
  }
}

async function main(): Promise<void> {
  // The size benchmark's app is compiled against the packed library, as an app of a user is.
  if (!existsSync('dist/cognito-session/package.json')) {
    console.log('building cognito-session first');
    await exec('npx', ['ng', 'build', 'cognito-session']);
  }
  const waiting = tsconfigs();
  const total = waiting.length;
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (!(await check(next))) failed++;
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  console.log(`typecheck: ${total - failed} of ${total} without errors`);
  if (failed > 0 || total === 0) process.exitCode = 1;
}

void main();
