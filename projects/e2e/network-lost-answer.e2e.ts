// Scenario F02: Cognito rotates the refresh token and the answer is lost, so the tab still holds
// the old one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserForFile } from './support/browser-for-file';
import { figure } from './support/figures';
import { TestFixture, type FixtureOptions } from './support/test-fixture';

const RUNS = 100;
/** Pools side by side, each with a page of its own: most of a run is waiting. */
const LANES = 10;
/** A session that ends must be started anew and its end takes two seconds: fewer runs. */
const ENDED_RUNS = 20;
/** The faults that the answers of one run meet, in turn. */
const LOSSES = [
  ['lose-answer'],
  ['cut'],
  ['lose-answer', 'lose-answer'],
  ['cut', 'lose-answer'],
] as const;
const REFRESH = 'GetTokensFromRefreshToken';
const expectedErrors = /status of 40[01]|net::ERR_|CORS policy/;

const browser = browserForFile();

/**
 * Plays `runs` in lanes; `play` gets the number of the run in its lane and returns what it found
 * out.
 */
async function inLanes<T>(
  runs: number,
  pool: NonNullable<FixtureOptions['pool']>,
  play: (fixture: TestFixture) => Promise<(run: number) => Promise<T>>,
): Promise<T[]> {
  const found: T[] = [];
  const lanes = Array.from({ length: LANES }, () =>
    TestFixture.with(browser(), { pool, expectedErrors }, async (fixture) => {
      const playRun = await play(fixture);
      for (let run = 0; run < runs / LANES; run++) found.push(await playRun(run));
    }),
  );
  await Promise.all(lanes);
  return found;
}

void test(`F02: the server rotates and its answer is lost, ${RUNS} runs, grace 60 s → each recovers in at most 3 attempts`, async () => {
  const attempts = await inLanes(
    RUNS,
    { rotation: true, retryGracePeriodSeconds: 60 },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      return async (run) => {
        fixture.local.clearCalls();
        fixture.local.rejectTokens();
        const losses = LOSSES[run % LOSSES.length] ?? [];
        for (const kind of losses) fixture.local.fault({ on: REFRESH, kind });

        assert.deepEqual(await tab.ask('orders'), [{ status: 200, error: '' }]);

        const calls = fixture.poolCalls(REFRESH);
        assert.deepEqual(
          calls.map(({ status }) => status),
          [...losses.map(() => 0), 200],
        );
        // Each attempt had only the token that the first one had made an old one.
        assert.equal(new Set(calls.map(({ tokenFingerprint }) => tokenFingerprint)).size, 1);
        assert.ok(!(await tab.events()).includes('signed-out'));
        return calls.length;
      };
    },
  );

  assert.equal(attempts.length, RUNS);
  const most = Math.max(...attempts);
  figure(
    `F02 grace 60 s: ${attempts.length} of ${RUNS} lost answers recovered, in at most ${most} attempts`,
  );
  assert.ok(most <= 3, `${most} attempts`);
});

void test(`F02: the same without grace, ${ENDED_RUNS} runs → one definitive sign-out, told once`, async () => {
  const told = await inLanes(
    ENDED_RUNS,
    { rotation: true, retryGracePeriodSeconds: 0 },
    async (fixture) => {
      const tab = await fixture.open('/orders');
      return async () => {
        await tab.signIn();
        await tab.shows('answer', 'API: 200');
        const before = await tab.events();
        fixture.local.clearCalls();
        fixture.local.rejectTokens();
        fixture.local.fault({ on: REFRESH, kind: 'lose-answer' });

        const [result] = await tab.ask('orders');

        assert.match(result?.error ?? '', /^SessionError: /);
        await tab.at('/sign-in?returnUrl=%2Forders');
        assert.equal((await tab.seen()).reason, 'refused');
        assert.equal(await tab.stored(), '[{},{}]');
        // The user is signed out now, so later requests do not ask Cognito again.
        await tab.ask('orders', 3);
        assert.deepEqual(
          fixture.poolCalls(REFRESH).map(({ error }) => error),
          [null, 'RefreshTokenReuseException'],
        );
        return (await tab.events()).slice(before.length);
      };
    },
  );

  assert.deepEqual(told, Array<unknown>(ENDED_RUNS).fill(['refresh-failed', 'signed-out']));
  figure(
    `F02 no grace: ${told.length} of ${ENDED_RUNS} lost answers ended in one sign-out, told once`,
  );
});
