// G06: Cognito, or something before it, says when to come back.

import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { DOOR, openApp, openBeside } from '../support/session-app';

jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const [CAP_S, QUIET_S] = [3600, 30];
/** Three calls, with pauses of a second and two at most between them. */
const OWN_BACKOFF_S = 4;

const inSeconds =
  (seconds: number) =>
  (clock: FakeClock): string =>
    new Date(clock.now() + seconds * 1000).toUTCString();
const headers: { header: string; value?: (clock: FakeClock) => string; seconds: number | 'own' }[] =
  [
    { header: '0', seconds: 'own' },
    { header: '5', seconds: 5 },
    { header: '120', seconds: 120 },
    { header: '86400', seconds: CAP_S },
    { header: '9'.repeat(400), seconds: CAP_S },
    { header: 'a date in 2 min', value: inSeconds(120), seconds: 119 },
    { header: 'a date in a week', value: inSeconds(7 * 86_400), seconds: CAP_S },
    { header: 'a date that is past', value: inSeconds(-60), seconds: 'own' },
    ...['soon', '-5', '1e9x', '∞', ' ', '120;', 'null'].map((header) => ({
      header,
      seconds: 'own' as const,
    })),
  ];
const cases = headers.flatMap((each) => [429, 503].map((status) => ({ ...each, status })));

afterEach(() => {
  setWebLocks(undefined);
  setBroadcastChannel(false);
  jest.restoreAllMocks();
});

it.each(cases)(
  'G06: $status with Retry-After $header is obeyed (s: $seconds) by the page and by a second tab',
  async ({ header, value = () => header, seconds, status }) => {
    const clock = new FakeClock();
    jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
    setWebLocks(new FakeLocks(clock));
    setBroadcastChannel(true);
    const pool = new FakePool(clock);
    const items = new Map<string, string>();
    const config = { onSessionEnd: 'stay' as const };
    const gateway = await DOOR.connect(pool);
    const first = await openApp(DOOR, {
      clock,
      pool,
      config,
      store: new FakeStore({ items }),
    });
    const other = openBeside(
      DOOR,
      clock,
      pool,
      { config, store: new FakeStore({ items }) },
      gateway,
    );
    await first.signIn();
    await clock.advance(EXPIRED_MS);
    pool.always('GetTokensFromRefreshToken', () => ({
      status,
      headers: { 'retry-after': value(clock) },
      body: '{}',
    }));
    const [lastsS, askedEveryS] = seconds === CAP_S ? [CAP_S + 240, 60] : [240, 5];
    for (let second = 0; second < lastsS; second += askedEveryS) {
      for (const { session } of [first, other]) observe(session.getSession());
      await clock.advance(askedEveryS * 1000);
    }

    const times = pool.calls.map(({ at }) => at / 1000);
    const gaps = times.slice(1).map((at, n) => at - times[n]!);
    expect(first.session.isAuthenticated()).toBe(true);
    if (seconds === 'own') {
      // Its own pauses: three calls close together, then QUIET.
      expect(Math.max(...gaps.slice(0, 2))).toBeLessThan(OWN_BACKOFF_S);
      expect(gaps[2]).toBeGreaterThanOrEqual(QUIET_S);
    } else {
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(seconds);
      // And not much longer than that or QUIET: the next call is that of the next caller.
      expect(gaps[0]).toBeLessThanOrEqual(Math.max(seconds, QUIET_S) + askedEveryS + 1);
    }
    figure(
      `G06 ${status} with Retry-After ${header.slice(0, 20)}: ${seconds === 'own' ? 'own back-off' : `next call after ${Math.floor(gaps[0]!)} s`}`,
    );
  },
);
