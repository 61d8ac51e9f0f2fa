// `npm run compare:sign-in`: what a sign-in costs a browser with this library,
// amazon-cognito-identity-js and aws-amplify, each with its defaults (SRP), in the same page:
// kilobytes to load, and CPU time in Chromium against the emulated pool. Writes
// docs/sign-in-cost.md; asserts nothing.

import { startLocalCognito } from 'local-cognito';
import { writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../e2e/support/chromium';
import { serve, type StaticServer } from '../../e2e/support/static-server';
import { BuiltApp, buildProject, minus } from '../size/built-app';
import { SignInEntry } from '../size/sign-in-entry';
import { type LibraryCost, writeDocument } from './cost-document';
import { buildPages, type Library } from './libraries';
import { open, type Opening, type Visit, visit } from './sign-in-page';

/** Visits to each page that count. */
const VISITS = 21;
/** Rounds before them: the browser's own start, and the files' way into the system's cache. */
const WARM_UP = 3;

interface ServedPage {
  readonly library: Library;
  readonly server: StaticServer;
  readonly visits: Visit[];
}

/**
 * Visits all pages in turn, so that whatever else the machine does meets all of them; gives the
 * openings of `none`.
 */
async function visitAll(
  browser: Browser,
  none: StaticServer,
  pages: readonly ServedPage[],
): Promise<Opening[]> {
  const openings: Opening[] = [];
  for (let round = -WARM_UP; round < VISITS; round++) {
    const opened = await open(browser, none.origin);
    if (round >= 0) openings.push(opened);
    for (const { server, visits } of pages) {
      const seen = await visit(browser, server.origin);
      if (round >= 0) visits.push(seen);
    }
  }
  return openings;
}

async function main(): Promise<void> {
  const { none, libraries } = buildPages();
  buildProject('size-whole-entry', '--stats-json');
  const entry = new SignInEntry(new BuiltApp('dist/size/whole-entry'));
  const pool = await startLocalCognito();
  const browser = await launchChromium();
  const servers: StaticServer[] = [];
  const servePage = async ({ folder }: BuiltApp): Promise<StaticServer> => {
    const { poolUrl: endpoint, userPoolId, clientId } = pool;
    const documents = { '/settings.json': { endpoint, userPoolId, clientId } };
    const server = await serve({ folder: `${folder}/browser`, documents });
    servers.push(server);
    return server;
  };
  try {
    const nobody = await servePage(none);
    const pages: ServedPage[] = [];
    for (const library of libraries) {
      pages.push({ library, server: await servePage(library.app), visits: [] });
    }
    const openings = await visitAll(browser, nobody, pages);
    const nothing = none.sizes(openings[0]?.scriptsBefore ?? []);
    const costs = pages.map(({ library: { name, app }, visits }): LibraryCost => {
      const { scriptsBefore = [], scriptsDuring = [] } = visits[0] ?? {};
      const page = minus(app.sizes(scriptsBefore), nothing);
      return { name, page, during: app.sizes(scriptsDuring), visits };
    });
    const document = await writeDocument({ browser: browser.version(), entry, costs, openings });
    writeFileSync('docs/sign-in-cost.md', document);
    console.log(document);
  } finally {
    await browser.close();
    for (const server of servers) await server.stop();
    await pool.stop();
  }
}

void main();
