// A reload keeps the session or ends it, by the place where it is stored.

import assert from 'node:assert/strict';
import { testsInOneTab } from './support/browser-test';

const browserTest = testsInOneTab();

for (const store of ['local', 'session'] as const) {
  browserTest(`reload restores the session in '${store}'`, { store }, async (fixture) => {
    const tab = await fixture.openSignedIn();
    const before = await tab.seen();
    fixture.local.clearCalls();

    await tab.reload();

    await tab.at('/orders');
    await tab.shows('answer', 'API: 200');
    assert.deepEqual(await tab.seen(), before);
    // Neither a refresh nor a second sign-in: what was stored is what is used.
    assert.deepEqual(
      fixture.local.calls.map(({ path, status }) => [path, status]),
      [['/orders', 200]],
    );
  });
}

browserTest(
  "reload does not restore the session in 'memory'",
  { store: 'memory' },
  async (fixture) => {
    const tab = await fixture.openSignedIn();

    await tab.reload();

    await tab.at('/sign-in?returnUrl=%2Forders');
    assert.deepEqual(await tab.seen(), {
      status: 'signed-out',
      reason: 'no-session',
      idToken: null,
    });
  },
);

browserTest("a new tab shares the session in 'local'", { store: 'local' }, async (fixture) => {
  const first = await fixture.openSignedIn();

  const second = await fixture.open('/orders');

  await second.shows('answer', 'API: 200');
  assert.deepEqual(await second.seen(), await first.seen());
});

browserTest(
  "a new tab has no part in the session in 'session'",
  { store: 'session' },
  async (fixture) => {
    await fixture.openSignedIn();

    const second = await fixture.open('/orders');

    await second.at('/sign-in?returnUrl=%2Forders');
    assert.equal((await second.seen()).reason, 'no-session');
  },
);
