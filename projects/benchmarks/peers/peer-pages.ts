// The pages of the comparison: one for each library, served by a server of its own.

import { build } from 'esbuild';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A library of the comparison. */
export interface PeerPage {
  readonly name: string;
  readonly version: string;
  /** Folder to serve. */
  readonly folder: string;
  /** Whether it can refresh at a pool that rotates refresh tokens. */
  readonly knowsRotation: boolean;
}

const pages = 'projects/benchmarks/peers/page';
/** Our page is the built app of the browser tests. */
const ourApp = 'dist/e2e-app/browser';

function versionOf(folder: string): string {
  const manifest = readFileSync(`${folder}/package.json`, 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function bundle(name: string, folder: string): Promise<void> {
  await build({
    entryPoints: [`${pages}/${name}.ts`],
    outfile: join(folder, 'peer.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // amazon-cognito-identity-js expects Node's global, as its documentation says.
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
}

/** Builds the pages and runs `compare` with them. */
export async function withPeerPages(
  compare: (peers: readonly PeerPage[]) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'peers-'));
  try {
    const peers: PeerPage[] = [];
    for (const name of ['ngx-cognito-session', 'amazon-cognito-identity-js', 'aws-amplify']) {
      const ours = name === 'ngx-cognito-session';
      const folder = join(root, name);
      const script = '<script type="module" src="/peer.js"></script>';
      if (ours) cpSync(ourApp, folder, { recursive: true });
      await bundle(name, folder);
      const index = ours
        ? readFileSync(join(folder, 'index.html'), 'utf8')
        : '<!doctype html><head></head>';
      writeFileSync(join(folder, 'index.html'), index.replace('</head>', `${script}</head>`));
      const version = versionOf(ours ? 'projects/cognito-session' : `node_modules/${name}`);
      peers.push({ name, version, folder, knowsRotation: name !== 'amazon-cognito-identity-js' });
    }
    await compare(peers);
  } finally {
    rmSync(root, { recursive: true });
  }
}
