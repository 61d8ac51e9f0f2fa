// D08: a refresh that answers tokens which were over before it was asked for is not asked for again
// and again.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, json } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, type Observed, tally } from '../support/observed';
import { DOOR, openApp } from '../support/session-app';
import { refuseExpired } from '../support/strict-api';

jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const [QUIET_MS, MINUTES] = [30_000, 10];

it('D08: a token that expired an hour ago: 1 refresh per QUIET, each request gets a clear error, the session is kept', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const store = new FakeStore();
  const { api, http, session } = await openApp(DOOR, { clock, pool, store });
  observe(session.setSession(pool.issue()));
  await clock.advance(EXPIRED_MS);
  refuseExpired(api, clock);
  pool.always('GetTokensFromRefreshToken', () =>
    json(200, {
      AuthenticationResult: pool.issue({ iat: clock.seconds - 7200, exp: clock.seconds - 3600 }),
    }),
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
    `D08 a token that expired an hour ago, ${requests.length} requests in ${MINUTES} min: ${pool.refreshes} refreshes, at most ${Math.max(...windows)} per QUIET`,
  );
  expect(Math.max(...windows)).toBe(1);
  expect(tally(requests)).toEqual({ values: 0, errors: requests.length, pending: 0 });
  expect(codesOf(requests)).toEqual(['INVALID_TOKEN']);
  expect(session.isAuthenticated()).toBe(true);
  expect(store.items.get(STORE_KEY)).toBeDefined();
});
