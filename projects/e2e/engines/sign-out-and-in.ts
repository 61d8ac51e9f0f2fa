// Scenario B13: the user signs out in one tab, and in again in another. All tabs keep sending
// requests meanwhile.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Call } from 'local-cognito';
import { figure } from '../support/figures';
import type { BrowserTabs } from './browser-tabs';
import { SYNC_MS, strictRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const TABS = 8;
/** Pause between two requests of one tab, in milliseconds. */
const EVERY_MS = 120;
/**
 * Requests of one tab have numbers from a range of their own, so that a call in the API's log tells
 * where it came from.
 */
const RANGE = 10_000;

/** Declares the tests of B13. */
export function signOutAndInTests(test: TabTest): void {
  test(
    'B13',
    `sign-out in one of ${TABS} tabs, sign-in in another → all agree within 1 s, 0 requests with a token after the sign-out`,
    { pool: strictRotation, sameTabs: TABS },
    async (tabs) => {
      // The times of several tabs are compared, and calls of earlier tests are not to count.
      await tabs.moveClocks(0);
      tabs.local.clearCalls();
      await tabs.reports();
      const began = await askEverywhere(tabs);

      const pressedAt = await tabs.one('tab 3', 'signOut');
      await delay(SYNC_MS);
      const out = await tabs.reports();
      const sent = await tabs.order('stopAsking');
      let without = await askSignedOut(tabs);

      const outAfter: number[] = [];
      const carried = new Set(withToken(tabs).map(({ path }) => path));
      for (const [tab, { status, reason, events }] of Object.entries(out)) {
        assert.equal(status, 'signed-out');
        // A tab that sees the cleared store 50 ms before the message names what it saw.
        const reasons = tab === 'tab 3' ? ['sign-out'] : ['other-tab', 'storage-cleared'];
        assert.ok(reasons.includes(String(reason)), `${tab} signed out by ${String(reason)}`);
        const at = events.find(({ type }) => type === 'signed-out')?.at ?? Infinity;
        outAfter.push(at - pressedAt);
        const later = sent[tab]?.filter(({ startedAt }) => startedAt > at) ?? [];
        const guilty = later.filter(({ path }) => carried.has(`/${path}`));
        assert.deepEqual(guilty, [], `sent with a token after the sign-out by ${tab}`);
        without += later.length;
      }
      assert.ok(began >= TABS && without >= TABS, `${began} requests before, ${without} after`);

      const inAfter = await signInAgain(tabs);
      figure(
        `B13 ${tabs.engine.version}: ${TABS} tabs agree ${Math.max(...outAfter)} ms after a sign-out and ${inAfter} ms after a sign-in; ` +
          `0 of ${without} requests after the sign-out with a token`,
      );
      assert.ok(Math.max(...outAfter) <= SYNC_MS);
      assert.ok(inAfter <= SYNC_MS);
    },
  );
}

/** Starts requests in all tabs; returns how many of them carried a token. */
async function askEverywhere(tabs: BrowserTabs): Promise<number> {
  for (const [index, name] of tabs.names.entries()) {
    const first = (index + 1) * RANGE;
    await tabs.one(name, 'keepAsking', { folder: 'orders', first, everyMs: EVERY_MS });
  }
  await delay(5 * EVERY_MS);
  return withToken(tabs).length;
}

/** Sends requests from all tabs at once; returns how many, none of them with a token. */
async function askSignedOut(tabs: BrowserTabs): Promise<number> {
  const earlier = withToken(tabs).length;
  const paths = Array.from({ length: 5 }, (_, n) => `orders/${n}`);
  const answers = Object.values(await tabs.order('ask', { paths }));
  const statuses = answers.flatMap(({ results }) => results.map(({ status }) => status));
  assert.deepEqual(new Set(statuses), new Set([401]));
  assert.equal(withToken(tabs).length, earlier, 'sent with a token when all were signed out');
  return statuses.length;
}

function withToken(tabs: BrowserTabs): readonly Call[] {
  return tabs.apiCalls.filter(({ tokenUse }) => tokenUse !== null);
}

/** Signs in in one tab; returns how many milliseconds later the last one had the session. */
async function signInAgain(tabs: BrowserTabs): Promise<number> {
  const account = { username: 'ana', password: 'Passw0rd!' };
  const { events } = await tabs.one('tab 5', 'signIn', account);
  const signedInAt = events.find(({ type }) => type === 'signed-in')?.at ?? NaN;
  await delay(SYNC_MS);
  const reports = Object.entries(await tabs.reports());
  assert.equal(new Set(reports.map(([, { idToken }]) => idToken)).size, 1, 'different sessions');
  const times = reports.map(([tab, { status, events }]) => {
    assert.equal(status, 'signed-in');
    if (tab === 'tab 5') return signedInAt;
    return events.find(({ type }) => type === 'adopted')?.at ?? Infinity;
  });
  const answers = Object.values(await tabs.order('ask', { paths: ['orders'] }));
  assert.ok(answers.every(({ results }) => results[0]?.status === 200));
  return Math.max(...times) - signedInAt;
}
