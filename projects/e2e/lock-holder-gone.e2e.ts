// Scenario B06 with the browser's back/forward cache: the tab that refreshes navigates away in the
// middle of it, and its page is not gone by that. The next tab must own the lock at once and get a
// session. The other ways to go away are proven in each engine by engines/lost-holder.ts.

import assert from 'node:assert/strict';
import { testsIn } from './support/browser-test';
import { launchChromiumWithPageCache } from './support/chromium';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { holdRefresh, REFRESH, untilLockIsWaitedFor } from './support/held-refresh';
import { SEPARATE_PROCESSES } from './support/separate-processes';

const ROUNDS = 5;
/**
 * Time until the next tab owns the lock, in milliseconds; by the median, since a busy machine may
 * be late once.
 */
const HANDOVER_MS = 500;
/** How long the pool holds the call of the tab that goes away: longer than a round takes. */
const HELD_MS = 6000;

const browserTest = testsIn(() => launchChromiumWithPageCache(...SEPARATE_PROCESSES));

browserTest(
  `B06: the tab that refreshes navigates away with the back/forward cache on → the next one owns the lock ≤ ${HANDOVER_MS} ms later and finishes the refresh`,
  { pool: { rotation: true, retryGracePeriodSeconds: 60 } },
  async (fixture) => {
    const heir = await fixture.openSignedIn();
    const handovers: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const holder = await fixture.open('/');
      const known = (await heir.renewals()).length;
      fixture.local.clearCalls();
      await holdRefresh(fixture, holder, HELD_MS);
      await heir.startRefresh();
      await untilLockIsWaitedFor(heir);

      const goneAt = Date.now();
      await holder.page.goto(`${fixture.server.origin}/settings.json`);

      await until('the heir has a new session', async () => {
        return (await heir.renewals()).length > known;
      });
      const [call] = fixture.poolCalls(REFRESH);
      assert.equal(call?.error, null, `the heir's call in round ${round}`);
      handovers.push(call.at - goneAt);
      await holder.page.close();
    }

    const sorted = handovers.sort((a, b) => a - b);
    const listed = sorted.join(', ');
    figure(
      `B06 the holder navigates away, back/forward cache on, ${ROUNDS} rounds: the next call reached the pool ${listed} ms later`,
    );
    const median = sorted[Math.floor(ROUNDS / 2)] ?? Infinity;
    assert.ok(median <= HANDOVER_MS, `the lock came after ${listed} ms`);
    assert.equal((await heir.seen()).status, 'signed-in');
    assert.ok(!(await heir.events()).includes('signed-out'));
    assert.deepEqual(await heir.ask('orders'), [{ status: 200, error: '' }]);
  },
);
