// Scenario B01: all tabs find at once that their token is no longer good. With rotation on and no grace period a second
// refresh would be refused.

import assert from 'node:assert/strict';
import { figure } from '../support/figures';
import type { Crew } from './crew';
import { PlainLock } from './plain-lock';
import type { TabReport } from './page/tab-orders';
import { busyProcess } from './process-tree';
import { SYNC_MS, strictRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const TABS = 8;
const ROUNDS = 100;
/** The control goes on until a used token was sent, but not for ever. */
const CONTROL_ROUNDS = 300;
const HOUR_MS = 3_600_000;

/** When the tab got the session it reports. */
function heldAt({ events }: TabReport): number {
  const renewals = events.filter(({ type }) => type === 'refreshed' || type === 'adopted');
  return renewals.at(-1)?.at ?? Infinity;
}

/** Wakes all tabs by one message; returns how many milliseconds lay between the first new session and the last. */
async function wake(crew: Crew, round: number): Promise<number> {
  const answers = Object.values(await crew.order('ask', { paths: ['orders'] }));

  const statuses = answers.flatMap(({ results }) => results.map(({ status }) => status));
  assert.deepEqual(statuses, Array<number>(TABS).fill(200), `answers in round ${round}`);
  const refreshes = crew.poolCalls('GetTokensFromRefreshToken').map(({ error }) => error);
  assert.deepEqual(refreshes, [null], `refreshes in round ${round}`);
  const tokens = new Set(answers.map(({ report }) => report.idToken));
  assert.equal(tokens.size, 1, `different sessions in round ${round}`);
  const times = answers.map(({ report }) => heldAt(report));
  return Math.max(...times) - Math.min(...times);
}

/** Declares the tests of B01. */
export function oneRefreshTests(test: TabTest): void {
  test(
    'B01',
    `${TABS} tabs woken at expiry, rotation on, no grace period → 1 refresh in each of ${ROUNDS} rounds; the control without marks sends used tokens`,
    { pool: strictRotation },
    async (crew) => {
      await crew.openAll(TABS);
      await assertOwnProcesses(crew);
      const plain = await PlainLock.start(crew);
      let slowest = 0;
      for (let round = 1; round <= ROUNDS; round++) {
        crew.local.clearCalls();
        await expire(crew, round);
        slowest = Math.max(slowest, await wake(crew, round));
        await plain.playRound();
      }
      while (plain.reused === 0 && plain.rounds < CONTROL_ROUNDS) await plain.playRound();

      figure(
        `B01 ${crew.engine.version}: ${ROUNDS} rounds x ${TABS} tabs, 1 refresh in each, 0 used tokens sent, slowest agreement ${slowest} ms; ` +
          `control (lock and re-read): used tokens sent in ${plain.reused} of ${plain.rounds} rounds`,
      );
      assert.ok(slowest <= SYNC_MS, `tabs agreed only after ${slowest} ms`);
      assert.ok(plain.reused > 0, 'not even the control sent a used token: nothing was tested');
    },
  );
}

/** Ends the tokens of all tabs: by the pool's clock, and by the clocks of the pages. */
async function expire(crew: Crew, hours: number): Promise<void> {
  crew.local.moveClock(HOUR_MS / 1000);
  await crew.order('setClock', { offsetMs: hours * HOUR_MS });
}

/** Tabs in one process see one storage, and nothing would be tested. */
async function assertOwnProcesses(crew: Crew): Promise<void> {
  const pids = new Set<number>();
  for (const name of crew.names) {
    pids.add(await busyProcess(crew.engine.pid, () => crew.one(name, 'spin', { ms: 150 })));
  }
  assert.equal(pids.size, crew.names.length, 'tabs share processes');
}
