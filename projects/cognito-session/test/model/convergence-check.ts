// The end of a run: all faults are over, every tab runs, and after some quiet all of them must hold
// the same.

import { judgeLastWord } from './last-word';
import { parseRecord } from './session-watch';
import type { World } from './world';

/**
 * Longer than any pause after a failure that the model brings about (Retry-After of 120 s), in
 * milliseconds.
 */
const PAUSES_MS = 150_000;

/** Lets the world come to rest and judges it. */
export async function checkConvergence(world: World): Promise<void> {
  const { network, storage, tabs } = world;
  network.recover();
  storage.recover();
  for (const { page } of tabs) if (page.frozen) page.thaw();
  await world.pass(PAUSES_MS);
  judgeLastWord(world);
  if (storage.lastDisturbed === undefined && !storage.untold) agree(world, 'quiet');

  for (const type of ['online', 'focus']) {
    for (const { page } of tabs) {
      // What has the focus is seen.
      page.hidden = false;
      page.dispatch(new Event(type));
    }
    await world.pass(5000);
  }
  for (const tab of tabs) {
    tab.acquire((error) => {
      // Whoever learns only now that the session is over gets an error, too.
      const { code } = error as { code?: string };
      if (code === 'SESSION_EXPIRED' || code === 'NOT_SIGNED_IN') return;
      world.watch.violated('agree', `${tab.page.name} has no usable session in the end: ${code}`);
    });
  }
  await world.pass(60_000);
  agree(world, 'use');
}

/** All tabs hold what is stored. */
function agree({ tabs, watch, storage }: World, after: 'quiet' | 'use'): void {
  // What another script has left in a store that nobody reads any more is nothing.
  const stored = parseRecord(storage.settled)?.accessToken ?? 'nothing';
  for (const { page, manager, holding } of tabs) {
    const { state } = manager;
    // Signed out, and without what follows other tabs: such a tab hears of them at the next
    // message, or after a reload.
    const blind = holding.atStart.failing || storage.startedWithout(page);
    const unaware = holding.chunkLost || blind || storage.untold;
    if (state.status === 'signed-out' && unaware) continue;
    const active =
      state.status === 'signed-in' ? state.session.getAccessToken().getJwtToken() : 'nothing';
    if (state.status === 'restoring') watch.violated('agree', `${page.name} is still restoring`);
    else if (stored !== active) {
      // Thawed in the middle of a refresh: its time was over, its answer was stored all the same,
      // and is held at the next use.
      const gaveUp = page.lastFrozen !== undefined && storage.lastWriter === page;
      if (after === 'quiet' && gaveUp) continue;
      const what = active === 'nothing' ? 'nothing, and there is a record' : 'what is not stored';
      watch.violated('agree', `after ${after} ${page.name} holds ${what}`);
    }
  }
  if (watch.violations.length > 0) throw new Error(watch.violations.join('\n'));
}
