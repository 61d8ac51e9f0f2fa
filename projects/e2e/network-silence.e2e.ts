// Scenario F04: the pool takes a call and never answers. The limits are real time here, and the
// lock is looked at as any other tab would look at it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserForFile } from './support/browser-for-file';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { forAnyPage, RecordingProxy } from './support/recording-proxy';
import { makeTokens, startSession } from './support/self-made-tokens';
import { TestFixture } from './support/test-fixture';

const WAITERS = 100;
/** TRY, WAIT and HOLD of the reliability scenarios. */
const TRY_MS = 16_000;
const WAIT_MS = 25_000;
const HOLD_MS = 20_000;
/** How exact a timer and a look from another process are on a busy machine. */
const BLUR_MS = 1000;
/** Where a watching page notes for how long the lock was held. */
interface LockWatch {
  longestMs: number;
  heldNow: boolean;
}
declare global {
  interface Window {
    lockWatch: LockWatch;
  }
}

const browser = browserForFile();

/** Looks at the lock of this name every 50 ms, from a page of the same origin without the app. */
async function watchLock(fixture: TestFixture, name: string): Promise<() => Promise<LockWatch>> {
  const page = await fixture.context.newPage();
  await page.goto(`${fixture.server.origin}/settings.json`);
  await page.evaluate((name) => {
    const watch: LockWatch = (window.lockWatch = { longestMs: 0, heldNow: false });
    let heldSince: number | undefined;
    setInterval(() => {
      void navigator.locks.query().then(({ held = [] }) => {
        const isHeld = held.some((lock) => lock.name === name);
        const now = performance.now();
        heldSince = isHeld ? (heldSince ?? now) : undefined;
        watch.heldNow = isHeld;
        watch.longestMs = Math.max(watch.longestMs, now - (heldSince ?? now));
      });
    }, 50);
  }, name);
  return () => page.evaluate(() => window.lockWatch);
}

void test(`F04: the pool never answers, ${WAITERS} waiters → calls aborted, all answered, lock free in time`, async () => {
  const pool = await RecordingProxy.start((arrival) =>
    arrival.method === 'OPTIONS' ? forAnyPage(arrival, { status: 204 }) : 'silence',
  );
  const options = {
    settings: { endpoint: `${pool.origin}/` },
    connectTo: [pool.origin],
    expectedErrors: /status of 401/,
  };
  await TestFixture.with(browser(), options, async (fixture) => {
    const tab = await fixture.open('/');
    await startSession(tab, makeTokens(fixture.local));
    const { userPoolId, clientId } = fixture.local;
    const lock = await watchLock(fixture, `ngx-cognito-session.${userPoolId}.${clientId}`);

    const { results, ms } = await tab.page.evaluate(async (count) => {
      const begun = performance.now();
      const results = await Promise.all(
        Array.from({ length: count }, () => window.askApi('orders')),
      );
      return { results, ms: performance.now() - begun };
    }, WAITERS);

    assert.equal(results.length, WAITERS);
    assert.deepEqual(
      new Set(results.map(({ status, error }) => `${status} ${error}`)).size,
      1,
      'all got the same answer',
    );
    assert.equal(results[0]?.status, -1);
    assert.deepEqual(await tab.events(), ['signed-in', 'refresh-failed']);
    assert.equal((await tab.seen()).status, 'signed-in');
    assert.ok(ms <= WAIT_MS, `answered after ${ms} ms`);

    const calls = pool.arrivals.filter(({ method }) => method === 'POST');
    const lasted = calls.map(({ at, abortedAt = Infinity }) => Math.round(abortedAt - at));
    assert.ok(calls.length >= 1 && calls.length <= 3, `${calls.length} calls`);
    for (const length of lasted) assert.ok(length <= TRY_MS + BLUR_MS, `a call of ${length} ms`);
    assert.ok(Math.abs((lasted[0] ?? 0) - TRY_MS) <= BLUR_MS, `the first call: ${lasted[0]} ms`);

    await until('the lock is free', async () => !(await lock()).heldNow);
    const { longestMs } = await lock();
    // Seen at all: it was held while the calls ran.
    assert.ok(longestMs >= TRY_MS - BLUR_MS, `held for ${longestMs} ms`);
    assert.ok(longestMs <= HOLD_MS, `held for ${longestMs} ms`);
    figure(
      `F04 ${WAITERS} waiters answered after ${(ms / 1000).toFixed(1)} s; calls aborted after ` +
        `${lasted.map((length) => (length / 1000).toFixed(1)).join(', ')} s; lock held ${(longestMs / 1000).toFixed(1)} s`,
    );
  }).finally(() => pool.stop());
});
