// Scenario B14: a page restored from the back/forward cache comes back as it was when it was left,
// with a session that may have ended long since.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { launchChromiumWithPageCache } from './support/chromium';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { countListeners } from './support/listeners';
import { assertRestored, back, CACHED_PAGES, leave, noteShows } from './support/page-cache';
import { testsIn } from './support/browser-test';
import { SEPARATE_PROCESSES } from './support/separate-processes';

const RESTORES = 10;
/** Requests that a restored page sends, were it to, arrive within this time, in milliseconds. */
const LATE_MS = 1000;

const browserTest = testsIn(() => launchChromiumWithPageCache(...SEPARATE_PROCESSES));

browserTest(
  `B14: an idle signed-in page goes to the cache; ${RESTORES} restores leave the listeners as they were`,
  { ...CACHED_PAGES, initScript: noteShows },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    await tab.page.evaluate(() => window.session.refreshSession());
    await until('the page is idle', () =>
      tab.page.evaluate(async () => ((await navigator.locks.query()).held ?? []).length === 0),
    );
    const before = await countListeners(tab.page);
    assert.ok((before['window pageshow'] ?? 0) >= 1, 'the listeners are counted');
    assert.equal(before['window unload'] ?? 0, 0);
    assert.equal(before['window beforeunload'] ?? 0, 0);

    for (let restore = 1; restore <= RESTORES; restore++) {
      await leave(tab, fixture);
      await back(tab);
      await assertRestored(tab);
    }

    assert.deepEqual(await countListeners(tab.page), before);
    assert.equal((await tab.page.evaluate(() => window.shows)).length, RESTORES + 1);
    assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);
    figure(
      `B14 ${RESTORES} restores from the back/forward cache: listeners unchanged, no lock held`,
    );
  },
);

browserTest(
  'B14: Back after a sign-out in another tab → signed out, 0 calls with the old token',
  { ...CACHED_PAGES, initScript: noteShows },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    const other = await fixture.open('/');
    await leave(tab, fixture);
    await other.signOut();
    fixture.local.clearCalls();

    await back(tab);

    await tab.at('/sign-in?returnUrl=%2Forders');
    await delay(LATE_MS);
    assert.deepEqual(fixture.apiCalls, []);
    assert.equal((await tab.seen()).idToken, null);
    figure(
      `B14 Back after a sign-out elsewhere: ${(await tab.page.evaluate(() => window.shows)).at(-1) ? 'restored' : 'loaded anew'}, 0 calls with the old token`,
    );
  },
);
