// `npm run compare`: the same situations with this library, amazon-cognito-identity-js and
// aws-amplify, each with its defaults, in Chromium against the emulated pool. Prints one table; it
// asserts nothing.

import { spawnSync } from 'node:child_process';
import { launchChromium } from '../../e2e/support/chromium';
import { SEPARATE_PROCESSES } from '../../e2e/support/separate-processes';
import { type PeerPage, withPeerPages } from './peer-pages';
import { SITUATIONS } from './situations';

async function compare(peers: readonly PeerPage[]): Promise<void> {
  const browser = await launchChromium(...SEPARATE_PROCESSES);
  try {
    console.log(`Chromium ${browser.version()}`);
    console.log(`\n| | ${peers.map(({ name, version }) => `${name} ${version}`).join(' | ')} |`);
    console.log(`| --- |${' --- |'.repeat(peers.length)}`);
    for (const situation of SITUATIONS) {
      const cells: string[] = [];
      for (const peer of peers) cells.push(await situation.play(browser, peer));
      console.log(`| ${situation.title} | ${cells.join(' | ')} |`);
    }
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  if (spawnSync('npx', ['ng', 'build', 'e2e-app'], { stdio: 'ignore' }).status !== 0) {
    throw new Error('ng build e2e-app failed');
  }
  await withPeerPages(compare);
}

void main();
