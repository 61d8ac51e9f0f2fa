// Scenario G12: the pool rotates the refresh token, and the other tokens of its answer are no good.

import assert from 'node:assert/strict';
import { figure } from './support/figures';
import { REFRESH } from './support/held-refresh';
import { requestOutcome } from './support/request-outcome';
import { testsInOneTab } from './support/browser-test';

type Claims = Readonly<Record<string, unknown>> | undefined;

const BROKEN: readonly (readonly [name: string, claims: Claims])[] = [
  ['tokens that cannot be decoded', undefined],
  ['an `exp` that is text', { exp: 'soon' }],
  [
    'the issuer of another pool',
    { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other' },
  ],
];

const browserTest = testsInOneTab();

for (const [name, claims] of BROKEN) {
  browserTest(
    `G12: a refresh brings ${name}, rotation without grace → session kept, the next refresh succeeds, 0 used tokens`,
    {
      pool: { rotation: true, retryGracePeriodSeconds: 0 },
      expectedErrors: /status of 401/,
    },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      const { idToken } = await tab.seen();
      fixture.local.clearCalls();
      fixture.local.rejectTokens();
      fixture.local.fault({ on: REFRESH, kind: 'broken-tokens', ...(claims && { claims }) });

      const outcome = await requestOutcome(tab, `${fixture.local.apiUrl}orders`);

      assert.match(outcome, /^(INVALID_TOKEN|REFRESH_UNAVAILABLE)$/);
      assert.deepEqual(await tab.seen(), { status: 'signed-in', reason: null, idToken });

      // A reload, so that the token can come from the store only.
      await tab.reload();
      await tab.page.evaluate(() => window.session.refreshSession().forEach(() => undefined));
      assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);
      assert.notEqual((await tab.seen()).idToken, idToken);
      const calls = fixture.poolCalls(REFRESH);
      assert.deepEqual(
        new Set(calls.map(({ status, refreshTokenReused }) => `${status} ${refreshTokenReused}`)),
        new Set(['200 false']),
      );
      assert.ok(calls.length >= 2);
      assert.ok(!(await tab.events()).includes('signed-out'));
      figure(`G12 ${name}: session kept, ${calls.length} refreshes, 0 used tokens`);
    },
  );
}
