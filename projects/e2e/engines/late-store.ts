// Scenario B02 with the stale read forced, since real engines rarely make a tab wait: one tab's
// localStorage shows the old record for a while after the lock has passed to it. Only the mark of
// the used token can tell it to wait.

import assert from 'node:assert/strict';
import { until } from '../support/deadline';
import { figure } from '../support/figures';
import type { BrowserTabs } from './browser-tabs';
import { PlainLock } from './plain-lock';
import { strictRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const ROUNDS = 10;
/**
 * How late the storage is, and how long the pool holds a refresh so that the late tab is in line,
 * in milliseconds.
 */
const MS = { late: 200, held: 300 };

/** Declares the test. */
export function lateStoreTests(test: TabTest): void {
  test(
    'B02',
    `storage shows the old record for ${MS.late} ms after the lock was granted → the mark makes the tab wait, 0 used tokens sent; the control sends them`,
    { pool: strictRotation },
    async (tabs) => {
      await tabs.openSignedIn('quick');
      await tabs.open('late', '/', { storage: 'late', ms: String(MS.late) });
      const plain = await PlainLock.start(tabs);
      let staleReads = 0;
      let shortest = Infinity;
      for (let round = 1; round <= ROUNDS; round++) {
        const { stale, waitedMs } = await playRound(tabs);
        staleReads += stale;
        shortest = Math.min(shortest, waitedMs);
        await plain.playRound();
      }

      figure(
        `B02 ${tabs.engine.version}: storage ${MS.late} ms late: waited in each of ${ROUNDS} rounds (${staleReads} stale reads, shortest wait ${shortest} ms), ` +
          `0 used tokens sent; control sent one in ${plain.reused} rounds`,
      );
      assert.ok(plain.reused > 0, 'not even the control sent a used token: nothing was tested');
    },
  );
}

/**
 * Both tabs need a new token, the quick one first; tells what the late one saw and how much later
 * it had its session.
 */
async function playRound(tabs: BrowserTabs): Promise<{ stale: number; waitedMs: number }> {
  tabs.local.rejectTokens();
  tabs.local.clearCalls();
  tabs.local.fault({ on: 'GetTokensFromRefreshToken', kind: 'late-work', ms: MS.held });
  await tabs.one('quick', 'report');
  const { staleReads } = await tabs.one('late', 'report');
  await tabs.one('quick', 'begin', { paths: ['orders'] });
  await until('the quick tab holds the lock', async () => {
    return (await tabs.one('quick', 'lockQueue')).held;
  });
  const { results, report } = await tabs.one('late', 'ask', { paths: ['orders'] });
  await tabs.one('quick', 'ended');
  const quick = await tabs.one('quick', 'report');

  assert.equal(results[0]?.status, 200);
  const refreshes = tabs.poolCalls('GetTokensFromRefreshToken').map(({ error }) => error);
  assert.deepEqual(refreshes, [null], 'refreshes');
  assert.equal(report.idToken, quick.idToken);
  const refreshedAt = quick.events.find(({ type }) => type === 'refreshed')?.at ?? NaN;
  const adoptedAt = report.events.find(({ type }) => type === 'adopted')?.at ?? NaN;
  const stale = report.staleReads - staleReads;
  const waitedMs = adoptedAt - refreshedAt;
  assert.ok(stale > 0, 'the late storage was not read while it was late');
  assert.ok(waitedMs >= MS.late / 2, `did not wait for the newer record: ${waitedMs} ms`);
  return { stale, waitedMs };
}
