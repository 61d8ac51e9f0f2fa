// Scenario B06: the tab that holds the lock goes away while its refresh is in flight. The pool has
// rotated the token already, and the answer reaches nobody: with a grace period the next tab
// refreshes in its turn.

import assert from 'node:assert/strict';
import { until } from '../support/deadline';
import { figure } from '../support/figures';
import type { Crew } from './crew';
import { busyProcess } from './process-tree';
import { gracefulRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const ROUNDS = 5;
/** The driver of WebKit gives a browser up in which a page has crashed. */
const BROWSERS = 3;
/**
 * When the next tab must own the lock, in milliseconds; by the median, since a busy machine may be
 * late once.
 */
const NEXT_MS = 500;

/** Ways to go away that leave the browser whole. */
const departures: Readonly<Record<string, (crew: Crew) => Promise<unknown>>> = {
  'is closed': (crew) => crew.close('holder'),
  'navigates away': (crew) => crew.tab('holder').goto(`${crew.origin}/away.html`),
};

/** Declares the tests of B06. */
export function lostHolderTests(test: TabTest): void {
  for (const [what, depart] of Object.entries(departures)) {
    test('B06', title(what), { pool: gracefulRotation }, async (crew) => {
      await crew.openSignedIn('next');
      const waits: number[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        await holdTheLock(crew);
        const leftAt = Date.now();
        await depart(crew);
        waits.push((await nextRefresh(crew)) - leftAt);

        const { status, events } = await crew.one('next', 'report');
        assert.equal(status, 'signed-in');
        assert.ok(!events.some(({ type }) => type === 'signed-out'));
        if (crew.names.includes('holder')) await crew.close('holder');
      }
      judge(crew, what, waits);
    });
  }

  const waits: number[] = [];
  const options = { pool: gracefulRotation, browsers: BROWSERS };
  test('B06', title('crashes'), options, async (crew) => {
    await crew.openSignedIn('next');
    await crew.open('holder', '/', { answers: 'held' });
    const pid = await busyProcess(crew.engine.pid, (ms) => crew.one('holder', 'spin', { ms }));
    await holdTheLock(crew);
    const leftAt = Date.now();
    process.kill(pid, 'SIGKILL');
    waits.push((await nextRefresh(crew)) - leftAt);
    crew.abandon();
    if (waits.length === BROWSERS) judge(crew, 'crashes', waits);
  });
}

function title(what: string): string {
  return `the tab that refreshes ${what} → the next tab refreshes within ${NEXT_MS} ms, 0 sign-outs`;
}

function judge({ engine }: Crew, what: string, waits: readonly number[]): void {
  const sorted = [...waits].sort((a, b) => a - b);
  figure(
    `B06 ${engine.version}: the holder ${what}, ${waits.length} rounds, next refresh at most ${sorted.at(-1)} ms later, 0 sign-outs`,
  );
  const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  assert.ok(median <= NEXT_MS, `the next refresh came after ${sorted.join(', ')} ms`);
}

/** One tab has its refresh in flight, and the next one waits for the lock. */
async function holdTheLock(crew: Crew): Promise<void> {
  if (!crew.names.includes('holder')) await crew.open('holder', '/', { answers: 'held' });
  crew.local.rejectTokens();
  crew.local.clearCalls();
  await crew.one('holder', 'begin', { paths: ['orders'] });
  await until(
    'the pool has rotated the token',
    () => crew.poolCalls('GetTokensFromRefreshToken').length === 1,
  );
  await crew.one('next', 'begin', { paths: ['orders'] });
  await until('the next tab waits', async () => {
    const { held, waiting } = await crew.one('next', 'lockQueue');
    return held && waiting === 1;
  });
}

/**
 * When the next tab's refresh reached the pool, in milliseconds since the epoch; its request must
 * have succeeded.
 */
async function nextRefresh(crew: Crew): Promise<number> {
  // Seen at the servers: after a crash there may be nobody to ask the page.
  await until('the next tab has its answer', () => crew.apiCalls.at(-1)?.status === 200);
  const [lost, next, ...others] = crew.poolCalls('GetTokensFromRefreshToken');
  assert.equal(lost?.tokenFingerprint, next?.tokenFingerprint, 'the rotated token is used again');
  assert.equal(next?.error, null);
  assert.deepEqual(others, []);
  assert.deepEqual(crew.poolCalls('RevokeToken'), []);
  return next.at;
}
