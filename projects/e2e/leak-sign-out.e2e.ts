// Scenario K07: what a sign-out leaves behind for whoever uses the device next: in storages,
// cookies and caches, and in the memory of the page that stays open.

import assert from 'node:assert/strict';
import { testsInOneTab } from './support/browser-test';
import type { AppTab } from './support/app-tab';
import { figure } from './support/figures';
import { needlesOf } from './support/haystack';
import { heapNeedles, heapStrings } from './support/heap-texts';
import type { TestFixture } from './support/test-fixture';

const browserTest = testsInOneTab();

/** Collects the tokens that the pool issues from now on, outside the page. */
function collectTokens({ context, local }: TestFixture): Set<string> {
  const tokens = new Set<string>();
  context.on('response', (response) => {
    if (!response.url().startsWith(local.poolUrl)) return;
    void response.text().then(
      (text) => {
        for (const [, token] of text.matchAll(/"(?:Id|Access|Refresh)Token":"([^"]+)"/g)) {
          if (token !== undefined) tokens.add(token);
        }
      },
      // A preflight has no body.
      () => undefined,
    );
  });
  return tokens;
}

/** Which needles a text of the page's memory holds. */
async function inHeap({ page }: AppTab, tokens: Iterable<string>): Promise<string[]> {
  const strings = await heapStrings(page);
  return heapNeedles(tokens).filter((needle) => strings.some((text) => text.includes(needle)));
}

/** Everything that the origin keeps in this browser, as text. */
async function kept({ context }: TestFixture, { page }: AppTab): Promise<string> {
  const inPage = await page.evaluate(async () => {
    const answers: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        answers.push(request.url, (await (await cache.match(request))?.text()) ?? '');
      }
    }
    return [
      JSON.stringify([localStorage, sessionStorage]),
      document.cookie,
      JSON.stringify(await indexedDB.databases()),
      ...answers,
    ];
  });
  const { cookies, origins } = await context.storageState({ indexedDB: true });
  return JSON.stringify([inPage, cookies, origins]);
}

for (const [name, store, use] of [
  ['after sign-in and one request', 'local', async () => {}],
  [
    'after refreshes and replays',
    'local',
    async (fixture: TestFixture, tab: AppTab) => {
      fixture.local.rejectTokens();
      await tab.ask('orders', 5);
      await tab.page.evaluate(() => window.session.refreshSession().forEach(() => undefined));
      await tab.ask('orders');
    },
  ],
  [
    'after an API refused even the token of a refresh',
    'local',
    async (_stage: TestFixture, tab: AppTab) => {
      await tab.ask('always-401');
    },
  ],
  ['with the session in sessionStorage', 'session', async () => {}],
  ['with the session in memory', 'memory', async () => {}],
] as const) {
  browserTest(
    `K07: sign-out ${name} → no token in storages, cookies and caches, none reachable in memory`,
    { store, expectedErrors: /status of 401/ },
    async (fixture) => {
      const tokens = collectTokens(fixture);
      const tab = await fixture.openSignedIn();
      await use(fixture, tab);
      assert.ok(tokens.size >= 3, `${tokens.size} tokens`);
      // The search finds what is there.
      assert.notDeepEqual(await inHeap(tab, tokens), []);
      if (store !== 'memory') assert.ok(needlesOf(tokens).some(await finder(fixture, tab)));

      await tab.signOut();
      await tab.at('/sign-in?returnUrl=%2Forders');

      assert.deepEqual(needlesOf(tokens).filter(await finder(fixture, tab)), []);
      assert.deepEqual(await inHeap(tab, tokens), []);
      figure(
        `K07 sign-out ${name}: ${tokens.size} tokens, 0 in storages, cookies and caches, 0 reachable in memory`,
      );
    },
  );
}

async function finder(fixture: TestFixture, tab: AppTab): Promise<(needle: string) => boolean> {
  const text = await kept(fixture, tab);
  return (needle) => text.includes(needle);
}
