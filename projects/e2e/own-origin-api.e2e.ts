// Scenario I10: an API on the app's own origin, named by its path, and one by plain http on a host
// of a private network.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppTab } from './support/app-tab';
import { browserForFile } from './support/browser-for-file';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { forAnyPage, RecordingProxy } from './support/recording-proxy';
import { requestOutcome } from './support/request-outcome';
import { makeTokens, startSession } from './support/self-made-tokens';
import { TestFixture, type FixtureOptions } from './support/test-fixture';
import { OWN_API } from './support/static-server';

/** A host that browsers do not trust without https, as they do localhost. */
const PRIVATE_HOST = 'intranet.test';

const browser = browserForFile(`--host-resolver-rules=MAP ${PRIVATE_HOST} localhost`);

/** Declares a test with a server of another origin, which answers every page. */
function browserTest(
  name: string,
  options: (foreign: RecordingProxy) => FixtureOptions,
  play: (fixture: TestFixture, foreign: RecordingProxy) => Promise<void>,
): void {
  void test(`I10: ${name}`, { timeout: 60_000 }, async () => {
    const foreign = await RecordingProxy.start((arrival) =>
      forAnyPage(arrival, { status: 200, body: '{}' }),
    );
    try {
      await TestFixture.with(browser(), options(foreign), (fixture) => play(fixture, foreign));
    } finally {
      await foreign.stop();
    }
  });
}

/** Opens the app and starts a session; `bearer` is the header of requests with its ID token. */
async function openWithSession(fixture: TestFixture): Promise<{ tab: AppTab; bearer: string }> {
  const tab = await fixture.open('/');
  const tokens = makeTokens(fixture.local);
  await startSession(tab, tokens);
  return { tab, bearer: `Bearer ${tokens.IdToken}` };
}

/** Opens the app, which does not start; returns everything that the page says about it. */
async function refusedStart(fixture: TestFixture): Promise<string> {
  const said: string[] = [];
  const page = await fixture.context.newPage();
  page.on('pageerror', ({ message }) => said.push(message));
  page.on('console', (message) => said.push(message.text()));
  await page.goto(fixture.server.origin);
  await until('the start fails', () => said.some((text) => text.includes('allowInsecure')));
  return said.join('\n');
}

/** The server's URL under a name that is not loopback. */
function privateUrl({ origin }: RecordingProxy): string {
  return `${origin.replace('localhost', PRIVATE_HOST)}/`;
}

browserTest(
  "apis: ['/api/'] → requests to that path on the page's own origin carry the token, no others",
  () => ({ settings: { furtherApis: [OWN_API] } }),
  async (fixture) => {
    const { tab, bearer } = await openWithSession(fixture);
    const spellings = ['/api/orders', 'api/orders', `${fixture.server.origin}/api/orders?page=2`];

    for (const url of spellings) assert.equal(await requestOutcome(tab, url), '200');

    assert.deepEqual(
      fixture.server.ownApiRequests,
      spellings.map(() => ({ path: '/api/orders', authorization: bearer })),
    );
    for (const url of ['/', '/apis', '/api/../settings.json', `//${PRIVATE_HOST}/api/`]) {
      const carries = await tab.page.evaluate((url) => window.carriesToken(url), url);
      assert.equal(carries, false, url);
    }
    figure(`I10 ${spellings.length} spellings of a path on the own origin: all with the token`);
  },
);

browserTest(
  "apis: ['/api/'] and a <base> that leads to a foreign origin → the token goes to the own origin only",
  () => ({
    settings: { furtherApis: [OWN_API] },
    // The usual policy forbids a <base>, as it should.
    contentSecurityPolicy: "script-src 'self'",
    initScript: () => {
      // By then the addresses of the scripts have been read, and the app has not started.
      document.addEventListener('readystatechange', () => {
        if (document.readyState !== 'interactive') return;
        const base = document.createElement('base');
        base.href = 'http://foreign.invalid/';
        document.head.append(base);
      });
    },
    // The router of Angular cannot write the address of such a page.
    expectedErrors: /replaceState|pushState/,
  }),
  async (fixture, foreign) => {
    const { tab, bearer } = await openWithSession(fixture);
    assert.equal(await tab.page.evaluate(() => document.baseURI), 'http://foreign.invalid/');
    // From here on it leads to a server that answers.
    await tab.page.evaluate((href) => {
      document.querySelector('base')?.setAttribute('href', href);
    }, `${foreign.origin}/`);

    for (const url of ['/api/orders', 'api/orders', `${fixture.server.origin}/api/orders`]) {
      assert.equal(await requestOutcome(tab, url), '200');
    }

    assert.deepEqual(
      foreign.arrivals.map(({ method, headers }) => [method, headers.authorization]),
      [
        ['GET', undefined],
        ['GET', undefined],
      ],
    );
    const own = [{ path: '/api/orders', authorization: bearer }];
    assert.deepEqual(fixture.server.ownApiRequests, own);
    figure('I10 <base> on a foreign origin: 2 requests there without a token');
  },
);

browserTest(
  'an http host on a private network with allowInsecure → requests to it carry the token',
  (server) => ({
    settings: { furtherApis: [{ url: privateUrl(server), allowInsecure: true }] },
    connectTo: [privateUrl(server)],
  }),
  async (fixture, server) => {
    const { tab, bearer } = await openWithSession(fixture);

    assert.equal(await requestOutcome(tab, `${privateUrl(server)}orders`), '200');

    const sent = server.arrivals.filter(({ method }) => method === 'GET');
    assert.deepEqual(
      sent.map(({ headers }) => headers.authorization),
      [bearer],
    );
  },
);

browserTest(
  'an http host on a private network without allowInsecure → the start fails, and the error names field and setting',
  (server) => ({
    settings: { furtherApis: [privateUrl(server)] },
    expectedErrors: /allowInsecure/,
  }),
  async (fixture, server) => {
    const said = await refusedStart(fixture);

    // The first entry of the list is the API of the fixture.
    assert.match(said, /apis\[1\] must be an https URL \(http on loopback, or with allowInsecure/);
    assert.ok(said.includes(privateUrl(server)), said);
  },
);

browserTest(
  'a page by http on a private network → its own path needs allowInsecure, too, and works with it',
  () => ({
    hostname: PRIVATE_HOST,
    settings: { furtherApis: [{ url: OWN_API, allowInsecure: true }] },
  }),
  async (fixture) => {
    const { tab, bearer } = await openWithSession(fixture);

    assert.equal(await requestOutcome(tab, '/api/orders'), '200');

    const own = [{ path: '/api/orders', authorization: bearer }];
    assert.deepEqual(fixture.server.ownApiRequests, own);
  },
);

browserTest(
  'the same without allowInsecure → the start fails, and the error names the whole URL',
  () => ({
    hostname: PRIVATE_HOST,
    settings: { furtherApis: [OWN_API] },
    expectedErrors: /allowInsecure/,
  }),
  async (fixture) => {
    const said = await refusedStart(fixture);

    assert.match(said, /apis\[1\] must be an https URL/);
    assert.ok(said.includes(`${fixture.server.origin}${OWN_API}`), said);
  },
);
