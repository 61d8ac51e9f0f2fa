// Scenario B02: tabs in separate processes read, change and write the session's record in turns. A
// refresh is just that, and the record counts them in its revision; with rotation and no grace
// period the pool notices a lost one as well.

import assert from 'node:assert/strict';
import { until } from '../support/deadline';
import { figure } from '../support/figures';
import type { BrowserTabs } from './browser-tabs';
import { PlainLock } from './plain-lock';
import { SYNC_MS, strictRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const TABS = 4;
const CHANGES = 200;
const TOTAL = TABS * CHANGES;
const CONTROL_ATTEMPTS = 5;
/** Longest run of all turns, in milliseconds. */
const TURNS_MS = 100_000;

/** Declares the tests of B02. */
export function lockTurnsTests(test: TabTest): void {
  test(
    'B02',
    `${TABS} tabs change the session's record ${CHANGES} times each → 0 of ${TOTAL} changes lost; a counter under a plain lock loses some`,
    { pool: strictRotation },
    async (tabs) => {
      await tabs.openAll(TABS);
      const before = await tabs.one('tab 0', 'stored');
      assert.equal(before?.revision, 0);

      const turns = await tabs.order('refreshUntil', { renewed: CHANGES }, { timeoutMs: TURNS_MS });

      const refreshes = tabs.poolCalls('GetTokensFromRefreshToken');
      assert.deepEqual(
        refreshes.filter(({ error }) => error !== null),
        [],
        'refused refreshes',
      );
      assert.equal(refreshes.length, TOTAL);
      assert.equal(new Set(refreshes.map((call) => call.tokenFingerprint)).size, TOTAL);
      await assertAgreed(tabs);
      const after = await tabs.one('tab 0', 'stored');
      assert.deepEqual(after, { generation: before.generation, revision: TOTAL });

      const taken = Object.values(turns).reduce((sum, asked) => sum + asked, 0);
      const lost = await plainlyLost(tabs);
      figure(
        `B02 ${tabs.engine.version}: 0 lost of ${TOTAL} changes by ${TABS} tabs (${taken} takes of the lock); ` +
          `reference (plain lock and re-read): ${lost} lost of ${TOTAL}`,
      );
      assert.ok(lost > 0, 'not even the plain way lost a change: nothing was tested');
    },
  );
}

/** The last change may have to travel still. */
async function assertAgreed(tabs: BrowserTabs): Promise<void> {
  const agreed = async (): Promise<boolean> => {
    const reports = Object.values(await tabs.reports());
    return new Set(reports.map(({ idToken }) => idToken)).size === 1;
  };
  await until('all tabs hold the same session', agreed, SYNC_MS);
}

/**
 * The same turns with a counter, which is read and written as soon as the lock is granted; again
 * when none was lost.
 */
async function plainlyLost(tabs: BrowserTabs): Promise<number> {
  let lost = 0;
  for (let attempt = 0; lost === 0 && attempt < CONTROL_ATTEMPTS; attempt++) {
    await PlainLock.start(tabs);
    await tabs.order('plainCount', { times: CHANGES });
    lost = TOTAL - Math.max(...Object.values(await tabs.order('plainCounted')));
  }
  return lost;
}
