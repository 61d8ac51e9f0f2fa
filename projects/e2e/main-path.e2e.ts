// The main job, step by step: sign in, call the API, survive a refused token, sign out.

import assert from 'node:assert/strict';
import { scenesInChromium } from './support/scene';
import { REFUSED_REQUESTS } from './support/stage';

const scene = scenesInChromium();

scene('sign-in → guarded route opens → API answers 200 with the ID token', {}, async (stage) => {
  const tab = await stage.open('/orders');
  await tab.at('/sign-in?returnUrl=%2Forders');
  assert.deepEqual(stage.apiCalls, [], 'the guarded page asked the API before sign-in');

  await tab.signIn();

  await tab.at('/orders');
  await tab.shows('user-name', 'Ana Petrović Ђорђевић 🦊');
  await tab.shows('answer', 'API: 200');
  assert.deepEqual(
    stage.apiCalls.map(({ path, status, tokenUse, username }) => [
      path,
      status,
      tokenUse,
      username,
    ]),
    [['/orders', 200, 'id', 'ana']],
  );
});

scene(
  'a token that the API rejects → one refresh, one replay, and the caller sees 200',
  { expectedErrors: REFUSED_REQUESTS },
  async (stage) => {
    const tab = await stage.openSignedIn();
    stage.local.clearCalls();
    stage.local.rejectTokens();

    assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);

    assert.deepEqual(
      stage.apiCalls.map(({ status }) => status),
      [401, 200],
    );
    assert.equal(stage.poolCalls('GetTokensFromRefreshToken').length, 1);
  },
);

scene(
  'sign-out → signed out, on the sign-in page, and the refresh token is revoked',
  {},
  async (stage) => {
    const tab = await stage.openSignedIn();

    assert.equal((await tab.signOut()).revoked, true);

    await tab.at('/sign-in?returnUrl=%2Forders');
    assert.deepEqual(await tab.seen(), {
      status: 'signed-out',
      reason: 'sign-out',
      idToken: null,
    });
    assert.deepEqual(
      stage.poolCalls('RevokeToken').map(({ status }) => status),
      [200],
    );
  },
);
