// Scenario K06: a service worker that caches answers of the API, one user after the other. The
// library hands no answer to a cache and takes none from one; what keeps users apart is the
// worker's or the API's to do, and this shows what works: an API that says `Vary: Authorization`,
// or a worker that leaves requests with that header alone. Calls to Cognito are POSTs, which no
// cache takes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppTab } from './support/app-tab';
import { browserForFile } from './support/browser-for-file';
import { type Arrival, forAnyPage, RecordingProxy } from './support/recording-proxy';
import { TestFixture } from './support/test-fixture';

const browser = browserForFile();

/**
 * A worker that answers from its cache first and tries to cache all it sees, unless `skip` says
 * otherwise.
 */
const worker = (skip: string): string => `
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener('fetch', (event) => {
    const { request } = event;
    if (new URL(request.url).origin === self.location.origin || ${skip}) return;
    event.respondWith((async () => {
      const cache = await caches.open('answers');
      const known = await cache.match(request);
      if (known) return known;
      const answer = await fetch(request.clone());
      await cache.put(request, answer.clone()).catch(() => undefined);
      return answer;
    })());
  });`;

interface Setting {
  /** Expression over `request`: what the worker does not touch. */
  readonly skip: string;
  /** Further headers of the API's answers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The user whom a request's token names. */
function userOf({ headers }: Arrival): string {
  const [, payload = ''] = (headers.authorization ?? '').split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as {
    name?: string;
  };
  return claims.name ?? 'nobody';
}

/** The answers that `ana` and then `admin` see for the same URL, twice each. */
async function shownToBoth({ skip, headers }: Setting): Promise<string[]> {
  const api = await RecordingProxy.start((arrival) =>
    forAnyPage(arrival, { status: 200, headers, body: JSON.stringify({ of: userOf(arrival) }) }),
  );
  const options = {
    settings: { furtherApis: [api.origin] },
    connectTo: [api.origin],
    scripts: { '/worker.js': worker(skip) },
    // A worker's address is a trusted one only by a policy of the app's own.
    contentSecurityPolicy: "default-src 'self'; connect-src *; img-src data:",
  };
  const shown: string[] = [];
  await TestFixture.with(browser(), options, async (fixture) => {
    const tab = await fixture.open('/');
    await tab.page.evaluate(async () => {
      await navigator.serviceWorker.register('/worker.js');
      await navigator.serviceWorker.ready;
    });
    await tab.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    for (const user of ['ana', 'admin']) {
      await tab.goto('/orders');
      await tab.signIn(user);
      await tab.at('/orders');
      shown.push(await ask(tab, api.origin), await ask(tab, api.origin));
      await tab.page.evaluate(() => window.session.refreshSession().forEach(() => undefined));
      await tab.signOut();
    }
    await assertCognitoNotCached(fixture, tab);
  }).finally(() => api.stop());
  return shown;
}

/** The name in the API's answer. */
function ask(tab: AppTab, origin: string): Promise<string> {
  return tab.page.evaluate(async (url) => {
    let name = '';
    await window.http.get<{ of: string }>(url).forEach(({ of }) => (name = of));
    return name;
  }, `${origin}/me`);
}

/** The worker saw every call to the pool and tried to keep it. */
async function assertCognitoNotCached(fixture: TestFixture, { page }: AppTab): Promise<void> {
  assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 2);
  const cached = await page.evaluate(async () => {
    const cache = await caches.open('answers');
    const found: string[] = [];
    for (const request of await cache.keys()) {
      found.push(request.url, (await (await cache.match(request))?.text()) ?? '');
    }
    return found;
  });
  assert.deepEqual(
    cached.filter((text) => text.startsWith(fixture.local.poolUrl) || text.includes('eyJ')),
    [],
  );
}

const ANA = 'Ana Petrović Ђорђевић 🦊';
const settings: readonly (readonly [string, Setting])[] = [
  ['an API that says Vary: Authorization', { skip: 'false', headers: { Vary: 'Authorization' } }],
  [
    'a worker that leaves requests with Authorization alone',
    // The browser's own cache is not to answer instead.
    { skip: "request.headers.has('Authorization')", headers: { 'Cache-Control': 'no-store' } },
  ],
];

for (const [name, setting] of settings) {
  void test(`K06: ${name}: A signs out, B signs in → no answer of A shown to B, no call to Cognito cached`, async () => {
    const shown = await shownToBoth(setting);

    assert.deepEqual(shown.slice(0, 2), [ANA, ANA]);
    assert.ok(
      shown.slice(2).every((user) => user !== ANA && user !== 'nobody'),
      shown.join(),
    );
  });
}

void test('K06: limit: a worker that tells answers apart by URL alone shows A to B; calls to Cognito are not cached even so', async () => {
  const shown = await shownToBoth({ skip: 'false', headers: {} });

  assert.deepEqual(shown, [ANA, ANA, ANA, ANA]);
});
