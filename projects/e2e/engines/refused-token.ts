// Scenario B04: a tab used a refresh token that another tab had just rotated. Locks and marks keep
// tabs from it, so these pages have no Web Locks, as on plain http, and the pool holds both calls
// until both are under way.

import assert from 'node:assert/strict';
import { figure } from '../support/figures';
import type { BrowserTabs } from './browser-tabs';
import { strictRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const ROUNDS = 100;
/** Rounds in which one tab was too late to use the old token do not count. */
const MOST_ROUNDS = 200;
/** How long the pool holds the calls, in milliseconds. */
const MS = { rotating: 60, refusing: 100 };

/** Declares the tests of B04. */
export function refusedTokenTests(test: TabTest): void {
  test(
    'B04',
    `2 tabs without Web Locks use the same refresh token in ${ROUNDS} rounds → the refused one takes the other's session over, 0 sign-outs`,
    { pool: strictRotation },
    async (tabs) => {
      await tabs.openSignedIn('tab 0', 'ana', { locks: 'none' });
      await tabs.open('tab 1', '/', { locks: 'none' });
      const refused = { RefreshTokenReuseException: 0, NotAuthorizedException: 0 };
      let slowest = 0;
      let played = 0;
      for (let round = 1; played < ROUNDS && round <= MOST_ROUNDS; round++) {
        const error = round % 2 ? 'RefreshTokenReuseException' : 'NotAuthorizedException';
        const { refusals, tookMs } = await playRound(tabs, error);
        if (refusals === 0) continue;
        played++;
        refused[error]++;
        slowest = Math.max(slowest, tookMs);
      }

      figure(
        `B04 ${tabs.engine.version}: ${played} rounds, refused with RefreshTokenReuseException in ${refused.RefreshTokenReuseException} and ` +
          `NotAuthorizedException in ${refused.NotAuthorizedException}, 0 sign-outs, slowest answer ${slowest} ms`,
      );
      assert.equal(played, ROUNDS);
    },
  );
}

/** Wakes both tabs; tells how many refreshes were refused and how long the slower tab took. */
async function playRound(
  tabs: BrowserTabs,
  expected: 'RefreshTokenReuseException' | 'NotAuthorizedException',
): Promise<{ refusals: number; tookMs: number }> {
  const on = 'GetTokensFromRefreshToken';
  tabs.local.clearCalls();
  tabs.local.clearFaults();
  tabs.local.rejectTokens();
  tabs.local.fault({ on, kind: 'late-work', ms: MS.rotating });
  // Reuse is what the pool answers by itself. The other name it gives when it no longer knows the
  // token.
  if (expected === 'RefreshTokenReuseException') {
    tabs.local.fault({ on, kind: 'late-work', ms: MS.rotating });
  } else {
    tabs.local.fault({ on, kind: 'status', status: 400, errorType: expected, ms: MS.refusing });
  }
  const wokenAt = performance.now();
  const answers = Object.values(await tabs.order('ask', { paths: ['orders'] }));
  const tookMs = Math.round(performance.now() - wokenAt);

  const statuses = answers.flatMap(({ results }) => results.map(({ status }) => status));
  assert.deepEqual(statuses, [200, 200]);
  for (const { report } of answers) {
    assert.equal(report.status, 'signed-in');
    assert.ok(!report.events.some(({ type }) => type === 'signed-out'));
  }
  assert.equal(new Set(answers.map(({ report }) => report.idToken)).size, 1, 'different sessions');
  const errors = tabs.poolCalls(on).map(({ error }) => error);
  const refusals = errors.filter((error) => error !== null);
  assert.ok(refusals.every((error) => error === expected));
  assert.equal(errors.length - refusals.length, 1, 'refreshes that succeeded');
  return { refusals: refusals.length, tookMs };
}
