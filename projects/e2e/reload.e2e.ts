// What a reload leaves of the session, by the place where it is kept.

import assert from 'node:assert/strict';
import { scenesInChromium } from './support/scene';

const scene = scenesInChromium();

for (const store of ['local', 'session'] as const) {
  scene(`reload restores the session in '${store}'`, { store }, async (stage) => {
    const tab = await stage.openSignedIn();
    const before = await tab.seen();
    stage.local.clearCalls();

    await tab.reload();

    await tab.at('/orders');
    await tab.shows('answer', 'API: 200');
    assert.deepEqual(await tab.seen(), before);
    // Neither a refresh nor a second sign-in: what was stored is what is used.
    assert.deepEqual(
      stage.local.calls.map(({ path, status }) => [path, status]),
      [['/orders', 200]],
    );
  });
}

scene("reload does not restore the session in 'memory'", { store: 'memory' }, async (stage) => {
  const tab = await stage.openSignedIn();

  await tab.reload();

  await tab.at('/sign-in?returnUrl=%2Forders');
  assert.deepEqual(await tab.seen(), {
    status: 'signed-out',
    reason: 'no-session',
    idToken: null,
  });
});

scene("a new tab shares the session in 'local'", { store: 'local' }, async (stage) => {
  const first = await stage.openSignedIn();

  const second = await stage.open('/orders');

  await second.shows('answer', 'API: 200');
  assert.deepEqual(await second.seen(), await first.seen());
});

scene("a new tab has no part in the session in 'session'", { store: 'session' }, async (stage) => {
  await stage.openSignedIn();

  const second = await stage.open('/orders');

  await second.at('/sign-in?returnUrl=%2Forders');
  assert.equal((await second.seen()).reason, 'no-session');
});
