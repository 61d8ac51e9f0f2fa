// The back/forward cache: a page in it comes back as it was when it was left.

import assert from 'node:assert/strict';
import type { AppTab } from './app-tab';
import type { TestFixture } from './test-fixture';

/** Pages that must not be stored are not kept in that cache either. */
export const CACHED_PAGES = { cacheControl: 'no-cache' } as const;

declare global {
  interface Window {
    /** `persisted` of each pageshow event of this document. */
    shows: boolean[];
  }
}

/** Runs in a page before the app: notes whether the page comes from the cache. */
export function noteShows(): void {
  window.shows = [];
  addEventListener('pageshow', ({ persisted }) => window.shows.push(persisted));
}

/** Leaves the app for another page of the origin, and waits until it is there. */
export async function leave(tab: AppTab, fixture: TestFixture): Promise<void> {
  await tab.page.goto(`${fixture.server.origin}/settings.json`);
}

/** The user's Back button. */
export async function back(tab: AppTab): Promise<void> {
  await tab.page.goBack({ waitUntil: 'commit' });
  await tab.page.waitForFunction(() => 'session' in window && window.shows.length > 0);
}

/** Fails with the browser's reasons when the page was loaded anew instead of restored. */
export async function assertRestored(tab: AppTab): Promise<void> {
  const { persisted, reasons } = await tab.page.evaluate(() => ({
    persisted: window.shows.at(-1),
    reasons: JSON.stringify(
      (
        performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming & {
          notRestoredReasons?: unknown;
        }
      ).notRestoredReasons,
    ),
  }));
  assert.equal(persisted, true, `not restored from the cache: ${reasons}`);
}
