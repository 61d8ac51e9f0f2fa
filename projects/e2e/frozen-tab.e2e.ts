// Tabs that the system freezes in the middle of a refresh: they keep the cross-tab lock, and what
// they do when they thaw is late.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { AppTab } from './support/app-tab';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { FrozenRenderer } from './support/frozen-renderer';
import { holdRefresh, locks, REFRESH } from './support/held-refresh';
import { noteWrites } from './support/late-writes';
import { withoutWebLocks } from './support/missing-parts';
import { testsInTabs } from './support/browser-test';
import { SEPARATE_PROCESSES } from './support/separate-processes';
import { REFUSED_REQUESTS } from './support/test-fixture';

/**
 * WAIT of the reliability scenarios, and what the call itself may take after it, in milliseconds.
 */
const WAIT_MS = 25_000;
const CALL_MS = 1000;
/**
 * When the pool answers the frozen tab: then nobody is there to take the answer in, also on a busy
 * machine.
 */
const ANSWER_MS = 3000;
/** A late write would be seen within this time, in milliseconds. */
const LATE_MS = 5000;

const browserTest = testsInTabs(...SEPARATE_PROCESSES);

browserTest(
  `B07: a tab frozen with the lock → the other goes on after ≤ ${WAIT_MS / 1000} s; thawed, its late answer is dropped, 0 sign-outs`,
  {
    // The frozen tab's answer rotates the token that the other one still holds.
    pool: { rotation: true, retryGracePeriodSeconds: 60 },
    expectedErrors: REFUSED_REQUESTS,
    timeoutMs: 90_000,
  },
  async (fixture) => {
    const frozen = await fixture.openSignedIn();
    const other = await fixture.open('/');
    const renderer = await FrozenRenderer.of(frozen.page);
    fixture.local.rejectTokens();
    fixture.local.clearCalls();
    await holdRefresh(fixture, frozen, ANSWER_MS, () => frozen.startAsking('orders'));
    renderer.freeze();
    try {
      await until('the pool has answered', () => fixture.poolCalls(REFRESH).length === 1);
      assert.deepEqual(await locks(other), { held: 1, waiting: 0 });

      const askedAt = Date.now();
      assert.deepEqual(await other.ask('orders'), [{ status: 200, error: '' }]);
      const waited = (fixture.poolCalls(REFRESH)[1]?.at ?? Infinity) - askedAt;

      assert.deepEqual(await locks(other), { held: 1, waiting: 0 }, 'it went on without the lock');
      assert.ok(waited <= WAIT_MS + CALL_MS, `it waited ${waited} ms`);
      const stored = await other.stored();

      const thawedAt = Date.now();
      renderer.thaw();
      const current = (await other.seen()).idToken;
      await until('both hold one session', async () => (await frozen.seen()).idToken === current);
      figure(
        `B07 the frozen holder kept the other tab waiting for ${waited} ms; thawed, it held the other's session after ${Date.now() - thawedAt} ms`,
      );
      await delay(LATE_MS);
      assert.equal(await other.stored(), stored, 'the late answer was written');
      assert.deepEqual(
        fixture.poolCalls(REFRESH).map(({ error }) => error),
        [null, null],
      );
    } finally {
      renderer.thaw();
    }
    for (const tab of [frozen, other]) {
      assert.ok(!(await tab.events()).includes('signed-out'));
      assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);
    }
  },
);

