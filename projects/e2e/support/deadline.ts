// Waits for a condition instead of a time.

import { setTimeout as delay } from 'node:timers/promises';

/** Longest wait for something that should happen at once, in milliseconds. */
const PATIENCE_MS = 10_000;
const POLL_MS = 20;

/** Asks `check` until it holds; fails at the deadline, saying what was waited for. */
export async function until(
  what: string,
  check: () => boolean | Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await check())) {
    if (performance.now() >= deadline) throw new Error(`not within ${patienceMs} ms: ${what}`);
    await delay(POLL_MS);
  }
}
