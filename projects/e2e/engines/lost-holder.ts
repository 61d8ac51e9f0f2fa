// Scenario B06: the tab that holds the lock goes away while its refresh is in flight. The pool has
// rotated the token already, and the answer reaches nobody: with a grace period the next tab
// refreshes in its turn.

import assert from 'node:assert/strict';
import { until } from '../support/deadline';
import { figure } from '../support/figures';
import type { BrowserTabs } from './browser-tabs';
import { busyProcess } from './process-tree';
import { gracefulRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const ROUNDS = 5;
const CRASHES = 3;
/** How often a tab is opened at most until it has a process of its own. */
const OPENINGS = 5;
/**
 * When the next tab must own the lock, in milliseconds; by the median, since a busy machine may be
 * late once.
 */
const NEXT_MS = 500;

/** Ways to go away that leave the browser whole. */
const departures: Readonly<Record<string, (tabs: BrowserTabs) => Promise<unknown>>> = {
  'is closed': (tabs) => tabs.close('holder'),
  'navigates away': (tabs) => tabs.tab('holder').goto(`${tabs.origin}/away.html`),
};

/** Declares the tests of B06. */
export function lostHolderTests(test: TabTest): void {
  for (const [what, depart] of Object.entries(departures)) {
    test('B06', title(what), { pool: gracefulRotation }, async (tabs) => {
      await tabs.openSignedIn('next');
      const waits: number[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        await holdTheLock(tabs);
        const leftAt = Date.now();
        await depart(tabs);
        waits.push((await nextRefresh(tabs)) - leftAt);

        const { status, events } = await tabs.one('next', 'report');
        assert.equal(status, 'signed-in');
        assert.ok(!events.some(({ type }) => type === 'signed-out'));
        if (tabs.names.includes('holder')) await tabs.close('holder');
      }
      judge(tabs, what, waits);
    });
  }

  const waits: number[] = [];
  const options = { pool: gracefulRotation, times: CRASHES, crashes: true };
  test('B06', title('crashes'), options, async (tabs) => {
    await tabs.openSignedIn('next');
    const other = await processOf(tabs, 'next');
    let pid = other;
    // A browser may put a new tab into a process that is there; the next one gets its own.
    for (let left = OPENINGS; pid === other && left > 0; left--) {
      if (tabs.names.includes('holder')) await tabs.close('holder');
      await tabs.open('holder', '/', { answers: 'held' });
      pid = await processOf(tabs, 'holder');
    }
    assert.notEqual(pid, other, 'both tabs live in one process');
    await holdTheLock(tabs);
    const leftAt = Date.now();
    process.kill(pid, 'SIGKILL');
    waits.push((await nextRefresh(tabs)) - leftAt);
    if (tabs.engine.survivesCrash) await tabs.close('holder');
    else tabs.abandon();
    if (waits.length === CRASHES) judge(tabs, 'crashes', waits);
  });
}

function processOf(tabs: BrowserTabs, tab: string): Promise<number> {
  return busyProcess(tabs.engine.pid, (ms) => tabs.one(tab, 'spin', { ms }));
}

function title(what: string): string {
  return `the tab that refreshes ${what} → the next tab refreshes within ${NEXT_MS} ms, 0 sign-outs`;
}

function judge({ engine }: BrowserTabs, what: string, waits: readonly number[]): void {
  const sorted = [...waits].sort((a, b) => a - b);
  figure(
    `B06 ${engine.version}: the holder ${what}, ${waits.length} rounds, next refresh at most ${sorted.at(-1)} ms later, 0 sign-outs`,
  );
  const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  assert.ok(median <= NEXT_MS, `the next refresh came after ${sorted.join(', ')} ms`);
}

/** One tab has its refresh in flight, and the next one waits for the lock. */
async function holdTheLock(tabs: BrowserTabs): Promise<void> {
  if (!tabs.names.includes('holder')) await tabs.open('holder', '/', { answers: 'held' });
  tabs.local.rejectTokens();
  tabs.local.clearCalls();
  await tabs.one('holder', 'begin', { paths: ['orders'] });
  await until(
    'the pool has rotated the token',
    () => tabs.poolCalls('GetTokensFromRefreshToken').length === 1,
  );
  await tabs.one('next', 'begin', { paths: ['orders'] });
  await until('the next tab waits', async () => {
    const { held, waiting } = await tabs.one('next', 'lockQueue');
    return held && waiting === 1;
  });
}

/**
 * When the next tab's refresh reached the pool, in milliseconds since the epoch; its request must
 * have succeeded.
 */
async function nextRefresh(tabs: BrowserTabs): Promise<number> {
  // Seen at the servers: after a crash there may be nobody to ask the page.
  await until('the next tab has its answer', () => tabs.apiCalls.at(-1)?.status === 200);
  const [lost, next, ...others] = tabs.poolCalls('GetTokensFromRefreshToken');
  assert.equal(lost?.tokenFingerprint, next?.tokenFingerprint, 'the rotated token is used again');
  assert.equal(next?.error, null);
  assert.deepEqual(others, []);
  assert.deepEqual(tabs.poolCalls('RevokeToken'), []);
  return next.at;
}
