// A08-A11: who waits for a refresh and who asks for one don't change that refresh, and pools don't
// touch each other.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { serveByFetch } from '../support/fake-fetch';
import { FakePool } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS, USER_SUB } from '../support/fake-tokens';
import { observe, observeMany, tally } from '../support/observed';
import { DOOR, openApp, openBeside } from '../support/session-app';

// Thousands of requests take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

it.each([
  { waiters: 1000, leaving: 999, scenario: 'A08' },
  { waiters: 1, leaving: 1, scenario: 'A09' },
])(
  '$scenario: when $leaving of $waiters waiters leave, the refresh is stored and only those who stay are replayed',
  async ({ waiters, leaving }) => {
    const store = new FakeStore();
    const { clock, pool, api, http, session, signIn } = await openApp(DOOR, { store });
    const old = (await signIn()).getIdToken().getJwtToken();
    pool.rotation = true;
    pool.disown();
    api.status = ({ token }) => (pool.accepts(token) ? 200 : 401);

    const requests = observeMany(waiters, (n) => http.get(`${API_URL}orders/${n}`));
    await clock.advance(api.latencyMs + pool.latencyMs / 2);
    expect(pool.refreshes).toBe(1);
    for (const request of requests.slice(0, leaving)) request.unsubscribe();
    await clock.advance(5000);

    expect(pool.abortedAt).toEqual([]);
    const fresh = session.session();
    expect(fresh?.getIdToken().getJwtToken()).not.toBe(old);
    expect(store.items.get(STORE_KEY)).toContain(fresh?.getRefreshToken().getToken());
    const replayed = api.calls.filter(({ token }) => token !== old).length;
    expect(replayed).toBe(waiters - leaving);
    expect(tally(requests.slice(leaving))).toEqual({
      values: waiters - leaving,
      errors: 0,
      pending: 0,
    });
    expect(tally(requests.slice(0, leaving))).toEqual({ values: 0, errors: 0, pending: leaving });
  },
);

it('A08: of 1000 requests held back for a refresh, the 999 that leave are never sent', async () => {
  const { clock, pool, api, http, signIn } = await openApp(DOOR);
  await signIn();
  await clock.advance(EXPIRED_MS);

  const requests = observeMany(1000, (n) => http.get(`${API_URL}orders/${n}`));
  await clock.advance(pool.latencyMs / 2);
  for (const request of requests.slice(0, 999)) request.unsubscribe();
  await clock.advance(5000);

  expect(api.calls.map(({ url }) => url)).toEqual([`${API_URL}orders/999`]);
  expect(pool.refreshes).toBe(1);
});

it('A10: ten forced refreshes during an automatic one join it, and one afterwards makes a call of its own', async () => {
  const { clock, pool, session, signIn } = await openApp(DOOR);
  await signIn();
  await clock.advance(EXPIRED_MS);

  const automatic = observe(session.getSession());
  await clock.advance(pool.latencyMs / 2);
  const forced = observeMany(10, () => session.refreshSession());
  await clock.advance(1000);

  expect(pool.refreshes).toBe(1);
  const results = [automatic, ...forced].flatMap(({ values }) => values);
  expect(results.length).toBe(11);
  expect(new Set(results).size).toBe(1);

  const later = observe(session.refreshSession());
  await clock.advance(1000);
  expect(pool.refreshes).toBe(2);
  expect(later.values[0]).not.toBe(results[0]);
});

it('A11: two pools side by side refresh each by itself, with no mixing of tokens, keys or events', async () => {
  const clock = new FakeClock();
  const store = new FakeStore();
  const pools = [
    new FakePool(clock),
    new FakePool(clock, { userPoolId: 'us-east-1_ZyXwVuTsR', sub: 'someone-else' }),
  ];
  serveByFetch(...pools);
  const apps = pools.map((pool) => openBeside(DOOR, clock, pool, { store }));
  for (const app of apps) await app.signIn();
  const events = apps.map(({ session }) => observe(session.events$));
  await clock.advance(EXPIRED_MS);

  const requests = apps.map(({ http }) => observe(http.get(`${API_URL}orders`)));
  await clock.advance(5000);

  expect(tally(requests)).toEqual({ values: 2, errors: 0, pending: 0 });
  expect(pools.map(({ refreshes }) => refreshes)).toEqual([1, 1]);
  expect(store.items.size).toBe(2);
  apps.forEach(({ session, api, pool }, index) => {
    expect(events[index]?.values.map(({ type }) => type)).toEqual(['refreshed']);
    expect(session.user()?.iss).toBe(pool.endpoint + pool.userPoolId);
    expect(session.user()?.sub).toBe([USER_SUB, 'someone-else'][index]);
    expect(api.calls.map(({ token }) => pool.accepts(token))).toEqual([true]);
  });
});
