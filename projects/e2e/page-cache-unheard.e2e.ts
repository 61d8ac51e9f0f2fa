// Scenario B14: a page restored from the back/forward cache that heard nothing of what happened
// meanwhile.

import assert from 'node:assert/strict';
import { AppTab } from './support/app-tab';
import { launchChromiumWithPageCache } from './support/chromium';
import { withoutBroadcastChannel } from './support/missing-parts';
import { assertRestored, back, CACHED_PAGES, leave, noteShows } from './support/page-cache';
import { testsIn } from './support/browser-test';
import { SEPARATE_PROCESSES } from './support/separate-processes';
import type { TestFixture } from './support/test-fixture';

declare global {
  interface Window {
    /** The page's requests when it was restored. */
    restored: Promise<{ status: string; requests: number[] }>;
  }
}

const browserTest = testsIn(() => launchChromiumWithPageCache(...SEPARATE_PROCESSES));

/**
 * A tab that tells no other one anything: Chromium throws a page out of the cache when there is a
 * message for it.
 */
async function openWithoutMessages({ context, server }: TestFixture): Promise<AppTab> {
  const page = await context.newPage();
  await page.addInitScript(withoutBroadcastChannel);
  await page.goto(server.origin);
  return AppTab.in(page, server.origin);
}

/** Asks the API at the very moment of the restore. Runs in a page. */
function askWhenRestored(): void {
  window.shows = [];
  addEventListener('pageshow', ({ persisted }) => {
    window.shows.push(persisted);
    if (!persisted) return;
    const answers = Promise.all([window.askApi('orders'), window.askApi('orders/1')]);
    window.restored = answers.then((all) => ({
      status: window.session.state().status,
      requests: all.map(({ status }) => status),
    }));
  });
}

for (const [what, before] of [
  ['its first listener asks the API', true],
  ['a later listener asks the API', false],
] as const) {
  browserTest(
    `B14: a page restored after an unheard sign-out, ${what} → session checked first, 0 calls with the old token`,
    { ...CACHED_PAGES, initScript: before ? askWhenRestored : noteShows },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      if (!before) await tab.page.evaluate(askWhenRestored);
      const other = await openWithoutMessages(fixture);
      await leave(tab, fixture);
      await other.signOut();
      fixture.local.clearCalls();

      await back(tab);

      await assertRestored(tab);
      const { requests } = await tab.page.evaluate(() => window.restored);
      assert.deepEqual(
        fixture.apiCalls.filter(({ tokenUse }) => tokenUse),
        [],
        'the old token was sent',
      );
      assert.deepEqual(requests, [-1, -1]);
      await tab.page.waitForFunction(() => location.pathname === '/sign-in');
      assert.equal((await tab.seen()).status, 'signed-out');
    },
  );
}
