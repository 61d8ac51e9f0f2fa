// Scenario B01: all tabs find at once that their token is no longer good. With rotation on and no
// grace period a second refresh would be refused.

import assert from 'node:assert/strict';
import { figure } from '../support/figures';
import type { BrowserTabs } from './browser-tabs';
import { PlainLock } from './plain-lock';
import type { TabReport } from './page/tab-orders';
import { busyProcess } from './process-tree';
import { SYNC_MS, strictRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

const TABS = 8;
const ROUNDS = 100;
/** Rounds of the variants. */
const FEWER = 20;
/** How far the clocks of two tabs may be apart. */
const APART_MS = 100;
/** The control goes on until a used token was sent, but not for ever. */
const CONTROL_ROUNDS = 300;
const HOUR_MS = 3_600_000;

/** When the tab got the session it reports. */
function heldAt({ events }: TabReport): number {
  const renewals = events.filter(({ type }) => type === 'refreshed' || type === 'adopted');
  return renewals.at(-1)?.at ?? Infinity;
}

/** The result of some rounds. */
interface Played {
  /** Most milliseconds in a round between the first tab's new session and the last one's. */
  readonly slowest: number;
  /** Requests that the API refused at first. */
  readonly refused: number;
}

/**
 * Plays rounds; `makeDue` makes every tab's token one that no longer serves. Nothing but one
 * refresh may follow.
 */
async function playRounds(
  tabs: BrowserTabs,
  rounds: number,
  makeDue: () => Promise<void> | void,
  afterwards: () => Promise<void> = () => Promise.resolve(),
): Promise<Played> {
  let slowest = 0;
  let refused = 0;
  for (let round = 1; round <= rounds; round++) {
    tabs.local.clearCalls();
    await makeDue();
    const answers = Object.values(await tabs.order('ask', { paths: ['orders'] }));

    const statuses = answers.flatMap(({ results }) => results.map(({ status }) => status));
    assert.deepEqual(statuses, Array<number>(TABS).fill(200), `answers in round ${round}`);
    const refreshes = tabs.poolCalls('GetTokensFromRefreshToken').map(({ error }) => error);
    assert.deepEqual(refreshes, [null], `refreshes in round ${round}`);
    const tokens = new Set(answers.map(({ report }) => report.idToken));
    assert.equal(tokens.size, 1, `different sessions in round ${round}`);
    refused += tabs.apiCalls.filter(({ status }) => status === 401).length;
    const times = answers.map(({ report }) => heldAt(report));
    slowest = Math.max(slowest, Math.max(...times) - Math.min(...times));
    await afterwards();
  }
  assert.ok(slowest <= SYNC_MS, `tabs agreed only after ${slowest} ms`);
  return { slowest, refused };
}

/** Declares the tests of B01. */
export function oneRefreshTests(test: TabTest): void {
  const options = { pool: strictRotation, sameTabs: TABS };
  const title = (woken: string, rounds: number): string =>
    `${TABS} tabs woken ${woken}, rotation on, no grace period → 1 refresh in each of ${rounds} rounds`;
  const count = (rounds: number): string => `${rounds} rounds x ${TABS} tabs, 1 refresh in each`;

  const control = 'a plain lock sends used tokens in some';
  test('B01', `${title('at expiry', ROUNDS)}; ${control}`, options, async (tabs) => {
    await assertOwnProcesses(tabs);
    const plain = await PlainLock.start(tabs);

    const { slowest, refused } = await playRounds(
      tabs,
      ROUNDS,
      () => tabs.moveClocks(HOUR_MS),
      () => plain.playRound(),
    );

    while (plain.reused === 0 && plain.rounds < CONTROL_ROUNDS) await plain.playRound();
    figure(
      `B01 ${tabs.engine.version}: ${count(ROUNDS)}, 0 used tokens sent, slowest agreement ${slowest} ms; ` +
        `control (lock and re-read): used tokens sent in ${plain.reused} of ${plain.rounds} rounds`,
    );
    assert.equal(refused, 0, 'requests sent with an expired token');
    assert.ok(plain.reused > 0, 'not even the control sent a used token: nothing was tested');
  });

  test('B01', title('after the API began to refuse their token', FEWER), options, async (tabs) => {
    const { slowest, refused } = await playRounds(tabs, FEWER, () => tabs.local.rejectTokens());

    figure(
      `B01 ${tabs.engine.version}, token refused by the API: ${count(FEWER)}, slowest agreement ${slowest} ms, ${refused} requests refused at first`,
    );
    // Fewer would mean that tabs were woken one after the other and there was nothing to agree
    // about.
    assert.ok(refused >= 2 * FEWER, `only ${refused} requests were refused`);
  });

  // Browsers that blur their clocks against fingerprinting, or keep one for each process, have such
  // tabs.
  const apart = `at expiry, their clocks up to ${APART_MS} ms apart`;
  test('B01', title(apart, FEWER), options, async (tabs) => {
    const { refused } = await playRounds(tabs, FEWER, () => tabs.moveClocks(HOUR_MS, APART_MS));

    figure(`B01 ${tabs.engine.version}, clocks up to ${APART_MS} ms apart: ${count(FEWER)}`);
    assert.equal(refused, 0, 'requests sent with an expired token');
  });
}

/** Tabs in one process see one storage, and nothing would be tested. */
async function assertOwnProcesses(tabs: BrowserTabs): Promise<void> {
  const pids = new Set<number>();
  for (const name of tabs.names) {
    pids.add(await busyProcess(tabs.engine.pid, (ms) => tabs.one(name, 'spin', { ms })));
  }
  assert.equal(pids.size, tabs.names.length, 'tabs share processes');
}
