// C01, C05 and C07: after sign-out nothing brings the session back, nothing waits for the network,
// nothing hangs.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, hang, serviceError, unreachable } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, observeMany, tally } from '../support/observed';
import { DOOR, DOOR_GATEWAY_PAIRS, openApp } from '../support/session-app';

// Thousands of requests take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  const late = [0, 1, 10, 100, 1000, 5000, 8000, 15_000, 30_000];
  it.each(late.flatMap((ms) => [true, false].map((rotation) => ({ ms, rotation }))))(
    'C01: a refresh answered $ms ms after sign-out (rotation: $rotation) is dropped, with 0 keys stored 5 s later',
    async ({ ms, rotation }) => {
      const clock = new FakeClock();
      const pool = new FakePool(clock, { rotation });
      const store = new FakeStore();
      const { session, signIn } = await openApp(variant, { clock, pool, store });
      await signIn();
      await clock.advance(EXPIRED_MS);
      const events = observe(session.events$);
      pool.latencyMs = 100 + ms;

      // Before the call: at 0 ms the sign-out comes first, and the answer in the same millisecond.
      clock.schedule(100, () => session.signOut());
      const waiting = observe(session.getSession());
      await clock.advance(100 + ms);
      expect(pool.refreshes).toBeGreaterThan(0);
      await clock.advance(5000);

      figure(`C01 refresh answered ${ms} ms after sign-out: ${store.items.size} keys 5 s later`);
      expect([...store.items.keys()]).toEqual([]);
      expect(session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
      expect(events.values.map(({ type }) => type)).toEqual(['signed-out']);
      await clock.advance(30_000);
      expect(tally([waiting]).pending).toBe(0);
      expect([...store.items.keys()]).toEqual([]);
    },
  );

  it('C01: rotated tokens that arrive after sign-out are revoked and never stored', async () => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { rotation: true });
    const store = new FakeStore();
    const { session, signIn } = await openApp(variant, { clock, pool, store });
    const old = (await signIn()).getRefreshToken().getToken();
    await clock.advance(EXPIRED_MS);

    observe(session.getSession());
    await clock.advance(pool.latencyMs / 2);
    session.signOut();
    await clock.advance(5000);

    const revoked = pool.calls.flatMap(({ operation, input }) =>
      operation === 'RevokeToken' ? [input['Token']] : [],
    );
    expect(revoked.length).toBe(2);
    expect(revoked[0]).toBe(old);
    expect(revoked[1]).not.toBe(old);
    expect([...store.items.keys()]).toEqual([]);
  });
});

it('C01: signed out at any ms of a refresh over storage of 5 ms, the session stays away', async () => {
  let moments = 0;
  for (let moment = 0; moment <= 60; moment++) {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { rotation: true });
    const store = new FakeStore({ delay: { clock, ms: 5 } });
    const { session, signIn } = await openApp(DOOR, { clock, pool, store });
    await signIn();
    await clock.advance(EXPIRED_MS);
    const events = observe(session.events$);

    observe(session.getSession());
    await clock.advance(moment);
    session.signOut();
    await clock.advance(5000);

    const types = events.values.map(({ type }) => type).filter((type) => type === 'signed-out');
    expect({ moment, keys: [...store.items.keys()], types }).toEqual({
      moment,
      keys: [],
      types: ['signed-out'],
    });
    expect(session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
    moments++;
  }
  figure(`C01 signed out at ${moments} moments of a refresh over slow storage: 0 keys`);
});

it('C07: of 100 requests in flight at sign-out, those answered 200 deliver and those answered 401 end as NOT_SIGNED_IN', async () => {
  const { clock, pool, api, http, session, signIn } = await openApp(DOOR);
  await signIn();
  api.status = ({ url }) => (Number(url.split('/').pop()) % 2 ? 401 : 200);

  const requests = observeMany(100, (n) => http.get(`${API_URL}orders/${n}`));
  await clock.advance(api.latencyMs / 2);
  session.signOut();
  await clock.advance(10_000);

  const [good, refused] = [0, 1].map((odd) => requests.filter((_, n) => n % 2 === odd));
  expect(tally(good ?? [])).toEqual({ values: 50, errors: 0, pending: 0 });
  expect(tally(refused ?? [])).toEqual({ values: 0, errors: 50, pending: 0 });
  expect(codesOf(refused ?? [])).toEqual(['NOT_SIGNED_IN']);
  expect({ calls: api.calls.length, refreshes: pool.refreshes }).toEqual({
    calls: 100,
    refreshes: 0,
  });
});

