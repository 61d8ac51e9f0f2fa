// Tokens that the API no longer takes, although the app thinks they are good.

import assert from 'node:assert/strict';
import { testsInOneTab } from './support/browser-test';
import { REFUSED_REQUESTS } from './support/test-fixture';

const browserTest = testsInOneTab();

browserTest(
  'token expires at the API → exactly one refresh, the request succeeds, the user notices nothing',
  { expectedErrors: REFUSED_REQUESTS },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    const before = await tab.seen();
    fixture.local.clearCalls();
    fixture.local.expireTokens();

    assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);

    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
    assert.deepEqual(
      fixture.apiCalls.map(({ status }) => status),
      [401, 200],
    );
    const after = await tab.seen();
    assert.equal(after.status, 'signed-in');
    assert.notEqual(after.idToken, before.idToken);
    assert.deepEqual(await tab.events(), ['signed-in', 'refreshed']);
    await tab.at('/orders');
    await tab.shows('answer', 'API: 200');
  },
);

browserTest(
  'ten parallel requests with a rejected token → 1 refresh, 10 replays',
  { expectedErrors: REFUSED_REQUESTS },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    fixture.local.clearCalls();
    fixture.local.rejectTokens();

    const results = await tab.ask('orders', 10);

    assert.deepEqual(results, Array<unknown>(10).fill({ status: 200, error: '' }));
    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
    const statuses = fixture.apiCalls.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 401).length, 10);
    assert.equal(statuses.filter((status) => status === 200).length, 10);
    assert.equal(statuses.length, 20);
  },
);

browserTest(
  'an API that refuses every token → one refresh, one replay, and the second 401 reaches the caller',
  { expectedErrors: REFUSED_REQUESTS },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    fixture.local.clearCalls();

    const [result] = await tab.ask('always-401');

    assert.equal(result?.status, 401);
    assert.equal(fixture.apiCalls.length, 2);
    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
    assert.equal((await tab.seen()).status, 'signed-in');
  },
);
