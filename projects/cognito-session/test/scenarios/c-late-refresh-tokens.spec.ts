// C03: Cognito rotated the refresh token, and the new one arrives when its session is over. Whoever
// signed out could only revoke the old one, so the new one is revoked, once, and never stored.

import { withGateway } from '../../src/provide-cognito-session';
import { FakeClock } from '../support/fake-clock';
import { FakePool, hang, type Outcome, serviceError, unreachable } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe, tally } from '../support/observed';
import { ScriptedGateway } from '../support/scripted-gateway';
import { closeBrowser, openBrowser, typesOf } from '../support/simulated-tabs';
import { DOOR, DOOR_GATEWAY_PAIRS, openApp } from '../support/session-app';

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

/** How often each token was sent to be revoked. */
function revocations(pool: FakePool): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation, input } of pool.calls) {
    const token = String(input['Token']);
    if (operation === 'RevokeToken') counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts;
}

/** Everything that was ever written. */
function watchWrites(store: FakeStore): string[] {
  const written: string[] = [];
  const setItem = store.setItem.bind(store);
  store.setItem = (key, value) => {
    written.push(value);
    return setItem(key, value);
  };
  return written;
}

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  it.each([0, 1, 1000, 7000])(
    'C03: a rotated refresh token that arrives %i ms after sign-out is revoked by 1 call and never stored',
    async (ms) => {
      const clock = new FakeClock();
      const pool = new FakePool(clock, { rotation: true, latencyMs: 100 + ms });
      const issued = jest.spyOn(pool, 'issue');
      const store = new FakeStore();
      const { session, signIn } = await openApp(variant, { clock, pool, store });
      const old = (await signIn()).getRefreshToken().getToken();
      const written = watchWrites(store);
      await clock.advance(EXPIRED_MS);

      clock.schedule(100, () => session.signOut());
      observe(session.getSession());
      await clock.advance(60_000);

      const fresh = issued.mock.results
        .map(({ value }) => (value as { RefreshToken: string }).RefreshToken)
        .at(-1)!;
      expect(fresh).not.toBe(old);
      expect(revocations(pool)).toEqual({ [old]: 1, [fresh]: 1 });
      expect(written).toEqual([]);
      expect(store.items.size).toBe(0);
    },
  );
});

const faults: { fault: string; outcome: Outcome }[] = [
  { fault: 'no network', outcome: unreachable() },
  { fault: 'no answer', outcome: hang },
  { fault: 'HTTP 500', outcome: () => serviceError('InternalErrorException', 500) },
];
it.each(faults)(
  'C03: the revocation of a late token that fails by $fault is not repeated and changes nothing',
  async ({ outcome }) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { rotation: true, latencyMs: 500 });
    const store = new FakeStore();
    const { session, signIn } = await openApp(DOOR, { clock, pool, store });
    await signIn();
    await clock.advance(EXPIRED_MS);
    pool.always('RevokeToken', outcome);
    const events = observe(session.events$);

    const waiting = observe(session.getSession());
    await clock.advance(100);
    const result = observe(session.signOut());
    await clock.advance(60_000);

    expect(Object.values(revocations(pool))).toEqual([1, 1]);
    expect(result.values).toEqual([{ revoked: false, everywhere: false }]);
    expect(events.values.map(({ type }) => type)).toEqual(['signed-out']);
    expect(store.items.size).toBe(0);
    expect(tally([waiting]).pending).toBe(0);
  },
);

it.each([8000, 15_000, 30_000])(
  'C01: a gateway that ignores its signal and answers %i ms after sign-out leaves 0 keys 5 s later',
  async (ms) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock, { rotation: true });
    const store = new FakeStore();
    const gateway = new ScriptedGateway();
    const features = [withGateway(gateway)];
    const { session, signIn } = await openApp(DOOR, { clock, pool, store, features });
    await signIn();
    await clock.advance(EXPIRED_MS);
    let answered = 0;
    gateway.answer = async ({ operation }) => {
      if (operation !== 'GetTokensFromRefreshToken') return {};
      await clock.delay(100 + ms);
      answered++;
      return { AuthenticationResult: pool.issue() };
    };
    const events = observe(session.events$);

    clock.schedule(100, () => session.signOut());
    observe(session.getSession());
    await clock.advance(100 + ms);
    expect(answered).toBe(1);
    await clock.advance(5000);

    figure(
      `C01 answered ${ms} ms after sign-out past its abort: ${store.items.size} keys 5 s later`,
    );
    expect([...store.items.keys()]).toEqual([]);
    await clock.advance(60_000);
    expect([...store.items.keys()]).toEqual([]);
    expect(events.values.map(({ type }) => type)).toEqual(['signed-out']);
    expect(session.isAuthenticated()).toBe(false);
  },
);

describe('over tabs', () => {
  afterEach(closeBrowser);

  it('C03: the tab that refreshes revokes the late token when the sign-out was in another one, once in all', async () => {
    const { clock, pool, tabs, storage, events } = await openBrowser({ tabs: 3, lateMs: () => 10 });
    await clock.advance(EXPIRED_MS);
    pool.latencyMs = 1000;
    observe(tabs[0]!.session.getSession());
    await clock.advance(500);
    tabs[1]!.session.signOut();
    await clock.advance(60_000);

    expect(Object.values(revocations(pool))).toEqual([1, 1]);
    expect(storage.settled).toBeNull();
    expect(typesOf(events)).toEqual(tabs.map(() => ['signed-out']));
  });
});