it('C07: 100 requests held back for a refresh at sign-out are never sent and end as NOT_SIGNED_IN', async () => {
  const { clock, pool, api, http, session, signIn } = await openApp(DOOR);
  await signIn();
  await clock.advance(EXPIRED_MS);

  const requests = observeMany(100, (n) => http.get(`${API_URL}orders/${n}`));
  await clock.advance(pool.latencyMs / 2);
  session.signOut();
  await clock.advance(10_000);

  expect(tally(requests)).toEqual({ values: 0, errors: 100, pending: 0 });
  expect(codesOf(requests)).toEqual(['NOT_SIGNED_IN']);
  expect(api.calls).toEqual([]);
});

it('C07: 100 requests that wait for the refresh after their 401 at sign-out are not replayed and end as NOT_SIGNED_IN', async () => {
  const { clock, pool, api, http, session, signIn } = await openApp(DOOR);
  await signIn();
  api.status = () => 401;

  const requests = observeMany(100, (n) => http.get(`${API_URL}orders/${n}`));
  await clock.advance(api.latencyMs + pool.latencyMs / 2);
  expect(pool.refreshes).toBe(1);
  session.signOut();
  await clock.advance(10_000);

  expect(tally(requests)).toEqual({ values: 0, errors: 100, pending: 0 });
  expect(codesOf(requests)).toEqual(['NOT_SIGNED_IN']);
  expect(api.calls.length).toBe(100);
});

const faults = [
  { fault: 'no network', outcome: unreachable() },
  { fault: 'no answer', outcome: hang },
  { fault: 'HTTP 500', outcome: () => serviceError('InternalErrorException', 500) },
  { fault: 'HTTP 503', outcome: () => ({ status: 503, headers: {}, body: 'try later' }) },
];

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  it.each(faults)(
    'C05: with $fault at the revocation, sign-out clears state and storage at once and reports revoked: false within 3 s',
    async ({ outcome }) => {
      const store = new FakeStore();
      const { clock, pool, session, signIn } = await openApp(variant, { store });
      await signIn();
      pool.always('RevokeToken', outcome);

      const signedOut = observe(session.signOut());
      // No time has passed, and nothing was awaited.
      expect(session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
      expect([...store.items.keys()]).toEqual([]);
      await clock.advance(3000);

      expect(signedOut.values).toEqual([{ revoked: false, everywhere: false }]);
      expect(tally([signedOut])).toEqual({ values: 1, errors: 0, pending: 0 });
      expect(pool.count('RevokeToken')).toBe(1);
      await clock.advance(60_000);
      expect(pool.count('RevokeToken')).toBe(1);
      expect(session.isAuthenticated()).toBe(false);
    },
  );

  it('C05: with a pool that answers, the sign-out reports revoked: true', async () => {
    const { clock, pool, session, signIn } = await openApp(variant);
    const refreshToken = (await signIn()).getRefreshToken().getToken();

    const signedOut = observe(session.signOut());
    await clock.advance(3000);

    expect(signedOut.values).toEqual([{ revoked: true, everywhere: false }]);
    expect(pool.calls.map(({ operation, input }) => [operation, input['Token']])).toEqual([
      ['RevokeToken', refreshToken],
    ]);
  });
});

it('C05: storage that takes 50 ms is cleared 50 ms after sign-out, however long the revocation hangs', async () => {
  const clock = new FakeClock();
  const store = new FakeStore({ delay: { clock, ms: 50 } });
  const { pool, session, signIn } = await openApp(DOOR, { clock, store });
  await signIn();
  expect(store.items.size).toBe(1);
  pool.always('RevokeToken', hang);

  session.signOut();
  await clock.advance(50);

  expect([...store.items.keys()]).toEqual([]);
});
