// G02 over several tabs: eight apps on one store, with the browser's locks and channel between
// them.

import { API_URL } from '../support/fake-api';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool, type Outcome, serviceError } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, type Observed, tally } from '../support/observed';
import { DOOR, openBeside, type SessionApp } from '../support/session-app';

// Thousands of requests take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const [TABS, WAITERS] = [8, 1000];

const passing: { answer: string; outcome: Outcome }[] = [
  ...['TooManyRequestsException', 'LimitExceededException'].map((name) => ({
    answer: name,
    outcome: () => serviceError(name),
  })),
  { answer: 'InternalErrorException', outcome: () => serviceError('InternalErrorException', 500) },
  ...[429, 500, 502, 503, 504].map((status) => ({
    answer: `HTTP ${status}`,
    outcome: () => ({ status, headers: {}, body: 'busy' }),
  })),
];

afterEach(() => {
  setWebLocks(undefined);
  setBroadcastChannel(false);
  jest.restoreAllMocks();
});

const open = async (clock: FakeClock, pool: FakePool): Promise<SessionApp[]> => {
  setWebLocks(new FakeLocks(clock));
  setBroadcastChannel(true);
  const gateway = await DOOR.connect(pool);
  const items = new Map<string, string>();
  const tabs = Array.from({ length: TABS }, () => {
    const options = {
      store: new FakeStore({ items }),
      config: { onSessionEnd: 'stay' as const },
    };
    return openBeside(DOOR, clock, pool, options, gateway);
  });
  await tabs[0]!.signIn();
  await clock.advance(1000);
  expect(tabs.map(({ session }) => session.isAuthenticated())).toEqual(tabs.map(() => true));
  return tabs;
};

it.each(passing)(
  `G02: always answered $answer, ${TABS} tabs and ${WAITERS} waiters make at most 3 calls in any 30 s and stay signed in`,
  async ({ answer, outcome }) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const tabs = await open(clock, pool);
    await clock.advance(EXPIRED_MS);
    pool.always('GetTokensFromRefreshToken', outcome);

    const waiters: Observed<unknown>[] = [];
    for (let n = 0; n < WAITERS; n++) {
      waiters.push(observe(tabs[n % TABS]!.http.get(`${API_URL}orders/${n}`)));
    }
    for (let second = 0; second < 120; second++) {
      for (const { session } of tabs) waiters.push(observe(session.getSession()));
      await clock.advance(1000);
    }
    await clock.advance(25_000);

    const most = mostIn30Seconds(pool);
    figure(
      `G02 always ${answer}, ${TABS} tabs, ${WAITERS} waiters: at most ${most} calls in any 30 s`,
    );
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
    expect(codesOf(waiters)).toEqual(['REFRESH_UNAVAILABLE']);
    expect(tally(waiters)).toEqual({ values: 0, errors: waiters.length, pending: 0 });
    expect(tabs.every(({ session }) => session.isAuthenticated())).toBe(true);
  },
);

it.each([
  { pauses: 'no pauses between tries', random: 0 },
  { pauses: 'the longest pauses between tries', random: 0.999 },
])(
  `G02: always throttled after 7 s, with $pauses, ${TABS} tabs that begin one after the other make at most 3 calls in any 30 s`,
  async ({ pauses, random }) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const tabs = await open(clock, pool);
    await clock.advance(EXPIRED_MS);
    jest.spyOn(Math, 'random').mockReturnValue(random);
    pool.latencyMs = 7000;
    pool.always('GetTokensFromRefreshToken', () => serviceError('TooManyRequestsException'));
    const waiters: Observed<unknown>[] = [];
    for (let second = 0; second < 240; second++) {
      waiters.push(observe(tabs[second % TABS]!.session.getSession()));
      await clock.advance(1000);
    }
    await clock.advance(60_000);

    const most = mostIn30Seconds(pool);
    figure(`G02 throttled after 7 s, ${TABS} tabs in turn, ${pauses}: ${most} calls in any 30 s`);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
    expect(tally(waiters)).toEqual({ values: 0, errors: waiters.length, pending: 0 });
    expect(tabs.every(({ session }) => session.isAuthenticated())).toBe(true);
  },
);

it('G01: a refusal ends the session in all eight tabs after exactly 1 call', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const tabs = await open(clock, pool);
  await clock.advance(EXPIRED_MS);
  pool.always('GetTokensFromRefreshToken', () => serviceError('NotAuthorizedException'));

  const callers = tabs.map(({ session }) => observe(session.getSession()));
  await clock.advance(60_000);

  expect(pool.refreshes).toBe(1);
  expect(tally(callers).pending).toBe(0);
  expect(tabs.map(({ session }) => session.state())).toEqual(
    tabs.map(() => ({ status: 'signed-out', reason: 'refused' })),
  );
});

/** The most calls in any half minute, its end not included. */
function mostIn30Seconds({ calls }: FakePool): number {
  const times = calls.map(({ at }) => at);
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 30_000).length),
  );
}
