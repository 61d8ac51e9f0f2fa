// API Gateway refuses an expired token without CORS headers, and a browser shows that as a request
// that failed, without a status. So an expired token must be refreshed before it is sent.

import assert from 'node:assert/strict';
import { until } from './support/deadline';
import { testsInOneTab } from './support/browser-test';
import type { TestFixture } from './support/test-fixture';

const HOUR_SECONDS = 3600;
/**
 * Tokens that really expire while a test waits. Their times are whole seconds, so one may end up to
 * a second earlier than its lifetime says; below five seconds the default margin of 20 % would not
 * cover that.
 */
const shortLived = { idTokenValiditySeconds: 6, accessTokenValiditySeconds: 6, apiCors: false };

const browserTest = testsInOneTab();

function assertRefreshedBeforeSending(fixture: TestFixture): void {
  assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
  assert.deepEqual(
    fixture.apiCalls.map(({ status }) => status),
    [200],
  );
}

browserTest(
  'A18: an expired token with an API without CORS headers → refreshed before sending, no status 0',
  { pool: shortLived },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    await until('the token has expired', async () => Date.now() > (await tab.idTokenEnd()));
    fixture.local.clearCalls();

    assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);

    assertRefreshedBeforeSending(fixture);
  },
);

browserTest(
  'A18: ten requests after an hour of absence → one refresh before all of them, no status 0',
  { pool: { apiCors: false } },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    await tab.page.clock.install();
    await tab.goto('/');
    fixture.local.clearCalls();
    fixture.local.moveClock(HOUR_SECONDS);
    await tab.page.clock.fastForward(HOUR_SECONDS * 1000);

    const results = await tab.ask('orders', 10);

    assert.deepEqual(results, Array<unknown>(10).fill({ status: 200, error: '' }));
    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
    assert.deepEqual(
      fixture.apiCalls.map(({ status }) => status),
      Array<number>(10).fill(200),
    );
  },
);

browserTest(
  'A18: a page loaded with an expired session → refreshed before the first request, no status 0',
  { pool: shortLived },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    await until('the token has expired', async () => Date.now() > (await tab.idTokenEnd()));
    fixture.local.clearCalls();

    await tab.reload();

    await tab.at('/orders');
    await tab.shows('answer', 'API: 200');
    assertRefreshedBeforeSending(fixture);
  },
);

browserTest(
  'A18: control: sent all the same, an expired token makes the request fail without a status, and the session stays',
  { pool: { apiCors: false }, expectedErrors: /CORS policy|net::ERR_FAILED/ },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    fixture.local.expireTokens();

    const [result] = await tab.ask('orders');

    assert.equal(result?.status, 0);
    assert.equal((await tab.seen()).status, 'signed-in', 'a status 0 alone never ends a session');
  },
);