browserTest(
  'B07: thawed before its call times out, a tab drops its answer when another one has used the refresh token',
  { pool: { rotation: true, retryGracePeriodSeconds: 60 }, expectedErrors: REFUSED_REQUESTS },
  async (fixture) => {
    const frozen = await fixture.openSignedIn();
    // Goes on without the lock at once, as after the longest wait.
    const page = await fixture.context.newPage();
    await page.addInitScript(withoutWebLocks);
    await page.goto(fixture.server.origin);
    const other = await AppTab.in(page, fixture.server.origin);
    const renderer = await FrozenRenderer.of(frozen.page);
    fixture.local.rejectTokens();
    await holdRefresh(fixture, frozen, ANSWER_MS, () => frozen.startAsking('orders'));
    renderer.freeze();
    try {
      await until('the pool has answered', () => fixture.poolCalls(REFRESH).length === 1);
      assert.deepEqual(await other.ask('orders'), [{ status: 200, error: '' }]);
      await other.page.evaluate(noteWrites);
    } finally {
      renderer.thaw();
    }
    const { idToken } = await other.seen();

    await until('the frozen tab has its answer', () =>
      frozen.page.evaluate(() => window.asked.length === 1),
    );

    assert.deepEqual(await frozen.page.evaluate(() => window.asked), [{ status: 200, error: '' }]);
    assert.deepEqual(await frozen.events(), ['signed-in', 'adopted']);
    assert.equal((await frozen.seen()).idToken, idToken);
    await delay(1000);
    assert.equal(await other.page.evaluate(() => window.writes), 0, 'a late write');
    assert.equal((await other.seen()).idToken, idToken);
  },
);

/** Frozen for less, and for more, than the mark of an ended session stands (2 s). */
for (const frozenMs of [1000, 3000]) {
  browserTest(
    `C02: signed out while a refresh runs in another tab, frozen for ${frozenMs} ms → 0 keys 5 s later`,
    { expectedErrors: /net::ERR_/ },
    async (fixture) => {
      const frozen = await fixture.openSignedIn();
      const other = await fixture.open('/orders');
      await other.shows('answer', 'API: 200');
      const renderer = await FrozenRenderer.of(frozen.page);
      // Else the pool would refuse the refresh, and there would be no late answer.
      fixture.local.fault({ on: 'RevokeToken', kind: 'drop', times: 'forever' });
      await holdRefresh(fixture, frozen, ANSWER_MS);
      await other.page.evaluate(noteWrites);
      renderer.freeze();
      try {
        await until('the pool has answered', () => fixture.poolCalls(REFRESH).length === 1);
        await other.signOut();
        await delay(frozenMs);
      } finally {
        renderer.thaw();
      }

      await delay(LATE_MS);

      assert.equal(fixture.poolCalls(REFRESH)[0]?.status, 200);
      assert.equal(await other.page.evaluate(() => window.writes), 0, 'a late write');
      assert.equal(await other.stored(), '[{},{}]');
      assert.equal(await frozen.stored(), '[{},{}]');
      assert.deepEqual(await frozen.seen(), {
        status: 'signed-out',
        reason: 'other-tab',
        idToken: null,
      });
      assert.equal((await other.seen()).reason, 'sign-out');
      assert.deepEqual(
        (await frozen.events()).filter((type) => type !== 'signed-in'),
        ['signed-out'],
      );
      figure(`C02 another tab frozen with a refresh for ${frozenMs} ms: 0 keys 5 s later`);
    },
  );
}

browserTest(
  'C02: signed out while a refresh runs in another tab → its answer is dropped, 0 keys 5 s later',
  { expectedErrors: /net::ERR_/ },
  async (fixture) => {
    const busy = await fixture.openSignedIn();
    const other = await fixture.open('/orders');
    await other.shows('answer', 'API: 200');
    fixture.local.fault({ on: 'RevokeToken', kind: 'drop', times: 'forever' });
    await holdRefresh(fixture, busy, ANSWER_MS);
    await other.page.evaluate(noteWrites);

    await other.signOut();

    await until('the pool has answered', () => fixture.poolCalls(REFRESH).length === 1);
    assert.equal(fixture.poolCalls(REFRESH)[0]?.status, 200);
    await delay(LATE_MS);
    assert.equal(await other.page.evaluate(() => window.writes), 0, 'a late write');
    assert.equal(await other.stored(), '[{},{}]');
    assert.deepEqual(await busy.seen(), {
      status: 'signed-out',
      reason: 'other-tab',
      idToken: null,
    });
    figure('C02 signed out while another tab refreshed: 0 keys 5 s later');
  },
);
