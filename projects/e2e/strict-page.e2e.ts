// A page under a strict Content-Security-Policy with Trusted Types, and a browser without storage.

import assert from 'node:assert/strict';
import { testsInOneTab } from './support/browser-test';
import { REFUSED_REQUESTS } from './support/test-fixture';

const browserTest = testsInOneTab();

/**
 * The policy that scenario K05 names, to the letter; the usual one of the fixture is stricter
 * still.
 */
const K05_POLICY =
  "script-src 'self'; object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'";

for (const [name, policy] of [
  ['the policy of the scenario', { contentSecurityPolicy: K05_POLICY }],
  ["the same and default-src 'none', trusted-types angular", {}],
] as const) {
  browserTest(
    `K05: ${name} → no violation or console error in a full run`,
    policy,
    async (fixture) => {
      const tab = await fixture.open('/');
      await tab.goto('/orders');
      await tab.signIn();
      await tab.at('/orders');
      await tab.ask('orders', 10);
      await tab.page.evaluate(() => window.session.refreshSession());
      await tab.reload();
      await tab.shows('answer', 'API: 200');
      const second = await fixture.open('/orders');
      await tab.signOut();
      await tab.at('/sign-in?returnUrl=%2Forders');
      await second.at('/sign-in?returnUrl=%2Forders');
      assert.deepEqual(fixture.problems, []);

      // The policy is in force and what it forbids is seen here.
      const forbidden = tab.page.evaluate(
        () => (document.createElement('p').innerHTML = '<b>x</b>'),
      );
      await assert.rejects(forbidden, /TrustedHTML/);
      assert.match(fixture.problems.splice(0).join(), /TrustedHTML/);
    },
  );
}

browserTest(
  'E01: localStorage throws SecurityError → the app works in memory, and is signed out after a reload',
  { initScript: blockStorage, expectedErrors: REFUSED_REQUESTS },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    fixture.local.rejectTokens();

    assert.deepEqual(
      await tab.ask('orders', 3),
      Array<unknown>(3).fill({ status: 200, error: '' }),
    );

    assert.equal(fixture.poolCalls('GetTokensFromRefreshToken').length, 1);
    await tab.reload();
    await tab.at('/sign-in?returnUrl=%2Forders');
    assert.equal((await tab.seen()).reason, 'no-session');
  },
);

browserTest(
  'E01: the app is told once that the store failed',
  { initScript: blockStorage },
  async (fixture) => {
    const tab = await fixture.openSignedIn();
    await tab.ask('orders', 3);

    const told = (await tab.events()).filter((type) => type === 'store-failed');

    assert.equal(told.length, 1);
  },
);

function blockStorage(): void {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
  }
}
