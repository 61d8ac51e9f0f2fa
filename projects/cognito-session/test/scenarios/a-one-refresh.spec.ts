// A01-A04: however many ask, and however slow the storage is, there is one refresh.

import { API_URL } from '../support/fake-api';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe, observeMany, type Observed, tally } from '../support/observed';
import { DOORS, openApp } from '../support/session-app';

// Thousands of requests take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

describe.each(DOORS)('with $door', (door) => {
  afterEach(() => setBroadcastChannel(false));

  it('A01: 1000 requests answered 401 make 1 refresh, 1000 replays and 2000 API calls', async () => {
    const { clock, pool, api, http, signIn } = await openApp(door);
    const old = (await signIn()).getIdToken().getJwtToken();
    pool.disown();
    api.status = ({ token }) => (pool.accepts(token) ? 200 : 401);

    const requests = observeMany(1000, (n) => http.get<{ url: string }>(`${API_URL}orders/${n}`));
    await clock.advance(5000);

    const replays = api.calls.filter(({ token }) => token !== old).length;
    figure(
      `A01 1000 requests: ${pool.refreshes} refresh, ${replays} replays, ${api.calls.length} API calls`,
    );
    expect({ refreshes: pool.refreshes, replays, calls: api.calls.length }).toEqual({
      refreshes: 1,
      replays: 1000,
      calls: 2000,
    });
    expect(tally(requests)).toEqual({ values: 1000, errors: 0, pending: 0 });
    // Each got its own answer: none lost, none twice.
    expect(requests.map(({ values }) => values[0]?.url)).toEqual(
      requests.map((_, n) => `${API_URL}orders/${n}`),
    );
  });

  it.each([
    { token: 'inside the margin', age: LIFETIME_SECONDS - 30 },
    { token: 'expired', age: LIFETIME_SECONDS + 30 },
  ])(
    'A02: 1000 requests with a token $token make 1 refresh, then 1000 calls',
    async ({ token, age }) => {
      const { clock, pool, api, http, signIn } = await openApp(door);
      const old = (await signIn()).getIdToken().getJwtToken();
      await clock.advance(age * 1000);

      const started = clock.monotonic();
      const requests = observeMany(1000, (n) => http.get(`${API_URL}orders/${n}`));
      await clock.advance(5000);

      const withOldToken = api.calls.filter((call) => call.token === old).length;
      figure(
        `A02 1000 requests, token ${token}: ${pool.refreshes} refresh, ${api.calls.length} API calls, ${withOldToken} with the old token`,
      );
      expect({ refreshes: pool.refreshes, calls: api.calls.length, withOldToken }).toEqual({
        refreshes: 1,
        calls: 1000,
        withOldToken: 0,
      });
      expect(Math.min(...api.calls.map(({ at }) => at))).toBeGreaterThanOrEqual(
        started + pool.latencyMs,
      );
      expect(tally(requests)).toEqual({ values: 1000, errors: 0, pending: 0 });
    },
  );

  it.each([1, 1000, 10_000])(
    'A03: nine 401s of an old token that come %i ms after the refresh make no other and replay with the new token',
    async (late) => {
      const { clock, pool, api, http, signIn } = await openApp(door);
      const old = (await signIn()).getIdToken().getJwtToken();
      pool.disown();
      api.status = ({ token }) => (pool.accepts(token) ? 200 : 401);
      const first = observe(http.get(`${API_URL}orders/1`));
      // The other nine went out with the same token; their answers take longer than the refresh of
      // the first.
      const refreshed = api.latencyMs + pool.latencyMs;
      api.latencyMs = refreshed + late;
      const others = observeMany(9, (n) => http.get(`${API_URL}orders/${n + 2}`));
      await clock.advance(refreshed);
      api.latencyMs = 20;
      const sent = api.calls.filter(({ token }) => token === old).length;
      const fresh = (await currentToken()) ?? '';
      await clock.advance(late + 1000);

      expect(sent).toBe(10);
      expect(fresh).not.toBe(old);
      expect(pool.refreshes).toBe(1);
      expect(api.callsByToken).toEqual(
        new Map([
          [old, 10],
          [fresh, 10],
        ]),
      );
      expect(tally([first, ...others])).toEqual({ values: 10, errors: 0, pending: 0 });

      async function currentToken(): Promise<string | undefined> {
        await clock.advance(0);
        return api.calls.find(({ token }) => token !== old)?.token ?? undefined;
      }
    },
  );

  const storages = [0, 5, 50, 200].flatMap((ms) => [
    { ms, channel: true, browser: 'BroadcastChannel' },
    { ms, channel: false, browser: 'no BroadcastChannel' },
  ]);
  it.each(storages)(
    'A04: storage that answers in $ms ms, a browser with $browser and a caller every ms around expiry make 1 refresh',
    async ({ ms, channel, browser }) => {
      setBroadcastChannel(channel);
      const clock = new FakeClock();
      const pool = new FakePool(clock, { rotation: true });
      const store = new FakeStore({ delay: { clock, ms } });
      const { session, signIn } = await openApp(door, { clock, pool, store });
      const old = (await signIn()).getIdToken().getJwtToken();
      // The margin is 60 s, so callers begin 100 ms before it does.
      await clock.advance((LIFETIME_SECONDS - 60) * 1000 - clock.monotonic() - 100);

      const callers: Observed<unknown>[] = [];
      for (let n = 0; n < 200; n++) {
        callers.push(observe(session.getSession()));
        await clock.advance(1);
      }
      await clock.advance(60_000);

      figure(`A04 storage ${ms} ms, ${browser}, 200 callers: ${pool.refreshes} refresh`);
      expect(pool.refreshes).toBe(1);
      expect(tally(callers)).toEqual({ values: 200, errors: 0, pending: 0 });
      expect(session.idToken()?.getJwtToken()).not.toBe(old);
    },
  );
});
