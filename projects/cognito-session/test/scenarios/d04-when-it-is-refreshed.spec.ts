// D04: a token is refreshed when it is used within EARLY of its expiry, neither before nor for
// nothing. The library has no timer that refreshes, so nothing is refreshed while nobody asks.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { figure } from '../support/figures';
import { codeOf, codesOf, observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';

jest.setTimeout(30_000);

/** The least and the most that a pool can be set to, with EARLY = min(60 s, 20 %). */
const lifetimes = [
  { lifetime: '5 min', seconds: 300, early: 60 },
  { lifetime: '24 h', seconds: 86_400, early: 60 },
];
const JITTER_MS = 5000;

describe.each(lifetimes)('with tokens of $lifetime', ({ lifetime, seconds, early }) => {
  const open = (): Promise<SessionApp> => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { lifetimeSeconds: seconds });
    return openApp(DOOR, { clock, pool });
  };

  it('D04: busy: the refresh comes at exp − EARLY, 5 s after it at most', async () => {
    const { clock, pool, session, http, signIn } = await open();
    const startedAt = clock.monotonic();
    await signIn();
    const requests: Observed<unknown>[] = [];
    const due: number[] = [];
    let [at, refreshed] = [startedAt, 0];
    for (let n = 0; n < 3; n++) {
      due.push(at + (seconds - early) * 1000);
      // Once a minute or an hour until it is near, then every second.
      const coarse = seconds > 3600 ? 3_600_000 : 60_000;
      while (clock.monotonic() + coarse < due[n]! - 10_000) {
        requests.push(observe(http.get(API_URL)));
        await clock.advance(coarse);
      }
      await clock.advance(due[n]! - 10_000 - clock.monotonic());
      for (let second = 0; second < 20 && pool.refreshes === refreshed; second++) {
        requests.push(observe(http.get(API_URL)));
        await clock.advance(1000);
      }
      refreshed = pool.refreshes;
      // Where the next lifetime begins.
      at = session.idToken()!.getIssuedAt() * 1000 - (clock.now() - clock.monotonic());
    }

    const late = pool.calls.map((call, n) => call.at - due[n]!);
    figure(
      `D04 busy, tokens of ${lifetime}: ${late.length} refreshes, ${Math.min(...late)} to ${Math.max(...late)} ms after exp − ${early} s`,
    );
    expect(late.length).toBe(3);
    // Issue times of tokens are whole seconds, so up to one of it may be missing.
    expect(Math.min(...late)).toBeGreaterThanOrEqual(-1000);
    expect(Math.max(...late)).toBeLessThanOrEqual(JITTER_MS);
    expect(tally(requests)).toEqual({ values: requests.length, errors: 0, pending: 0 });
  });

  it('D04: idle: nothing is refreshed and no timer waits, however long, also when the page is shown again', async () => {
    const { clock, pool, session, signIn } = await open();
    await signIn();
    await clock.advance(5000);
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(3 * seconds * 1000);
    for (const type of ['focus', 'pageshow', 'visibilitychange', 'online']) {
      dispatchEvent(new Event(type));
      await clock.advance(5000);
    }
    expect(pool.calls).toEqual([]);

    const asked = observe(session.getSession());
    await clock.advance(5000);
    expect(pool.refreshes).toBe(1);
    expect(tally([asked])).toEqual({ values: 1, errors: 0, pending: 0 });
  });
});

it.each([300, 301, 86_399])(
  'D04: a margin of %i s is refused at the sign-in that brings tokens of 5 min',
  async (refreshMarginSeconds) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { lifetimeSeconds: 300 });
    const { session } = await openApp(DOOR, { clock, pool, config: { refreshMarginSeconds } });
    const started = observe(session.setSession(pool.issue()));
    await clock.advance(1000);
    expect(codesOf([started])).toEqual(['INVALID_CONFIG']);
    expect(String(started.errors[0])).toContain('refreshMarginSeconds');
    expect(session.isAuthenticated()).toBe(false);
  },
);

it.each([86_400, 1e9, Infinity, NaN, -1])(
  'D04: a margin of %p s, longer than any token lives or no time at all, is refused at start',
  async (refreshMarginSeconds) => {
    const failure = await openApp(DOOR, { config: { refreshMarginSeconds } }).then(
      () => 'no failure',
      (error: unknown) => error,
    );
    expect(codeOf(failure)).toBe('INVALID_CONFIG');
    expect(String(failure)).toContain('refreshMarginSeconds');
  },
);

it.each([
  { margin: 299, found: 'just shorter than the lifetime' },
  { margin: 600, found: 'longer than the lifetime of a session found at start' },
])('D04: with a margin $found, there is never a refresh per request', async ({ margin }) => {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { lifetimeSeconds: 300 });
  const store = new FakeStore();
  const before = await openApp(DOOR, { clock, pool, store });
  await before.signIn();
  const config = { refreshMarginSeconds: margin };
  const { http } = await openApp(DOOR, { clock, pool, store, config });
  const requests: Observed<unknown>[] = [];
  for (let second = 0; second < 600; second++) {
    requests.push(observe(http.get(API_URL)));
    await clock.advance(1000);
  }
  figure(`D04 margin ${margin} s, tokens of 300 s, 600 requests: ${pool.refreshes} refreshes`);
  // Half a lifetime each.
  expect(pool.refreshes).toBeLessThanOrEqual(4);
  expect(tally(requests)).toEqual({ values: 600, errors: 0, pending: 0 });
});
