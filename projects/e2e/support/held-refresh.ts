// A refresh that is under way at the pool for as long as a test wants, and who waits for its end.

import { setTimeout as delay } from 'node:timers/promises';
import type { AppTab } from './app-tab';
import { until } from './deadline';
import type { TestFixture } from './test-fixture';

/** The operation by which the library refreshes. */
export const REFRESH = 'GetTokensFromRefreshToken';

/**
 * From the browser's word that it sends a call until the call has surely arrived, in milliseconds.
 */
const ON_THE_WAY_MS = 200;

/**
 * Lets `start` begin a refresh in `tab` and comes back when its call is at the pool, which answers
 * after `ms`.
 */
export async function holdRefresh(
  fixture: TestFixture,
  tab: AppTab,
  ms: number,
  start = (): Promise<void> => tab.startRefresh(),
): Promise<void> {
  fixture.local.fault({ on: REFRESH, kind: 'late-work', ms });
  const sent = tab.page.waitForRequest(
    (request) => request.url() === fixture.local.poolUrl && request.method() === 'POST',
  );
  await start();
  await sent;
  await delay(ON_THE_WAY_MS);
}

/** How many locks of the library (not its marks) are held and waited for, as any tab sees them. */
export async function locks(tab: AppTab): Promise<{ held: number; waiting: number }> {
  return tab.page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const [heldNow, waiting] = [held, pending].map(
      (all) => all.filter(({ mode }) => mode === 'exclusive').length,
    );
    return { held: heldNow ?? 0, waiting: waiting ?? 0 };
  });
}

/** Waits until a tab waits for the lock that another one holds. */
export async function untilLockIsWaitedFor(tab: AppTab): Promise<void> {
  await until('the lock is held and waited for', async () => {
    const { held, waiting } = await locks(tab);
    return held === 1 && waiting === 1;
  });
}
