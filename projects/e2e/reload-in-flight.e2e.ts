// Scenario F07: the page is reloaded while a refresh is under way. A lock, a mark or a used token
// that the old page leaves behind must not delay the new one.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { figure } from './support/figures';
import { REFRESH } from './support/held-refresh';
import { testsInOneTab } from './support/browser-test';

const RELOADS = 100;
/** Longest refresh of the new page, in milliseconds. */
const DELAY_MS = 500;
/** How long the pool holds a refresh that the reload is to cut off. */
const HELD_MS = 1000;
/**
 * Other reloads come up to so many milliseconds after the refresh began: while it is asked for,
 * stored or marked.
 */
const SPREAD_MS = 50;

const browserTest = testsInOneTab();

/** Refreshes and returns how long that took, in milliseconds. Runs in the page. */
async function timeRefresh(): Promise<number> {
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) =>
    window.session.refreshSession().subscribe({ complete: resolve, error: reject }),
  );
  return performance.now() - startedAt;
}

browserTest(
  `F07: reloaded ${RELOADS} times with a refresh in flight, grace 60 s → 0 sign-outs, the new page refreshes within ${DELAY_MS} ms`,
  { pool: { rotation: true, retryGracePeriodSeconds: 60 }, timeoutMs: 180_000 },
  async (fixture) => {
    const tab = await fixture.openSignedIn('/orders');
    const times: number[] = [];
    let cutOff = 0;

    for (let reload = 1; reload <= RELOADS; reload++) {
      const held = reload % 2 === 0;
      if (held) fixture.local.fault({ on: REFRESH, kind: 'late-work', ms: HELD_MS });
      const sent = tab.page.waitForRequest(fixture.local.poolUrl);
      await tab.startRefresh();
      await sent;
      await delay((reload * 7) % SPREAD_MS);
      if ((await tab.renewals()).length === 0) cutOff++;
      await tab.reload();
      // Else the new page's call would be held instead when the old one was cut off on its way.
      fixture.local.clearFaults();

      times.push(await tab.page.evaluate(timeRefresh));
      assert.deepEqual(await tab.events(), ['refreshed'], `reload ${reload}`);
      assert.equal((await tab.seen()).status, 'signed-in');
      // A new page counts anew.
      await tab.page.evaluate(() => window.sessionEvents.splice(0));
    }

    const slowest = Math.round(Math.max(...times));
    const median = Math.round(times.sort((a, b) => a - b)[RELOADS / 2] ?? NaN);
    figure(
      `F07 ${RELOADS} reloads with a refresh in flight (${cutOff} cut off): 0 sign-outs, ` +
        `the new page refreshed within ${slowest} ms (median ${median} ms)`,
    );
    assert.ok(cutOff >= RELOADS / 2, `only ${cutOff} refreshes were still under way`);
    assert.ok(slowest <= DELAY_MS, `a refresh took ${slowest} ms`);
    assert.deepEqual(
      fixture.poolCalls(REFRESH).filter(({ error }) => error !== null),
      [],
    );
  },
);
