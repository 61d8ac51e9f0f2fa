// Scenario B10: tabs that hear of each other by one way only, or not at all.

import assert from 'node:assert/strict';
import type { AppTab } from './support/app-tab';
import { until } from './support/deadline';
import { figure } from './support/figures';
import {
  withoutBroadcastChannel,
  withoutMessages,
  withoutStorageEvents,
} from './support/missing-parts';
import { testsInTabs } from './support/browser-test';
import { SEPARATE_PROCESSES } from './support/separate-processes';
import type { TestFixture } from './support/test-fixture';

/** SYNC of the reliability scenarios: visible tabs agree within it. */
const SYNC_MS = 1000;

const browserTest = testsInTabs(...SEPARATE_PROCESSES);

/**
 * Waits until the tab has had an event of one of the types, and returns how long after `since` it
 * came.
 */
async function reached(tab: AppTab, types: readonly string[], since: number): Promise<number> {
  const times = async (): Promise<number[]> =>
    (await Promise.all(types.map((type) => tab.eventTimes(type)))).flat();
  await until(`the other tab tells ${types.join(' or ')}`, async () => {
    return (await times()).some((at) => at >= since);
  });
  return Math.min(...(await times()).filter((at) => at >= since)) - since;
}

for (const [missing, initScript] of [
  ['BroadcastChannel', withoutBroadcastChannel],
  ['storage events', withoutStorageEvents],
] as const) {
  browserTest(
    `B10: without ${missing}, a sign-in, a refresh and a sign-out reach the other tab within ${SYNC_MS} ms`,
    { initScript },
    async (fixture) => {
      const other = await fixture.open('/');
      const tab = await fixture.open('/orders');
      let startedAt = Date.now();
      await tab.signIn();
      const signIn = await reached(other, ['adopted', 'signed-in'], startedAt);
      await tab.shows('answer', 'API: 200');
      assert.deepEqual(await other.seen(), await tab.seen());

      startedAt = Date.now();
      await tab.startRefresh();
      const refresh = await reached(other, ['adopted'], startedAt);
      assert.deepEqual(await other.seen(), await tab.seen());

      startedAt = Date.now();
      await tab.signOut();
      const signOut = await reached(other, ['signed-out'], startedAt);
      assert.equal((await other.seen()).status, 'signed-out');

      figure(
        `B10 without ${missing}: sign-in reached the other tab after ${signIn} ms, refresh ${refresh} ms, sign-out ${signOut} ms`,
      );
      for (const ms of [signIn, refresh, signOut]) assert.ok(ms <= SYNC_MS, `${ms} ms`);
    },
  );
}

/**
 * Two signed-in tabs that hear nothing of each other; the second one's session is then ended by the
 * first.
 */
async function endedUnheard(fixture: TestFixture): Promise<AppTab> {
  const first = await fixture.openSignedIn();
  const second = await fixture.open('/');
  await first.signOut();
  assert.equal((await second.seen()).status, 'signed-in', 'the tabs still hear of each other');
  fixture.local.clearCalls();
  return second;
}

browserTest(
  'B10: without both, a tab finds the sign-out at its next request, before a token is used',
  { initScript: withoutMessages },
  async (fixture) => {
    const tab = await endedUnheard(fixture);

    const results = await tab.ask('orders', 5);

    assert.deepEqual(
      fixture.apiCalls.filter(({ tokenUse }) => tokenUse),
      [],
    );
    for (const { error } of results) assert.match(error, /^SessionError: /);
    assert.equal((await tab.seen()).status, 'signed-out');
  },
);

browserTest(
  'B10: without both, a tab finds the refresh at its next request and does not send the old token',
  { initScript: withoutMessages },
  async (fixture) => {
    const first = await fixture.openSignedIn();
    const second = await fixture.open('/');
    await first.startRefresh();
    await until('the first tab has refreshed', async () => (await first.renewals()).length === 1);
    const current = await first.seen();
    assert.notEqual((await second.seen()).idToken, current.idToken);

    assert.deepEqual(await second.ask('orders'), [{ status: 200, error: '' }]);

    assert.deepEqual(await second.seen(), current);
    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
  },
);

for (const type of ['focus', 'pageshow', 'visibilitychange']) {
  browserTest(
    `B10: without both, a tab finds the sign-out at ${type}, within ${SYNC_MS} ms`,
    { initScript: withoutMessages },
    async (fixture) => {
      const tab = await endedUnheard(fixture);

      const wokenAt = Date.now();
      await tab.page.evaluate((type) => {
        const target = type === 'visibilitychange' ? document : window;
        target.dispatchEvent(new Event(type, { bubbles: true }));
      }, type);

      const ms = await reached(tab, ['signed-out'], wokenAt);
      assert.ok(ms <= SYNC_MS, `${ms} ms`);
      await tab.shows('status', 'signed-out');
      assert.deepEqual(fixture.apiCalls, []);
    },
  );
}
