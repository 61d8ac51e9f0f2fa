// Scenario B15: a duplicated tab starts with a copy of its original's sessionStorage, so both hold
// the same refresh token, and what one of them does the other never sees.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { AppTab } from './support/app-tab';
import { testsInTabs } from './support/browser-test';
import { REFUSED_REQUESTS, type TestFixture } from './support/test-fixture';

/** A loop would show within this time, in milliseconds. */
const LOOP_MS = 3000;
const ANSWERED = [{ status: 200, error: '' }];

const browserTest = testsInTabs();

/** A signed-in tab and its duplicate, whose token the API refuses from now on. */
async function originalAndCopy(fixture: TestFixture): Promise<[AppTab, AppTab]> {
  const original = await fixture.openSignedIn();
  const opened = fixture.context.waitForEvent('page');
  // A window opened by a page begins with a copy of its sessionStorage, as a duplicated tab does.
  await original.page.evaluate(() => void window.open('/'));
  const copy = await AppTab.in(await opened, fixture.server.origin);
  assert.deepEqual(await copy.seen(), await original.seen());
  fixture.local.rejectTokens();
  fixture.local.clearCalls();
  return [original, copy];
}

browserTest(
  'B15: a duplicated tab under rotation without grace → 1 failed refresh in the copy, which asks for sign-in; the original goes on',
  {
    store: 'session',
    pool: { rotation: true, retryGracePeriodSeconds: 0 },
    expectedErrors: REFUSED_REQUESTS,
  },
  async (fixture) => {
    const [original, copy] = await originalAndCopy(fixture);

    assert.deepEqual(await original.ask('orders'), ANSWERED);
    const [result] = await copy.ask('orders');

    assert.match(result?.error ?? '', /^SessionError: /);
    await copy.at('/sign-in?returnUrl=%2F');
    assert.equal((await copy.seen()).reason, 'refused');
    await delay(LOOP_MS);
    assert.deepEqual(
      fixture.poolCalls('GetTokensFromRefreshToken').map(({ error }) => error),
      [null, 'RefreshTokenReuseException'],
    );
    fixture.local.rejectTokens();
    assert.deepEqual(await original.ask('orders'), ANSWERED);
    assert.ok(!(await original.events()).includes('signed-out'));

    await copy.signIn();
    await copy.at('/');
    assert.deepEqual(await copy.ask('orders'), ANSWERED);
    assert.notEqual((await copy.seen()).idToken, (await original.seen()).idToken);
  },
);

browserTest(
  'B15: both tabs refresh at once, without grace → one of them goes on, the other asks for sign-in',
  {
    store: 'session',
    pool: { rotation: true, retryGracePeriodSeconds: 0 },
    expectedErrors: REFUSED_REQUESTS,
  },
  async (fixture) => {
    const tabs = await originalAndCopy(fixture);

    const results = await Promise.all(tabs.map((tab) => tab.ask('orders', 5)));

    await delay(LOOP_MS);
    const states = await Promise.all(tabs.map(async (tab) => (await tab.seen()).status));
    assert.deepEqual([...states].sort(), ['signed-in', 'signed-out']);
    const went = results[states.indexOf('signed-in')] ?? [];
    assert.deepEqual(went, Array<unknown>(5).fill(ANSWERED[0]));
    assert.deepEqual(
      fixture.poolCalls('GetTokensFromRefreshToken').map(({ error }) => error),
      [null, 'RefreshTokenReuseException'],
    );
  },
);

browserTest(
  'B15: a duplicated tab with a grace period → both keep working',
  {
    store: 'session',
    pool: { rotation: true, retryGracePeriodSeconds: 60 },
    expectedErrors: REFUSED_REQUESTS,
  },
  async (fixture) => {
    const tabs = await originalAndCopy(fixture);

    for (let round = 1; round <= 3; round++) {
      const results = await Promise.all(tabs.map((tab) => tab.ask('orders')));
      assert.deepEqual(results, [ANSWERED, ANSWERED], `round ${round}`);
      fixture.local.rejectTokens();
    }

    assert.deepEqual(
      fixture.poolCalls('GetTokensFromRefreshToken').map(({ error }) => error),
      Array<null>(6).fill(null),
    );
    for (const tab of tabs) assert.ok(!(await tab.events()).includes('signed-out'));
  },
);
