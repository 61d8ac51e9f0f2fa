// Keeps a tab's main thread busy, so that locks, messages and storage events all arrive late.

import type { Page } from 'playwright-core';

/** How often the main thread is blocked, and for how long, in milliseconds. */
const MS = { every: 45, blocked: 40 };

/** Blocks the page's main thread for most of the time, until the page goes away. */
export async function keepBusy(page: Page): Promise<void> {
  await page.evaluate(({ every, blocked }) => {
    setInterval(() => {
      const end = performance.now() + blocked;
      while (performance.now() < end);
    }, every);
  }, MS);
}
