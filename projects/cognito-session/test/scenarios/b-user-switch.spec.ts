// I5 and B12: a request started as user A never carries user B's token, however the switch comes
// about.

import { firstValueFrom } from 'rxjs';
import { API_URL } from '../support/fake-api';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { codesOf, observe, tally } from '../support/observed';
import { DOOR, GATEWAYS, openApp, openBeside } from '../support/session-app';

const STAY = { onSessionEnd: 'stay' } as const;

beforeEach(() => setBroadcastChannel(true));
afterEach(() => {
  setWebLocks(undefined);
  setBroadcastChannel(false);
});

it('B12: a request whose 401 is being cured when B signs in in this tab ends in an error', async () => {
  const app = await openApp(DOOR);
  await app.signIn();
  const tokenOfA = app.session.idToken()?.getJwtToken();
  app.api.status = ({ token }) => (token === tokenOfA ? 401 : 200);
  app.pool.latencyMs = 3000;
  const request = observe(app.http.post(`${API_URL}orders`, { of: 'A' }));
  await app.clock.advance(100);
  const started = firstValueFrom(
    app.session.setSession(new FakePool(app.clock, { sub: 'user-b' }).issue()),
  );
  await app.clock.advance(10_000);
  await started;
  expect(app.api.calls.map(({ token }) => token)).toEqual([tokenOfA]);
  expect(tally([request])).toEqual({ values: 0, errors: 1, pending: 0 });
  expect(codesOf([request])).toEqual(['NOT_SIGNED_IN']);
  expect(app.session.user()?.sub).toBe('user-b');
});

it('B12: the same when A is signed out and B signed in in another tab', async () => {
  const clock = new FakeClock();
  setWebLocks(new FakeLocks(clock));
  const pool = new FakePool(clock, { latencyMs: 3000 });
  const store = new FakeStore();
  const app = await openApp(DOOR, { clock, pool, store, config: STAY });
  const other = openBeside(
    DOOR,
    clock,
    pool,
    { store, config: STAY },
    await GATEWAYS[0]!.connect(pool),
  );
  await app.signIn();
  const tokenOfA = app.session.idToken()?.getJwtToken();
  app.api.status = ({ token }) => (token === tokenOfA ? 401 : 200);
  const request = observe(app.http.post(`${API_URL}orders`, { of: 'A' }));
  await clock.advance(100);
  other.session.signOut();
  other.session.setSession(new FakePool(clock, { sub: 'user-b' }).issue());
  await clock.advance(10_000);
  expect(app.api.calls.map(({ token }) => token)).toEqual([tokenOfA]);
  expect(codesOf([request])).toEqual(['NOT_SIGNED_IN']);
  expect(app.session.user()?.sub).toBe('user-b');
});

it('B15: a duplicated tab whose copy is refused leaves the session of its original alone', async () => {
  const clock = new FakeClock();
  setWebLocks(new FakeLocks(clock));
  const pool = new FakePool(clock, { rotation: true });
  const [store, copied] = [new FakeStore(), new FakeStore()].map((each) =>
    Object.assign(each, { shared: false }),
  );
  const app = await openApp(DOOR, { clock, pool, store: store!, config: STAY });
  const gateway = await GATEWAYS[0]!.connect(pool);
  await app.signIn();
  for (const [key, value] of store!.items) copied!.items.set(key, value);
  const copy = openBeside(DOOR, clock, pool, { store: copied!, config: STAY }, gateway);
  await clock.advance(3_700_000);
  observe(app.session.getSession());
  await clock.advance(5000);
  const refused = observe(copy.session.getSession());
  await clock.advance(5000);
  expect(codesOf([refused])).toEqual(['SESSION_EXPIRED']);
  expect(copy.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
  expect(app.session.isAuthenticated()).toBe(true);
});

it('C03: a refresh token that arrives while its session is being stored at sign-out is revoked', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true });
  const store = new FakeStore({ delay: { clock, ms: 200 } });
  const app = await openApp(DOOR, { clock, pool, store, config: STAY });
  await app.signIn();
  observe(app.session.refreshSession());
  // Read 200 ms, the device's record twice 200 ms, call 30 ms, read 200 ms; then the write is under
  // way.
  await clock.advance(900);
  expect(store.operations.at(-1)?.kind).toBe('set');
  app.session.signOut();
  await clock.advance(5000);
  const revoked = pool.calls.filter(({ operation }) => operation === 'RevokeToken');
  expect(new Set(revoked.map(({ input }) => input['Token'])).size).toBe(2);
  expect(store.items.size).toBe(0);
});

it('C08: a sign-out while this tab still restores reaches the tabs that are signed in', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const items = new Map<string, string>();
  const slow = (): FakeStore => new FakeStore({ items, delay: { clock, ms: 200 } });
  const first = await openApp(DOOR, { clock, pool, store: slow(), config: STAY });
  await first.signIn();
  const gateway = await GATEWAYS[0]!.connect(pool);
  const other = openBeside(DOOR, clock, pool, { store: slow(), config: STAY }, gateway);
  other.session.signOut();
  await clock.advance(5000);
  expect(items.size).toBe(0);
  expect([first, other].map(({ session }) => session.isAuthenticated())).toEqual([false, false]);
});
