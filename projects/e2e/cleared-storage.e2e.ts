// Scenario E05: what is stored goes away under a running app, or before it starts.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppTab } from './support/app-tab';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { holdRefresh, REFRESH } from './support/held-refresh';
import { noteWrites } from './support/late-writes';
import { testsInTabs } from './support/browser-test';
import { SEPARATE_PROCESSES } from './support/separate-processes';
import type { TestFixture } from './support/test-fixture';
import { CLEAR_SITE_DATA } from './support/static-server';

/** SYNC of the reliability scenarios: visible tabs agree within it. */
const SYNC_MS = 1000;
/** A late write, and a redirect loop, would show within this time, in milliseconds. */
const LATE_MS = 2500;
/** When the pool answers a refresh that is under way while the storage is cleared. */
const ANSWER_MS = 1000;

const browserTest = testsInTabs(...SEPARATE_PROCESSES);

/** The ways in which storage is cleared while the app runs. */
const ways: Readonly<Record<string, (tab: AppTab, fixture: TestFixture) => Promise<unknown>>> = {
  'by Clear-Site-Data': ({ page }) =>
    page.evaluate((path) => fetch(path).then(({ status }) => status), CLEAR_SITE_DATA),
  'in the browser’s settings': async ({ page }, { server, context }) => {
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', {
      origin: server.origin,
      storageTypes: 'local_storage',
    });
  },
  'by hand in the console': ({ page }) =>
    page.evaluate(() => {
      localStorage.clear();
      // No event tells a page what its own scripts do; the user comes back from the console to the
      // page.
      dispatchEvent(new Event('focus'));
    }),
  'by a script of another tab': async (_tab, { context, server }) => {
    const page = await context.newPage();
    await page.goto(`${server.origin}/settings.json`);
    await page.evaluate(() => localStorage.clear());
  },
};

/** Counts the documents and routes that a tab shows from now on. */
function countNavigations(tab: AppTab): () => number {
  let navigations = 0;
  tab.page.on('framenavigated', () => navigations++);
  return () => navigations;
}

for (const [way, clear] of Object.entries(ways)) {
  browserTest(
    `E05: storage cleared ${way} while a refresh runs → signed out within ${SYNC_MS} ms, nothing brings it back, no redirect loop`,
    {},
    async (fixture) => {
      const tabs = [await fixture.openSignedIn(), await fixture.open('/orders')] as const;
      await tabs[1].shows('answer', 'API: 200');
      await holdRefresh(fixture, tabs[0], ANSWER_MS);
      await tabs[1].page.evaluate(noteWrites);
      const navigations = tabs.map(countNavigations);

      const clearedAt = Date.now();
      await clear(tabs[0], fixture);

      for (const tab of tabs) {
        await until('the tab is signed out', async () => (await tab.seen()).idToken === null);
      }
      const times = (await Promise.all(tabs.map((tab) => tab.eventTimes('signed-out')))).flat();
      const slowest = Math.max(...times) - clearedAt;
      figure(`E05 storage cleared ${way}: both tabs signed out after ${slowest} ms`);
      assert.ok(slowest <= SYNC_MS, `signed out after ${slowest} ms`);
      await delay(LATE_MS);
      assert.equal(fixture.poolCalls(REFRESH)[0]?.status, 200, 'the late answer arrived');
      assert.equal(await tabs[1].page.evaluate(() => window.writes), 0, 'a late write');
      for (const [index, tab] of tabs.entries()) {
        assert.equal(await tab.stored(), '[{},{}]');
        assert.equal((await tab.seen()).reason, 'storage-cleared');
        assert.equal(navigations[index]?.(), 1, 'one way to the sign-in page');
        await tab.at('/sign-in?returnUrl=%2Forders');
      }
    },
  );
}

browserTest(
  'E05: storage cleared before start → signed out, one way to the sign-in page, and a sign-in lasts',
  {},
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    await tab.page.goto(`${fixture.server.origin}/settings.json`);
    await ways['by Clear-Site-Data']?.(tab, fixture);
    const navigations = countNavigations(tab);

    await tab.goto('/orders');

    await tab.at('/sign-in?returnUrl=%2Forders');
    assert.equal((await tab.seen()).reason, 'no-session');
    await delay(1000);
    // The document, and the router's way to the sign-in page.
    assert.ok(navigations() <= 2, `${navigations()} navigations`);
    await tab.signIn();
    await tab.shows('answer', 'API: 200');
    await tab.reload();
    await tab.shows('answer', 'API: 200');
  },
);
