// Scenario D05: tokens that expire so late that a timer up to then would fire at once: browsers
// keep delays in 31 bits.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { testsInOneTab } from './support/browser-test';
import { recordTimers, type RecordedTimer } from './support/recorded-timers';

const DAY_MS = 24 * 3600 * 1000;
const LONGEST_DELAY_MS = 2 ** 31 - 1;
/**
 * A delay that is too long fires after 1 ms; an idle page is watched for this time, in
 * milliseconds.
 */
const IDLE_MS = 2000;
/** Timers of calls and marks are over by then; what is still armed then, is armed for the token. */
const SETTLED_MS = 2500;

const browserTest = testsInOneTab();

const DAY_SECONDS = DAY_MS / 1000;
const lifetimes = {
  '30 days': 30 * DAY_SECONDS,
  '10 years': 3652 * DAY_SECONDS,
  'the year 9999': Math.floor(Date.UTC(9999, 11, 30) / 1000 - Date.now() / 1000),
};

for (const [name, seconds] of Object.entries(lifetimes)) {
  browserTest(
    `D05: tokens that expire in ${name} → no timer over 2^31 − 1 ms, none that fires in the first 24 h`,
    {
      initScript: recordTimers,
      pool: { idTokenValiditySeconds: seconds, accessTokenValiditySeconds: seconds },
    },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      const timers = (): Promise<RecordedTimer[]> => tab.page.evaluate(() => window.recordedTimers);
      assert.ok((await tab.idTokenEnd()) > Date.now() + (seconds - 60) * 1000);
      await tab.reload();
      await tab.startRefresh();
      await until('the page has refreshed', async () => (await tab.renewals()).length === 1);
      await tab.ask('orders', 5);
      await delay(SETTLED_MS);
      fixture.local.clearCalls();
      const armed = await timers();
      const fired = armed.filter(({ state }) => state === 'fired').length;

      await delay(IDLE_MS);

      const all = await timers();
      assert.ok(all.length > 0, 'nothing was recorded');
      const longest = Math.max(...all.map((timer) => timer.delay));
      assert.ok(longest <= LONGEST_DELAY_MS, `a timer of ${longest} ms`);
      assert.equal(all.filter(({ state }) => state === 'fired').length - fired, 0, 'idle firings');
      assert.deepEqual(
        all.filter((timer) => timer.state === 'pending' && timer.delay <= DAY_MS),
        [],
        'armed for the first 24 h',
      );
      assert.deepEqual(fixture.local.calls, []);
      figure(
        `D05 tokens that expire in ${name}: longest timer ${longest} ms, 0 firings while idle`,
      );
    },
  );
}
