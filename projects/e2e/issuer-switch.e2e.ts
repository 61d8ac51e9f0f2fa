// Scenario G10: AWS writes the issuer of a pool in two forms, and an administrator may switch
// between them while users are signed in.

import assert from 'node:assert/strict';
import { REFRESH } from './support/held-refresh';
import type { AppTab } from './support/app-tab';
import { figure } from './support/figures';
import { testsInOneTab } from './support/browser-test';

const SWITCHES = [
  ['original', 'updated'],
  ['updated', 'original'],
  ['local', 'updated'],
] as const;

const browserTest = testsInOneTab();

/** Claim `iss` of the ID token in use. */
function issuerOf(tab: AppTab): Promise<string | undefined> {
  return tab.page.evaluate(() => window.session.user()?.iss);
}

for (const [before, after] of SWITCHES) {
  browserTest(
    `G10: a pool's issuer changes from ${before} to ${after} under a session, rotation without grace → refreshed, 0 sign-outs; sign-in works`,
    {
      pool: { issuer: before, rotation: true, retryGracePeriodSeconds: 0 },
      expectedErrors: /status of 401/,
    },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      const old = await issuerOf(tab);
      fixture.local.clearCalls();

      fixture.local.configure({ issuer: after });
      for (let n = 0; n < 2; n++) {
        fixture.local.rejectTokens();
        assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);
      }

      const issuer = await issuerOf(tab);
      assert.notEqual(issuer, old);
      if (after === 'updated') assert.match(issuer ?? '', /^https:\/\/issuer-cognito-idp\./);
      assert.deepEqual(
        fixture
          .poolCalls(REFRESH)
          .map(({ status, refreshTokenReused }) => [status, refreshTokenReused]),
        [
          [200, false],
          [200, false],
        ],
      );
      assert.ok(!(await tab.events()).includes('signed-out'));
      // The stored record, too, is taken in either form.
      await tab.reload();
      assert.equal((await tab.seen()).status, 'signed-in');
      assert.equal(await issuerOf(tab), issuer);

      await tab.signOut();
      await tab.at('/sign-in?returnUrl=%2Forders');
      await tab.signIn();
      await tab.at('/orders');
      await tab.shows('answer', 'API: 200');
      assert.equal(await issuerOf(tab), issuer);
      figure(`G10 ${before} to ${after}: 2 refreshes, 0 used tokens, 0 sign-outs, 1 sign-in`);
    },
  );
}
