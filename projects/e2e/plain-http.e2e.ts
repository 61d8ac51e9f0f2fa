// Scenario B09: a page by plain http has no Web Locks, so nothing keeps its tabs apart.

import assert from 'node:assert/strict';
import { figure } from './support/figures';
import { makeClockMovable } from './support/movable-page-clock';
import { testsInOneTab } from './support/browser-test';
import { SEPARATE_PROCESSES } from './support/separate-processes';

const ROUNDS = 5;
const REQUESTS = 10;
const HOUR_SECONDS = 3600;
/** A host that browsers do not trust without https, as they do localhost. */
const HOST = 'plain.test';

const browserTest = testsInOneTab(
  ...SEPARATE_PROCESSES,
  `--host-resolver-rules=MAP ${HOST} localhost`,
);

const options = {
  hostname: HOST,
  pool: { rotation: true, retryGracePeriodSeconds: 60, apiCors: false },
  initScript: makeClockMovable,
};

browserTest(
  `B09: 2 tabs without Web Locks expire together, grace 60 s, ${ROUNDS} rounds → ≤ 2 refreshes each, 0 sign-outs`,
  options,
  async (fixture) => {
    const tabs = [await fixture.openSignedIn(), await fixture.open('/')];
    for (const { page } of tabs) {
      assert.deepEqual(await page.evaluate(() => [isSecureContext, 'locks' in navigator]), [
        false,
        false,
      ]);
    }
    const counts: number[] = [];

    for (let round = 1; round <= ROUNDS; round++) {
      fixture.local.moveClock(HOUR_SECONDS);
      for (const { page } of tabs) {
        await page.evaluate((ms) => (window.clockOffset = ms), round * HOUR_SECONDS * 1000);
      }
      fixture.local.clearCalls();
      const results = await Promise.all(tabs.map((tab) => tab.ask('orders', REQUESTS)));

      assert.deepEqual(
        results.flat(),
        Array<unknown>(2 * REQUESTS).fill({ status: 200, error: '' }),
      );
      const refreshes = fixture.poolCalls('GetTokensFromRefreshToken').length;
      assert.ok(refreshes >= 1 && refreshes <= 2, `${refreshes} refreshes in round ${round}`);
      counts.push(refreshes);
    }

    figure(
      `B09 2 tabs without Web Locks, ${ROUNDS} rounds: ${counts.join(', ')} refreshes, 0 sign-outs`,
    );
    for (const tab of tabs) assert.ok(!(await tab.events()).includes('signed-out'));
  },
);

browserTest(
  'B09: in one page without Web Locks still exactly 1 refresh for all its requests',
  options,
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    fixture.local.moveClock(HOUR_SECONDS);
    await tab.page.evaluate((ms) => (window.clockOffset = ms), HOUR_SECONDS * 1000);
    fixture.local.clearCalls();

    const results = await tab.ask('orders', REQUESTS);

    assert.deepEqual(results, Array<unknown>(REQUESTS).fill({ status: 200, error: '' }));
    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
  },
);
