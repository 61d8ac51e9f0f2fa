// The main job, step by step: sign in, call the API, survive a refused token, sign out.

import assert from 'node:assert/strict';
import { testsInOneTab } from './support/browser-test';
import { REFUSED_REQUESTS } from './support/test-fixture';

const browserTest = testsInOneTab();

browserTest(
  'sign-in → guarded route opens → API answers 200 with the ID token',
  {},
  async (fixture) => {
    const tab = await fixture.open('/orders');
    await tab.at('/sign-in?returnUrl=%2Forders');
    assert.deepEqual(fixture.apiCalls, [], 'the guarded page asked the API before sign-in');

    await tab.typeAndSignIn();

    await tab.at('/orders');
    await tab.shows('user-name', 'Ana Petrović Ђорђевић 🦊');
    await tab.shows('answer', 'API: 200');
    assert.deepEqual(
      fixture.apiCalls.map(({ path, status, tokenUse, username }) => [
        path,
        status,
        tokenUse,
        username,
      ]),
      [['/orders', 200, 'id', 'ana']],
    );
  },
);

browserTest(
  'a token that the API rejects → one refresh, one replay, and the caller sees 200',
  { expectedErrors: REFUSED_REQUESTS },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    fixture.local.clearCalls();
    fixture.local.rejectTokens();

    assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);

    assert.deepEqual(
      fixture.apiCalls.map(({ status }) => status),
      [401, 200],
    );
    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
  },
);

browserTest(
  'sign-out → signed out, on the sign-in page, and the refresh token is revoked',
  {},
  async (fixture) => {
    const tab = await fixture.openSignedIn();

    assert.equal((await tab.signOut()).revoked, true);

    await tab.at('/sign-in?returnUrl=%2Forders');
    assert.deepEqual(await tab.seen(), {
      status: 'signed-out',
      reason: 'sign-out',
      idToken: null,
    });
    assert.deepEqual(
      fixture.poolCalls('RevokeToken').map(({ status }) => status),
      [200],
    );
  },
);
