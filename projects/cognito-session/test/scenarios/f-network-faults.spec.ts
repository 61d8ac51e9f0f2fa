// F03 and F04: a network that fails, or that never answers, costs nobody the session and makes
// nobody wait for long.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { hang, type Outcome, unreachable } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, observeMany, tally } from '../support/observed';
import { DOOR_GATEWAY_PAIRS, openApp } from '../support/session-app';

// Thousands of requests take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
/** TRY, WAIT and HOLD of the scenarios. */
const [TRY_MS, WAIT_MS, HOLD_MS] = [16_000, 25_000, 20_000];

/**
 * What browsers reject with; they tell no script whether it was DNS, TLS, CORS or the connection.
 */
const faults: { fault: string; outcome: Outcome }[] = [
  { fault: 'DNS, TLS or CORS in Chromium', outcome: unreachable('Failed to fetch') },
  {
    fault: 'DNS, TLS or CORS in Firefox',
    outcome: unreachable('NetworkError when attempting to fetch resource.'),
  },
  { fault: 'DNS, TLS or CORS in WebKit', outcome: unreachable('Load failed') },
  {
    fault: 'a connection reset under the answer',
    outcome: () =>
      Promise.reject(new DOMException('The network connection was lost.', 'NetworkError')),
  },
  {
    fault: "a transport of the app's own that was reset",
    outcome: () =>
      Promise.reject(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })),
  },
];

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  it.each(faults)(
    'F03: a refresh that fails by $fault keeps the session and gives REFRESH_UNAVAILABLE',
    async ({ outcome }) => {
      const store = new FakeStore();
      const { clock, pool, api, http, session, signIn } = await openApp(variant, { store });
      const before = await signIn();
      const record = store.items.get(STORE_KEY);
      await clock.advance(EXPIRED_MS);
      pool.always('GetTokensFromRefreshToken', outcome);

      const callers = [observe(session.getSession()), observe(http.get(`${API_URL}orders`))];
      await clock.advance(WAIT_MS);

      expect(codesOf(callers)).toEqual(['REFRESH_UNAVAILABLE']);
      expect(tally(callers)).toEqual({ values: 0, errors: 2, pending: 0 });
      expect(session.session()).toBe(before);
      expect(store.items.get(STORE_KEY)).toBe(record);
      expect(api.calls).toEqual([]);

      pool.always('GetTokensFromRefreshToken');
      await clock.advance(60_000);
      const later = observe(http.get(`${API_URL}orders`));
      await clock.advance(WAIT_MS);
      expect(tally([later])).toEqual({ values: 1, errors: 0, pending: 0 });
    },
  );

  describe('and Web Locks', () => {
    const clock = new FakeClock();
    const locks = new FakeLocks(clock);
    beforeEach(() => setWebLocks(locks));
    afterEach(() => setWebLocks(undefined));

    it('F04: with no answer, attempts are aborted after 16 s, 100 waiters answered within 25 s, the lock is free after 20 s', async () => {
      const { pool, http, session, signIn } = await openApp(variant, { clock });
      await signIn();
      await clock.advance(EXPIRED_MS);
      pool.always('GetTokensFromRefreshToken', hang);

      const started = clock.monotonic();
      const answeredAt: number[] = [];
      const waiters = observeMany(100, (n) => http.get(`${API_URL}orders/${n}`));
      for (let second = 0; second < WAIT_MS / 1000; second++) {
        await clock.advance(1000);
        if (answeredAt.length === 0 && tally(waiters).pending === 0) {
          answeredAt.push(clock.monotonic() - started);
        }
      }

      const calls = pool.calls.filter(({ operation }) => operation === 'GetTokensFromRefreshToken');
      const lasted = calls.map(({ at }, index) => pool.abortedAt[index]! - at);
      figure(
        `F04 never answered, 100 waiters: ${calls.length} calls aborted after ${Math.max(...lasted)} ms at most, all told after ${answeredAt[0]} ms, lock held ${Math.round(Math.max(...locks.holds))} ms`,
      );
      expect(lasted.length).toBeGreaterThan(0);
      expect(Math.max(...lasted)).toBeLessThanOrEqual(TRY_MS);
      expect(tally(waiters)).toEqual({ values: 0, errors: 100, pending: 0 });
      expect(codesOf(waiters)).toEqual(['REFRESH_UNAVAILABLE']);
      expect(locks.holds.length).toBeGreaterThan(0);
      expect(Math.max(...locks.holds)).toBeLessThanOrEqual(HOLD_MS);
      expect((await locks.query()).pending).toEqual([]);
      expect(session.isAuthenticated()).toBe(true);
    });
  });
});
