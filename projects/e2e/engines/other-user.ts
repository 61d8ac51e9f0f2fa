// Scenario B12: a tab shows one user and has requests under way while another user signs in in
// another tab.

import assert from 'node:assert/strict';
import { figure } from '../support/figures';
import { SYNC_MS, strictRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const REQUESTS = 20;
/**
 * How long the API holds each of them, in milliseconds: longer than the sign-in takes. Browsers
 * send six at a time.
 */
const HELD_MS = 2000;

/** Declares the tests of B12. */
export function otherUserTests(test: TabTest): void {
  test(
    'B12',
    `another user signs in elsewhere while ${REQUESTS} requests are in flight → told within 1 s, 0 of them carry the new user's token, 0 replays`,
    { pool: strictRotation },
    async (tabs) => {
      await tabs.openSignedIn('ana');
      await tabs.open('admin', '/sign-in');
      const paths = Array.from({ length: REQUESTS }, (_, n) => `orders/${n + 1}`);
      tabs.local.fault({ on: '/orders', kind: 'late-work', ms: HELD_MS, times: REQUESTS });
      // Their answers will be 401, and only a new token would cure that.
      tabs.local.rejectTokens();
      tabs.local.clearCalls();
      await tabs.one('ana', 'report');
      await tabs.one('ana', 'begin', { paths });

      const { user, events } = await tabs.one('admin', 'signIn', {
        username: 'admin',
        password: 'Passw0rd!',
      });
      assert.equal(user, 'admin');
      assert.equal(tabs.apiCalls.length, 0, 'requests answered before the user changed');
      const results = await tabs.one('ana', 'ended');

      const after = await tabs.one('ana', 'report');
      const changed = after.events.find(({ type }) => type === 'user-changed');
      // The tab in which the other user signs in has held the first one's session until then.
      const signedIn = events.find(({ type }) => type === 'user-changed');
      assert.ok(changed && signedIn, 'told in both tabs');
      const told = changed.at - signedIn.at;
      assert.equal(after.user, 'admin');
      const numbered = tabs.apiCalls.filter(({ path }) => path.startsWith('/orders/'));
      assert.deepEqual(
        new Set(numbered.map(({ username, status }) => `${username} ${status}`)),
        new Set(['ana 401']),
      );
      assert.equal(numbered.length, REQUESTS);
      assert.equal(results.length, REQUESTS);
      for (const { status, error } of results) {
        assert.equal(status, -1);
        assert.match(error, /^SessionError: /);
      }
      assert.deepEqual(tabs.poolCalls('GetTokensFromRefreshToken'), []);

      const own = await tabs.one('ana', 'ask', { paths: ['orders'] });
      assert.equal(own.results[0]?.status, 200);
      assert.equal(tabs.apiCalls.at(-1)?.username, 'admin');
      figure(
        `B12 ${tabs.engine.version}: told after ${told} ms, ${numbered.length} requests of the first user sent, ` +
          `0 with the other's token, 0 replayed, ${results.length} ended in an error`,
      );
      assert.ok(told <= SYNC_MS, `told after ${told} ms`);
    },
  );
}
