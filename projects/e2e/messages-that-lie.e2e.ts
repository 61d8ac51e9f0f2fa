// Scenario B18: whatever script runs on this origin can post on the library's channel. A message
// alone ends nothing.

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { setTimeout as delay } from 'node:timers/promises';
import { figure } from './support/figures';
import { testsInTabs } from './support/browser-test';
import type { TestFixture } from './support/test-fixture';

const REASONS = ['sign-out', 'refused', 'idle', '<b>x', undefined];
/** How long nothing may change, in milliseconds. */
const WATCH_MS = 1000;

const browserTest = testsInTabs();

/** Posts that the session in the store is over, once for each reason. */
async function postEnds(
  page: Page,
  fixture: TestFixture,
  reasons: readonly unknown[],
  { clearStore = false } = {},
): Promise<void> {
  const key = `ngx-cognito-session.${fixture.local.userPoolId}.${fixture.local.clientId}`;
  await page.evaluate(
    ({ key, reasons, clearStore }) => {
      const record = JSON.parse(localStorage.getItem(key) ?? '{}') as { generation?: string };
      if (!record.generation) throw new Error('the record in the store has no generation');
      if (clearStore) localStorage.removeItem(key);
      const channel = new BroadcastChannel(key);
      for (const reason of reasons) {
        channel.postMessage({ type: 'ended', generation: record.generation, reason });
      }
    },
    { key, reasons, clearStore },
  );
}

browserTest(
  'B18: scripts of the page and of another one post that the session ended → nothing changes in 1 s',
  {},
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    const other = await fixture.context.newPage();
    await other.goto(`${fixture.server.origin}/settings.json`);
    const before = { seen: await tab.seen(), stored: await tab.stored() };
    await tab.page.evaluate(() => {
      window.sessionEvents.length = 0;
    });

    for (const page of [tab.page, other]) await postEnds(page, fixture, REASONS);
    await delay(WATCH_MS);

    assert.deepEqual({ seen: await tab.seen(), stored: await tab.stored() }, before);
    assert.equal(before.seen.status, 'signed-in');
    assert.deepEqual(await tab.events(), []);
    assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);
    assert.equal(fixture.poolCalls('RevokeToken').length, 0);
    figure(`B18 ${2 * REASONS.length} messages that lie: 0 changes of state in ${WATCH_MS} ms`);
  },
);

browserTest(
  'B18: control: the same message ends the session when its record is gone from the store',
  {},
  async (fixture) => {
    const tab = await fixture.openSignedIn();

    await postEnds(tab.page, fixture, ['sign-out'], { clearStore: true });

    await tab.at('/sign-in?returnUrl=%2Forders');
    assert.equal((await tab.seen()).reason, 'other-tab');
  },
);
