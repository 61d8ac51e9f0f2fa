// How a session ends: by Cognito's refusal, by the user, and by the user in another tab.

import assert from 'node:assert/strict';
import { until } from './support/deadline';
import { testsInTabs } from './support/browser-test';
import { figure } from './support/figures';
import { REFUSED_REQUESTS } from './support/test-fixture';

/** SYNC of the reliability scenarios: visible tabs agree within it. */
const SYNC_MS = 1000;

const browserTest = testsInTabs();

browserTest(
  'refresh token revoked → signed out with reason `refused`, sign-in page with `returnUrl`, and back to the page after signing in',
  { expectedErrors: REFUSED_REQUESTS },
  async (fixture) => {
    const tab = await fixture.openSignedIn('/orders?page=2');
    fixture.local.rejectTokens();
    fixture.local.revokeRefreshTokens();

    const [result] = await tab.ask('orders');

    assert.equal(result?.status, -1);
    assert.match(result.error, /^SessionError: /);
    await tab.at('/sign-in?returnUrl=%2Forders%3Fpage%3D2');
    assert.deepEqual(await tab.seen(), { status: 'signed-out', reason: 'refused', idToken: null });
    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);

    await tab.signIn();

    await tab.at('/orders?page=2');
    await tab.shows('answer', 'API: 200');
    assert.equal((await tab.seen()).status, 'signed-in');
  },
);

for (const store of ['local', 'session'] as const) {
  browserTest(
    `sign-out clears storage and reaches RevokeToken ('${store}')`,
    { store },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      assert.match(await tab.stored(), /eyJ/);

      assert.equal((await tab.signOut()).revoked, true);

      assert.equal(await tab.stored(), '[{},{}]');
      assert.deepEqual(
        fixture.poolCalls('RevokeToken').map(({ status }) => status),
        [200],
      );
      await tab.at('/sign-in?returnUrl=%2Forders');
    },
  );
}

browserTest('sign-out reaches a second tab within 1 s', {}, async (fixture) => {
  const first = await fixture.openSignedIn();
  const second = await fixture.open('/orders');
  await second.shows('answer', 'API: 200');

  const pressedAt = Date.now();
  await first.signOut();

  await until('the second tab is signed out', async () => !(await second.seen()).idToken);
  const reached = (await second.eventTimes('signed-out'))[0] ?? Infinity;
  figure(`B13 sign-out reached the second tab after ${reached - pressedAt} ms`);
  assert.ok(reached - pressedAt <= SYNC_MS, `reached after ${reached - pressedAt} ms`);
  assert.equal((await second.seen()).reason, 'other-tab');
  await second.at('/sign-in?returnUrl=%2Forders');
  assert.equal(fixture.poolCalls('RevokeToken').length, 1);
});

browserTest(
  'signed out with `onSessionEnd: stay` → the page stays',
  { onSessionEnd: 'stay' },
  async (fixture) => {
    const tab = await fixture.openSignedIn();

    await tab.signOut();

    assert.equal((await tab.seen()).reason, 'sign-out');
    await tab.at('/orders');
  },
);
