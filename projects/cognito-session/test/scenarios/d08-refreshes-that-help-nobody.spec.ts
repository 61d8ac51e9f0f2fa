// D08: a refresh that answers tokens which are no use is not asked for again and again.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, json } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { type FakeTokens, LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';
import { refuseExpired } from '../support/strict-api';

jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const [QUIET_MS, MINUTES] = [30_000, 10];

/** What the pool answers at the server's second `now`; `first` are the tokens of the sign-in. */
type Answer = (pool: FakePool, now: number, first: FakeTokens) => FakeTokens;

const useless: { answer: string; make: Answer }[] = [
  { answer: 'the same token', make: (_, __, first) => first },
  {
    answer: 'a token that expires before it is issued',
    make: (pool, now) => pool.issue({ iat: now, exp: now - 60 }),
  },
];

it.each(useless)(
  'D08: $answer: 1 refresh per QUIET, each request gets a clear error, the session is kept',
  async ({ answer, make }) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const store = new FakeStore();
    const { api, http, session } = await openApp(DOOR, { clock, pool, store });
    const first = pool.issue();
    observe(session.setSession(first));
    await clock.advance(EXPIRED_MS);
    refuseExpired(api, clock);
    pool.always('GetTokensFromRefreshToken', () =>
      json(200, { AuthenticationResult: make(pool, clock.seconds, first) }),
    );

    const requests: Observed<unknown>[] = [];
    const started = clock.monotonic();
    for (let second = 0; second < MINUTES * 60; second++) {
      requests.push(observe(http.get(`${API_URL}orders/${second}`)));
      await clock.advance(1000);
    }
    const windows = Array.from({ length: (MINUTES * 60_000) / QUIET_MS }, (_, n) => {
      const from = started + n * QUIET_MS;
      return pool.calls.filter(({ at }) => at >= from && at < from + QUIET_MS).length;
    });
    await clock.advance(60_000);

    figure(
      `D08 ${answer}, ${requests.length} requests in ${MINUTES} min: ${pool.refreshes} refreshes, at most ${Math.max(...windows)} per QUIET`,
    );
    expect(Math.max(...windows)).toBe(1);
    expect(tally(requests)).toEqual({ values: 0, errors: requests.length, pending: 0 });
    expect(codesOf(requests)).toEqual(['INVALID_TOKEN']);
    expect(session.isAuthenticated()).toBe(true);
    expect(store.items.get(STORE_KEY)).toBeDefined();
  },
);

it('D08: a token issued 10 min ahead works for its lifetime, with 1 refresh', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const { api, http, signIn } = await openApp(DOOR, { clock, pool });
  await signIn();
  await clock.advance(EXPIRED_MS);
  const refused = refuseExpired(api, clock);
  pool.next('GetTokensFromRefreshToken', () => {
    const iat = clock.seconds + 600;
    return json(200, { AuthenticationResult: pool.issue({ iat, exp: iat + LIFETIME_SECONDS }) });
  });
  const requests: Observed<unknown>[] = [];
  for (let minute = 0; minute < LIFETIME_SECONDS / 60 - 1; minute++) {
    requests.push(observe(http.get(`${API_URL}orders/${minute}`)));
    await clock.advance(60_000);
  }
  expect(pool.refreshes).toBe(1);
  expect(refused).toEqual([]);
  expect(tally(requests)).toEqual({ values: requests.length, errors: 0, pending: 0 });
});
