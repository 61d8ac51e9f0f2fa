// D07: a device that slept for hours wakes up before its network does. While it sleeps its wall
// clock goes on, and its monotonic clock and its timers stand still.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, type Outcome, unreachable } from '../support/fake-pool';
import { figure } from '../support/figures';
import { codesOf, observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';

const [ASLEEP_MS, NO_NETWORK_MS, USABLE_MS] = [8 * 3_600_000, 5000, 2000];
const MOST_FAILED = 3;

beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0.5));
afterEach(() => jest.restoreAllMocks());

/** Fails after so many milliseconds. */
const failsAfter =
  (ms: number) =>
  (clock: FakeClock): Outcome =>
  async () => {
    await clock.delay(ms);
    throw new TypeError('Failed to fetch');
  };
/** Waits for the network and fails when it comes, as Chromium's ERR_NETWORK_CHANGED does. */
const failsWhenItChanges =
  (clock: FakeClock): Outcome =>
  () =>
    failsAfter(NO_NETWORK_MS - clock.monotonic() + wokenAt)(clock)();
const networks: { network: string; online: boolean; fails: (clock: FakeClock) => Outcome }[] = [
  { network: 'the browser knows it', online: false, fails: () => unreachable() },
  { network: 'calls fail at once', online: true, fails: () => unreachable() },
  { network: 'calls fail after 1 s', online: true, fails: failsAfter(1000) },
  { network: 'calls fail after 1.5 s', online: true, fails: failsAfter(1500) },
  { network: 'calls fail when it is back', online: true, fails: failsWhenItChanges },
];
let wokenAt = 0;

it.each(networks)(
  'D07: asleep for 8 h, then 5 s without network ($network): signed in, 3 failed attempts at most, usable within 2 s',
  async ({ network, online, fails }) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { rotation: true });
    const { http, session, signIn } = await openApp(DOOR, { clock, pool });
    await signIn();
    const events = observe(session.events$);
    const onLine = jest.spyOn(navigator, 'onLine', 'get').mockReturnValue(online);
    let down = true;
    pool.loss = () => (down ? { lost: 'request', outcome: fails(clock) } : undefined);

    clock.jumpWallClock(ASLEEP_MS);
    wokenAt = clock.monotonic();
    dispatchEvent(new Event('visibilitychange'));
    const early: Observed<unknown>[] = [];
    for (let ms = 0; ms < NO_NETWORK_MS; ms += 250) {
      early.push(observe(http.get(API_URL)));
      await clock.advance(250);
    }
    const failed = pool.calls.length;
    down = false;
    onLine.mockReturnValue(true);
    dispatchEvent(new Event('online'));
    const back = clock.monotonic();
    let usableAfter = NaN;
    for (let ms = 0; ms < 40_000 && Number.isNaN(usableAfter); ms += 100) {
      const asked = observe(session.getSession());
      await clock.advance(100);
      if (asked.values.length > 0) usableAfter = clock.monotonic() - back;
    }

    figure(
      `D07 8 h asleep, 5 s without network, ${network}: ${failed} failed attempts, usable ${usableAfter} ms after it is back`,
    );
    expect(failed).toBeLessThanOrEqual(MOST_FAILED);
    expect(usableAfter).toBeLessThanOrEqual(USABLE_MS);
    await clock.advance(60_000);
    expect(pool.refreshes - failed).toBe(1);
    expect(tally(early).pending).toBe(0);
    expect(codesOf(early).filter((code) => code !== 'REFRESH_UNAVAILABLE')).toEqual([]);
    expect(session.isAuthenticated()).toBe(true);
    expect(events.values.map(({ type }) => type)).not.toContain('signed-out');
  },
);

it('D07: a token that ran out during the sleep is not sent, whatever the monotonic clock says', async () => {
  const { clock, api, http, pool, signIn } = await openApp(DOOR);
  const old = (await signIn()).getIdToken().getJwtToken();
  clock.jumpWallClock(ASLEEP_MS);
  const requests = Array.from({ length: 20 }, () => observe(http.get(API_URL)));
  await clock.advance(5000);
  expect(tally(requests)).toEqual({ values: 20, errors: 0, pending: 0 });
  expect(api.calls.map(({ token }) => token)).not.toContain(old);
  expect(pool.refreshes).toBe(1);
});
