// Tabs that were hidden (D06) and devices that slept (D07): what is held is old when the user comes
// back, and the network may be later than the user.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { RequestResult } from './app/driving-handle';
import type { AppTab } from './support/app-tab';
import { figure } from './support/figures';
import { REFRESH } from './support/held-refresh';
import { makeClockMovable, makeClocksMovable } from './support/movable-page-clock';
import { testsInOneTab } from './support/browser-test';
import type { TestFixture } from './support/test-fixture';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const REQUESTS = 20;
/** When the network is back after the wake, in milliseconds. */
const NETWORK_MS = 5000;
/**
 * When the browser notices that the network it woke up with is dead, in milliseconds after the
 * wake.
 */
const NOTICED_MS = 3000;
/** Longest time until the session is usable after the network is back, in milliseconds. */
const USABLE_MS = 2000;
const MOST_ATTEMPTS = 3;

const browserTest = testsInOneTab();

/** Sets the page's visibility and tells the app. */
async function show(tab: AppTab, visible: boolean): Promise<void> {
  await tab.page.evaluate((visible) => {
    const values = { hidden: !visible, visibilityState: visible ? 'visible' : 'hidden' };
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(document, name, { configurable: true, value });
    }
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, visible);
}

/** Moves the clocks of page and pool. */
async function pass(fixture: TestFixture, tab: AppTab, seconds: number): Promise<void> {
  fixture.local.moveClock(seconds);
  await tab.page.evaluate((ms) => (window.clockOffset += ms), seconds * 1000);
}

for (const [name, minutes, expected] of [
  ['with tokens of 1 h', 60, 0],
  ['with tokens of 5 min', 5, 1],
  // 30 s are left of it, which is inside the margin.
  ['with tokens of 30.5 min', 30.5, 1],
] as const) {
  browserTest(
    `D06: hidden for 30 min ${name}, then ${REQUESTS} requests → ${expected} refresh, 0 requests with an expired token`,
    {
      initScript: makeClocksMovable,
      pool: {
        idTokenValiditySeconds: minutes * MINUTE_SECONDS,
        accessTokenValiditySeconds: minutes * MINUTE_SECONDS,
        // An expired token that was sent would show as a failed request.
        apiCors: false,
      },
    },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      await show(tab, false);
      await pass(fixture, tab, 30 * MINUTE_SECONDS);
      fixture.local.clearCalls();

      await show(tab, true);
      const results = await tab.ask('orders', REQUESTS);

      assert.deepEqual(results, Array<unknown>(REQUESTS).fill({ status: 200, error: '' }));
      assert.equal(fixture.poolCalls(REFRESH).length, expected);
      assert.equal(fixture.apiCalls.filter(({ status }) => status !== 200).length, 0);
      assert.equal(fixture.apiCalls.length, REQUESTS);
    },
  );
}

/** Asks every half second until an answer comes; returns how the earlier requests ended. */
async function askUntilAnswered(tab: AppTab, patienceMs: number): Promise<RequestResult[]> {
  const deadline = Date.now() + patienceMs;
  const failed: RequestResult[] = [];
  while (Date.now() < deadline) {
    const [result] = await tab.ask('orders');
    if (result?.status === 200) return failed;
    if (result) failed.push(result);
    await delay(200);
  }
  throw new Error(`no answer within ${patienceMs} ms: ${JSON.stringify(failed.at(-1))}`);
}

for (const [name, knowsIt] of [
  ['the browser knows that it is offline', true],
  ['the browser notices only later that it is offline', false],
] as const) {
  browserTest(
    `D07: asleep for 8 h, network back ${NETWORK_MS / 1000} s after the wake, ${name} → 0 sign-outs, ≤ ${MOST_ATTEMPTS} failed attempts, usable ≤ ${USABLE_MS / 1000} s later`,
    {
      initScript: makeClockMovable,
      pool: { apiCors: false },
      expectedErrors: /net::ERR_|CORS/,
      timeoutMs: 90_000,
    },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      let attempts = 0;
      tab.page.on('request', (request) => {
        if (request.url() === fixture.local.poolUrl && request.method() === 'POST') attempts++;
      });
      await pass(fixture, tab, 8 * HOUR_SECONDS);
      fixture.local.setOffline('both', true);
      if (knowsIt) await fixture.context.setOffline(true);
      await show(tab, false);
      await show(tab, true);
      const wokenAt = Date.now();

      const asked = tab.ask('orders', REQUESTS);
      if (!knowsIt) {
        await delay(NOTICED_MS);
        await fixture.context.setOffline(true);
      }
      await delay(wokenAt + NETWORK_MS - Date.now());
      assert.equal((await tab.seen()).status, 'signed-in');
      const failedAttempts = attempts;
      fixture.local.setOffline('both', false);
      await fixture.context.setOffline(false);
      const backAt = Date.now();
      await askUntilAnswered(tab, 40_000);
      const usableAfter = Date.now() - backAt;

      figure(
        `D07 asleep for 8 h, ${name}: ${failedAttempts} failed attempts, usable ${usableAfter} ms after the network was back`,
      );
      assert.ok(usableAfter <= USABLE_MS, `usable after ${usableAfter} ms`);
      assert.ok(failedAttempts <= MOST_ATTEMPTS, `${failedAttempts} attempts`);
      assert.deepEqual(fixture.poolCalls(REFRESH).filter(({ status }) => status === 200).length, 1);
      for (const { status } of await asked) assert.ok([-1, 0, 200].includes(status));
      assert.ok(!(await tab.events()).includes('signed-out'));
      assert.equal(fixture.apiCalls.filter(({ status }) => status === 401).length, 0);
    },
  );
}
