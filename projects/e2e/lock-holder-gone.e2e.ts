// Scenario B06: the tab that refreshes goes away in the middle of it. The next tab must own the
// lock at once and get a session.

import assert from 'node:assert/strict';
import type { AppTab } from './support/app-tab';
import { launchChromiumWithPageCache } from './support/chromium';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { holdRefresh, REFRESH, untilLockIsWaitedFor } from './support/held-refresh';
import { scenesIn } from './support/scene';
import { SEPARATE_PROCESSES } from './support/separate-processes';
import type { Stage } from './support/stage';

const ROUNDS = 5;
/**
 * Time until the next tab owns the lock, in milliseconds; by the median, since a busy machine may
 * be late once.
 */
const HANDOVER_MS = 500;
/** How long the pool holds the call of the tab that goes away: longer than a round takes. */
const HELD_MS = 6000;

// With the back/forward cache a page that was left is not gone by itself.
const scene = scenesIn(() => launchChromiumWithPageCache(...SEPARATE_PROCESSES));

/** The ways in which a tab goes away. Each resolves when it is done or no later than matters. */
const ways: Readonly<Record<string, (tab: AppTab, stage: Stage) => Promise<void>>> = {
  'is closed': ({ page }) => page.close(),
  crashes: async ({ page }, { context }) => {
    const session = await context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    // Nobody is left to answer this.
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
  },
  'navigates away': async ({ page }, { server }) => {
    await page.goto(`${server.origin}/settings.json`);
  },
};

for (const [way, leave] of Object.entries(ways)) {
  scene(
    `B06: the tab that refreshes ${way} → the next one owns the lock ≤ ${HANDOVER_MS} ms later and finishes the refresh`,
    { pool: { rotation: true, retryGracePeriodSeconds: 60 } },
    async (stage) => {
      const heir = await stage.openSignedIn();
      const handovers: number[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        const holder = await stage.open('/');
        const known = (await heir.renewals()).length;
        stage.local.clearCalls();
        await holdRefresh(stage, holder, HELD_MS);
        await heir.startRefresh();
        await untilLockIsWaitedFor(heir);

        const goneAt = Date.now();
        await leave(holder, stage);

        await until('the heir has a new session', async () => {
          return (await heir.renewals()).length > known;
        });
        const [call] = stage.poolCalls(REFRESH);
        assert.equal(call?.error, null, `the heir's call in round ${round}`);
        handovers.push(call.at - goneAt);
        await holder.page.close();
      }

      const sorted = handovers.sort((a, b) => a - b);
      const listed = sorted.join(', ');
      figure(
        `B06 the holder ${way}, ${ROUNDS} rounds: the next call reached the pool ${listed} ms later`,
      );
      const median = sorted[Math.floor(ROUNDS / 2)] ?? Infinity;
      assert.ok(median <= HANDOVER_MS, `the lock came after ${listed} ms`);
      assert.equal((await heir.seen()).status, 'signed-in');
      assert.ok(!(await heir.events()).includes('signed-out'));
      assert.deepEqual(await heir.ask('orders'), [{ status: 200, error: '' }]);
    },
  );
}
