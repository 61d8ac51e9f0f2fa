// Sign-outs in several tabs at once (C06), and what a tab without zone.js shows of another tab's
// actions (M01).

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppTab } from './support/app-tab';
import { until } from './support/deadline';
import { figure } from './support/figures';
import { testsInTabs } from './support/browser-test';
import { SEPARATE_PROCESSES } from './support/separate-processes';

const TABS = 8;
const ROUNDS = 3;
/** Time to tell all tabs when to act, in milliseconds. */
const AHEAD_MS = 500;
/** A second event, or a late write, would be seen within this time, in milliseconds. */
const LATE_MS = 1500;
/** SYNC of the reliability scenarios: visible tabs agree within it. */
const SYNC_MS = 1000;

const browserTest = testsInTabs(...SEPARATE_PROCESSES);

/**
 * Signs out at a moment that other tabs choose as well; returns the error's text, if any. Runs in a
 * page.
 */
async function signOutAt(at: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
  return new Promise((resolve) =>
    window.session
      .signOut()
      .subscribe({ complete: () => resolve(''), error: (e) => resolve(String(e)) }),
  );
}

browserTest(
  `C06: ${TABS} tabs sign out in the same moment → 0 errors, one event per tab, ≤ ${TABS} revocations sent`,
  {},
  async (fixture) => {
    const first = await fixture.openSignedIn();
    const tabs = [first];
    while (tabs.length < TABS) tabs.push(await fixture.open('/'));
    const sent: number[] = [];

    for (let round = 1; round <= ROUNDS; round++) {
      fixture.local.clearCalls();
      for (const { page } of tabs) await page.evaluate(() => window.sessionEvents.splice(0));

      const at = Date.now() + AHEAD_MS;
      const errors = await Promise.all(tabs.map(({ page }) => page.evaluate(signOutAt, at)));

      assert.deepEqual(errors, Array<string>(TABS).fill(''));
      await delay(LATE_MS);
      for (const tab of tabs) {
        assert.deepEqual(await tab.events(), ['signed-out']);
        assert.equal(await tab.stored(), '[{},{}]');
      }
      const revocations = fixture.poolCalls('RevokeToken');
      assert.ok(
        revocations.length >= 1 && revocations.length <= TABS,
        `${revocations.length} sent`,
      );
      assert.equal(new Set(revocations.map(({ tokenFingerprint }) => tokenFingerprint)).size, 1);
      assert.deepEqual(
        revocations.filter(({ status }) => status !== 200),
        [],
      );
      sent.push(revocations.length);

      await first.goto('/orders');
      await first.signIn();
      await first.shows('answer', 'API: 200');
      for (const tab of tabs) {
        await until('all tabs are signed in again', async () => !!(await tab.seen()).idToken);
      }
    }

    figure(
      `C06 ${TABS} tabs sign out in the same moment, ${ROUNDS} rounds: 0 errors, 1 event per tab, ${sent.join(', ')} revocations sent`,
    );
  },
);

/**
 * Notes when the view of a page says `expected`, without anything but the page's own doing. Runs in
 * the page.
 */
function noteWhenShown(expected: string): void {
  const view = document.querySelector('[data-testid="status"]');
  if (!view) throw new Error('the page shows no status');
  window.shownAt = new Promise((resolve) => {
    new MutationObserver(() => {
      if (view.textContent === expected) resolve(Date.now());
    }).observe(view, { childList: true, characterData: true, subtree: true });
  });
}

declare global {
  interface Window {
    /** When the view showed what a test waits for, in milliseconds since the epoch. */
    shownAt: Promise<number>;
  }
}

/**
 * Lets another tab act and returns how long after the event in `tab` its view showed the new
 * status.
 */
async function rendered(
  tab: AppTab,
  expected: string,
  eventTypes: readonly string[],
  act: () => Promise<unknown>,
): Promise<number> {
  await tab.page.evaluate(noteWhenShown, expected);
  await act();
  const shownAt = await tab.page.evaluate(() => window.shownAt);
  const times = await Promise.all(eventTypes.map((type) => tab.eventTimes(type)));
  return shownAt - Math.max(...times.flat());
}

browserTest(
  'M01: without zone.js the view follows a sign-in and a sign-out in another tab right away, with no event of its own',
  { onSessionEnd: 'stay' },
  async (fixture) => {
    const watching = await fixture.open('/');
    assert.equal(await watching.page.evaluate(() => 'Zone' in window), false);
    await watching.shows('status', 'signed-out');
    const acting = await fixture.open('/orders');

    const signIn = await rendered(watching, 'signed-in', ['adopted', 'signed-in'], () =>
      acting.signIn(),
    );
    await acting.shows('answer', 'API: 200');
    const name = await acting.page.getByTestId('user-name').textContent();
    assert.equal(await watching.page.getByTestId('user-name').textContent(), name);
    assert.ok(name);

    const signOut = await rendered(watching, 'signed-out', ['signed-out'], () => acting.signOut());
    assert.equal(await watching.page.getByTestId('user-name').textContent(), '');

    figure(
      `M01 without zone.js: the view followed another tab's sign-in after ${signIn} ms, sign-out ${signOut} ms`,
    );
    for (const ms of [signIn, signOut]) assert.ok(ms <= SYNC_MS, `${ms} ms`);
  },
);
