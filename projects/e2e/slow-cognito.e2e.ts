// Scenario F09: Cognito works at once and answers late, as with a slow trigger. The refresh token
// is used up with the work, so a second call with it would end the session.

import assert from 'node:assert/strict';
import { figure } from './support/figures';
import { REFRESH } from './support/held-refresh';
import { testsInTabs } from './support/browser-test';
import { SEPARATE_PROCESSES } from './support/separate-processes';

const REQUESTS = 5;

const browserTest = testsInTabs(...SEPARATE_PROCESSES);

for (const seconds of [9, 15]) {
  browserTest(
    `F09: the pool answers a refresh after ${seconds} s, 2 tabs, rotation without grace → 1 call, success, 0 used tokens`,
    { pool: { rotation: true, retryGracePeriodSeconds: 0 }, expectedErrors: /status of 401/ },
    async (fixture) => {
      const tabs = [await fixture.openSignedIn(), await fixture.open('/')];
      fixture.local.clearCalls();
      fixture.local.rejectTokens();
      fixture.local.fault({ on: REFRESH, kind: 'delay', ms: seconds * 1000 });

      const begun = performance.now();
      const results = await Promise.all(tabs.map((tab) => tab.ask('orders', REQUESTS)));
      const tookSeconds = (performance.now() - begun) / 1000;

      const all = Array<unknown>(tabs.length * REQUESTS).fill({ status: 200, error: '' });
      assert.deepEqual(results.flat(), all);
      assert.ok(tookSeconds >= seconds, `answered after ${tookSeconds} s: the pool was not slow`);
      const calls = fixture.poolCalls(REFRESH);
      assert.deepEqual(
        calls.map(({ status, refreshTokenReused }) => [status, refreshTokenReused]),
        [[200, false]],
      );
      // The session goes on with the token that came late.
      fixture.local.rejectTokens();
      assert.deepEqual(await tabs[0]?.ask('orders'), [{ status: 200, error: '' }]);
      assert.ok(!fixture.poolCalls(REFRESH).some(({ refreshTokenReused }) => refreshTokenReused));
      for (const tab of tabs) assert.ok(!(await tab.events()).includes('signed-out'));
      figure(
        `F09 answer after ${seconds} s: ${calls.length} call, ${all.length} requests answered ` +
          `after ${tookSeconds.toFixed(1)} s, 0 used tokens`,
      );
    },
  );
}
