// Scenario F08: a new version is deployed under an open page, and the web host no longer has the
// scripts that the page has not loaded yet. It answers 404, or its index.html with status 200.

import assert from 'node:assert/strict';
import type { AppTab } from './support/app-tab';
import { figure } from './support/figures';
import { REFRESH } from './support/held-refresh';
import { makeClockMovable } from './support/movable-page-clock';
import { requestOutcome } from './support/request-outcome';
import { testsInOneTab } from './support/browser-test';
import { startSession } from './support/self-made-tokens';
import type { TestFixture } from './support/test-fixture';
import type { RemovedScript } from './support/static-server';
import { tokensFromPool } from './support/tokens-from-pool';

const HOUR_SECONDS = 3600;
const REQUESTS = 10;
const ALL_200 = Array<unknown>(REQUESTS).fill({ status: 200, error: '' });
const REMOVED: readonly RemovedScript[] = ['status 404', 'index.html'];
const MISSING = /status of 40[014]|MIME type|dynamically imported module|reload the page/;

const browserTest = testsInOneTab();

/** A 401 with its replay, an expiry, and a sign-out, in a tab that is signed in. */
async function liveThrough(fixture: TestFixture, tab: AppTab): Promise<void> {
  fixture.local.clearCalls();
  fixture.local.rejectTokens();
  assert.deepEqual(await tab.ask('orders', REQUESTS), ALL_200);
  assert.equal(fixture.poolCalls(REFRESH).length, 1, 'refreshes after 401s');
  assert.ok(fixture.apiCalls.some(({ status }) => status === 401));

  fixture.local.clearCalls();
  fixture.local.moveClock(HOUR_SECONDS);
  await tab.page.evaluate((ms) => (window.clockOffset = ms), HOUR_SECONDS * 1000);
  assert.deepEqual(await tab.ask('orders', REQUESTS), ALL_200);
  assert.equal(fixture.poolCalls(REFRESH).length, 1, 'refreshes after the expiry');
  assert.ok(!fixture.apiCalls.some(({ status }) => status === 401));

  assert.deepEqual(await tab.signOut(), { revoked: true, everywhere: false });
  assert.equal((await tab.seen()).reason, 'sign-out');
  assert.equal(await tab.stored(), '[{},{}]');
  const revocations = fixture.poolCalls('RevokeToken').map(({ status }) => status);
  assert.deepEqual(revocations, [200]);
}

for (const removed of REMOVED) {
  browserTest(
    `F08: the sign-in page is open, then a deployment removes every script (${removed}) → sign-in, way back, 401, expiry and sign-out work`,
    { initScript: makeClockMovable, expectedErrors: /status of 401/ },
    async (fixture) => {
      const tab = await fixture.open('/orders?page=2');
      await tab.at('/sign-in?returnUrl=%2Forders%3Fpage%3D2');
      await tab.page.getByLabel('Password').waitFor();
      await tab.page.waitForLoadState('networkidle');
      fixture.server.deploy(removed);

      await tab.signIn();
      await tab.at('/orders?page=2');
      await tab.shows('answer', 'API: 200');
      await liveThrough(fixture, tab);
      await tab.at('/sign-in?returnUrl=%2Forders%3Fpage%3D2');

      const events = await tab.events();
      assert.deepEqual(events, ['signed-in', 'refreshed', 'refreshed', 'signed-out']);
      assert.deepEqual(fixture.server.missedScripts, [], 'scripts that the page had not loaded');
      figure(`F08 ${removed}: 0 scripts missed from sign-in to sign-out`);
    },
  );

  browserTest(
    `F08: the same with a sign-in page that is the app's own (${removed}) → 401, expiry and sign-out work`,
    { initScript: makeClockMovable, onSessionEnd: 'stay', expectedErrors: /status of 401/ },
    async (fixture) => {
      const tab = await fixture.open('/own-sign-in');
      await tab.page.waitForLoadState('networkidle');
      fixture.server.deploy(removed);

      await startSession(tab, await tokensFromPool(fixture.local));
      await tab.page.evaluate(() => window.session.returnToApp());
      await tab.at('/');
      await liveThrough(fixture, tab);

      const events = await tab.events();
      assert.deepEqual(events, ['signed-in', 'refreshed', 'refreshed', 'signed-out']);
      assert.deepEqual(fixture.server.missedScripts, [], 'scripts that the page had not loaded');
    },
  );

  browserTest(
    `F08: a page that never loaded the rest of the library, then a deployment (${removed}) → session kept, one event asks for a reload, sign-out revokes`,
    { onSessionEnd: 'stay', expectedErrors: MISSING },
    async (fixture) => {
      const tab = await fixture.open('/');
      await tab.page.waitForLoadState('networkidle');
      fixture.server.deploy(removed);
      await startSession(tab, await tokensFromPool(fixture.local));

      // A token that is good needs nothing else.
      assert.deepEqual(await tab.ask('orders', REQUESTS), ALL_200);
      fixture.local.rejectTokens();
      const orders = `${fixture.local.apiUrl}orders`;
      for (let n = 0; n < 2; n++) {
        assert.equal(await requestOutcome(tab, orders), 'REFRESH_UNAVAILABLE');
      }
      assert.equal((await tab.seen()).status, 'signed-in');
      assert.match(await tab.stored(), /eyJ/);
      assert.deepEqual((await tab.events()).sort(), ['reload-needed', 'signed-in']);
      assert.ok(fixture.server.missedScripts.length > 0, 'the page had everything: nothing tested');

      assert.deepEqual(await tab.signOut(), { revoked: true, everywhere: false });

      assert.equal((await tab.seen()).reason, 'sign-out');
      assert.equal(await tab.stored(), '[{},{}]');
      const revocations = fixture.poolCalls('RevokeToken').map(({ status }) => status);
      assert.deepEqual(revocations, [200]);
      assert.equal((await tab.eventTimes('reload-needed')).length, 1);
      assert.equal(fixture.poolCalls(REFRESH).length, 0);
    },
  );
}
