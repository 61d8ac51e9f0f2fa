// C12: when everything that was ever asked of the store has landed, it is as the last user action
// said.

import { parseRecord } from './session-watch';
import type { World } from './world';

/** Judges the store at rest, before anybody uses the session again. */
export function judgeLastWord({ storage, sessions, watch, tabs }: World): void {
  const { lastAction } = sessions;
  // A store that fails, or that others write to, has days of its own.
  if (storage.lastSlow < 0 || !lastAction || storage.lastBroken >= lastAction.at - BEFORE_MS)
    return;
  // Nobody is left to put right what lands after a page was closed.
  if (storage.lastWriter?.alive === false) return;
  watch.count('store judged after it was slow');
  const stored = parseRecord(storage.settled)?.generation;
  const generation = typeof stored === 'string' ? stored : undefined;
  if (generation !== undefined && sessions.endedAt(generation) !== undefined) {
    watch.violated('C12', 'the store holds a session that the user has ended');
  }
  const tab = tabs.find(({ page }) => page === lastAction.page);
  if (lastAction.what !== 'sign in' || tab?.manager.state.status !== 'signed-in') return;
  if (tab.manager.generation !== generation) {
    watch.violated('C12', `the store does not hold the session that ${tab.page.name} signed in to`);
  }
}

/** How long before a user action the store must have been whole, in milliseconds. */
const BEFORE_MS = 1000;
