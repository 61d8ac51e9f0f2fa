// Several tabs over a storage that shows each of them the past for a while. Random delays come from
// fast-check, whose seed a failure prints; the real browsers' word is
// projects/e2e/eight-tabs.e2e.ts.

import fc from 'fast-check';
import { API_URL } from '../support/fake-api';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { FakePool } from '../support/fake-pool';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { LateStorage } from '../support/late-store';
import { codesOf, observe, tally } from '../support/observed';
import { DOORS, GATEWAYS, openBeside, type SessionApp } from '../support/session-app';

jest.setTimeout(60_000);

const TABS = 8;
/** Visible tabs agree within it. */
const SYNC_MS = 1000;
const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

interface Browser {
  readonly clock: FakeClock;
  readonly pool: FakePool;
  readonly storage: LateStorage;
  readonly tabs: SessionApp[];
}

/** Eight tabs, signed in by the first; `late` gives each write's delay in milliseconds. */
async function openTabs(late: () => number, { locks = true } = {}): Promise<Browser> {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation: true });
  setWebLocks(locks ? new FakeLocks(clock) : undefined);
  setBroadcastChannel(true);
  const gateway = await GATEWAYS[0]!.connect(pool);
  const storage = new LateStorage(clock, late);
  const tabs = Array.from({ length: TABS }, () =>
    openBeside(
      DOORS[0]!,
      clock,
      pool,
      { store: storage.open(), config: { onSessionEnd: 'stay' } },
      gateway,
    ),
  );
  await tabs[0]!.signIn();
  await clock.advance(1000);
  expect(tabs.map(({ session }) => session.isAuthenticated())).toEqual(tabs.map(() => true));
  return { clock, pool, storage, tabs };
}

const tokensOf = (tabs: SessionApp[]): Set<string | undefined> =>
  new Set(tabs.map(({ session }) => session.accessToken()?.getJwtToken()));

afterEach(() => {
  setWebLocks(undefined);
  setBroadcastChannel(false);
});

describe('B01: eight tabs woken at once, rotation on and no grace', () => {
  it('make exactly 1 refresh, whatever the storage shows them 0 to 20 ms late', async () => {
    let rounds = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }),
        async (delays) => {
          let next = 0;
          const { clock, pool, tabs } = await openTabs(() => delays[next++ % delays.length]!);
          await clock.advance(EXPIRED_MS);
          const callers = tabs.map(({ session }) => observe(session.getSession()));
          await clock.advance(SYNC_MS);
          expect(tally(callers)).toEqual({ values: TABS, errors: 0, pending: 0 });
          expect(tokensOf(tabs).size).toBe(1);
          await clock.advance(5000);
          expect(pool.refreshes).toBe(1);
          rounds++;
        },
      ),
      { numRuns: 40 },
    );
    figure(
      `B01 ${rounds} rounds x ${TABS} simulated tabs, storage 0-20 ms late: 1 refresh in each`,
    );
    expect(rounds).toBe(40);
  });

  it('wait for the record when the mark names the token they hold', async () => {
    let late = 0;
    const { clock, pool, tabs } = await openTabs(() => late);
    await clock.advance(EXPIRED_MS);
    // The winner's write reaches the others after its lock is long gone, but within the mark's
    // second.
    late = 700;
    const callers = tabs.map(({ session }) => observe(session.getSession()));
    await clock.advance(600);
    expect(tally(callers)).toEqual({ values: 1, errors: 0, pending: TABS - 1 });
    await clock.advance(5000);
    expect(tally(callers)).toEqual({ values: TABS, errors: 0, pending: 0 });
    expect(tokensOf(tabs).size).toBe(1);
    expect(pool.refreshes).toBe(1);
  });
});

describe('B04, B09: without Web Locks', () => {
  it('tabs whose token another one has just rotated adopt its session; nobody is signed out', async () => {
    const { clock, pool, tabs } = await openTabs(() => 10, { locks: false });
    await clock.advance(EXPIRED_MS);
    const callers = tabs.map(({ session }) => observe(session.getSession()));
    await clock.advance(10_000);
    expect(pool.refreshes).toBeGreaterThan(1);
    expect(tally(callers)).toEqual({ values: TABS, errors: 0, pending: 0 });
    expect(tabs.every(({ session }) => session.isAuthenticated())).toBe(true);
    expect(tokensOf(tabs).size).toBe(1);
  });
});

describe('B12, B13, C02: what one tab does', () => {
  it('B13: a sign-out reaches all eight tabs within 1 s, and none of them sends a token after it', async () => {
    const { clock, storage, tabs } = await openTabs(() => 15);
    tabs[3]!.session.signOut();
    await clock.advance(1000);
    expect(tabs.map(({ session }) => session.state().status)).toEqual(tabs.map(() => 'signed-out'));
    expect(storage.settled).toBeNull();
    const requests = tabs.map(({ http }) => observe(http.get(`${API_URL}orders`)));
    await clock.advance(1000);
    expect(tabs.flatMap(({ api }) => api.calls.map(({ token }) => token))).toEqual(
      tabs.map(() => null),
    );
    expect(tally(requests).pending).toBe(0);
  });

  it('C02: a refresh in another tab writes nothing once the session was ended here', async () => {
    const { clock, pool, storage, tabs } = await openTabs(() => 20);
    await clock.advance(EXPIRED_MS);
    pool.latencyMs = 3000;
    const caller = observe(tabs[1]!.session.getSession());
    await clock.advance(1500);
    expect(pool.refreshes).toBe(1);
    tabs[0]!.session.signOut();
    await clock.advance(10_000);
    expect(storage.settled).toBeNull();
    expect(tabs.map(({ session }) => session.isAuthenticated())).toEqual(tabs.map(() => false));
    expect(tally([caller]).pending).toBe(0);
    // C03: the token that came too late is revoked as well.
    expect(pool.count('RevokeToken')).toBeGreaterThanOrEqual(2);
  });

  it('B12: a request of user A is not replayed as user B, who signed in elsewhere meanwhile', async () => {
    const { clock, pool, tabs } = await openTabs(() => 5);
    const [mine, other] = [tabs[0]!, tabs[1]!];
    pool.disown();
    mine.api.latencyMs = 500;
    mine.api.status = () => 401;
    const requests = Array.from({ length: 20 }, () => observe(mine.http.get(`${API_URL}orders`)));
    await clock.advance(100);
    await other.signIn(pool.issue({ sub: 'user-b' }));
    await clock.advance(5000);
    expect(mine.session.user()?.sub).toBe('user-b');
    expect(tally(requests)).toEqual({ values: 0, errors: 20, pending: 0 });
    expect(codesOf(requests)).toEqual(['NOT_SIGNED_IN']);
    const subs = mine.api.calls.map(({ token }) => subOf(token));
    expect(subs).not.toContain('user-b');
  });
});

function subOf(token: string | null): unknown {
  const payload = token?.split('.')[1] ?? '';
  return (
    payload &&
    (JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))) as { sub: string }).sub
  );
}
