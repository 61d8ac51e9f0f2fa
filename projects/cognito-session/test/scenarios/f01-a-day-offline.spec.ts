// F01: a day without network. Nobody is signed out, Cognito is not stormed, and the session is back
// when the network is.

import { API_URL } from '../support/fake-api';
import { hang, unreachable } from '../support/fake-pool';
import { figure } from '../support/figures';
import { codesOf, observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';

jest.setTimeout(60_000);

const [DAY_MS, MINUTE_MS, BACK_MS] = [86_400_000, 60_000, 2000];
/** How often somebody wants a session. */
const EVERY_MS = 45_000;

afterEach(() => jest.restoreAllMocks());

/** Uses the app for a day; gives what came of it. */
const useForADay = async ({ clock, session, http }: SessionApp): Promise<Observed<unknown>[]> => {
  const callers: Observed<unknown>[] = [];
  const end = clock.monotonic() + DAY_MS;
  for (let n = 0; clock.monotonic() < end; n++) {
    callers.push(n % 2 ? observe(session.getSession()) : observe(http.get(API_URL)));
    await clock.advance(EVERY_MS);
  }
  return callers;
};
const open = async (): Promise<SessionApp> => {
  const app = await openApp(DOOR);
  await app.signIn();
  return app;
};

it('F01: offline for 24 h and the browser says so: 0 attempts, 0 sign-outs, 1 attempt within 2 s after online', async () => {
  const onLine = jest.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const app = await open();
  const { clock, pool, session } = app;
  const events = observe(session.events$);
  pool.loss = () => ({ lost: 'request', outcome: unreachable() });
  const callers = await useForADay(app);
  const offline = pool.calls.length;

  pool.loss = () => undefined;
  onLine.mockReturnValue(true);
  dispatchEvent(new Event('online'));
  const back = clock.monotonic();
  await clock.advance(BACK_MS);

  const attempts = pool.calls.length - offline;
  figure(
    `F01 offline for 24 h, asked ${callers.length} times: ${offline} attempts; ${attempts} attempt ${pool.calls.at(-1)!.at - back} ms after online`,
  );
  expect({ offline, attempts }).toEqual({ offline: 0, attempts: 1 });
  expect(session.isAuthenticated()).toBe(true);
  expect(events.values.map(({ type }) => type)).toEqual(['refreshed']);
  expect(tally(callers).pending).toBe(0);
  expect(codesOf(callers).filter((code) => code !== 'HTTP 0')).toEqual(['REFRESH_UNAVAILABLE']);
});

it.each([
  { calls: 'fail', outcome: unreachable() },
  { calls: 'are never answered', outcome: hang },
])(
  'F01: 24 h without network that the browser does not notice (calls $calls): 1 attempt a minute at most after the first, 0 sign-outs',
  async ({ calls, outcome }) => {
    const app = await open();
    const { clock, pool, session } = app;
    const events = observe(session.events$);
    pool.loss = () => ({ lost: 'request', outcome });
    const callers = await useForADay(app);

    const times = pool.calls.map(({ at }) => at);
    const within = (from: number): number =>
      times.filter((at) => at >= from && at < from + MINUTE_MS).length;
    // The first flight has three attempts, and the next comes after QUIET.
    const first = within(times[0]!);
    const later = times.filter((at) => at >= times[0]! + MINUTE_MS);
    const most = Math.max(...later.map(within));
    figure(
      `F01 24 h unreached, calls ${calls}: ${times.length} attempts, ${first} in the first minute, then at most ${most} a minute`,
    );
    expect(first).toBeLessThanOrEqual(4);
    expect(most).toBe(1);
    expect(session.isAuthenticated()).toBe(true);
    expect(events.values.map(({ type }) => type)).not.toContain('signed-out');

    pool.loss = () => undefined;
    const before = pool.calls.length;
    dispatchEvent(new Event('online'));
    await clock.advance(BACK_MS);
    expect(pool.calls.length - before).toBe(1);
    const usable = observe(session.getSession());
    await clock.advance(10);
    expect(tally([usable])).toEqual({ values: 1, errors: 0, pending: 0 });
    await clock.advance(60_000);
    expect(tally(callers).pending).toBe(0);
  },
);
