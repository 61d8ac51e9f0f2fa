// B09, B12 and B13 in simulated tabs: what happens in one is what all of them hold a second later.

import { API_URL } from '../support/fake-api';
import { json } from '../support/fake-pool';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, observeMany, tally } from '../support/observed';
import {
  closeBrowser,
  openBrowser,
  type SimulatedBrowser,
  typesOf,
} from '../support/simulated-tabs';

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const SYNC_MS = 1000;

const tokensOf = ({ tabs }: SimulatedBrowser): Set<string | undefined> =>
  new Set(tabs.map(({ session }) => session.accessToken()?.getJwtToken()));

/** Whether the user of each token that reached a tab's API is `sub`. */
const sentFor = ({ tabs }: SimulatedBrowser, tab: number): unknown[] =>
  tabs[tab]!.api.calls.map(({ token }) => {
    const payload = Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString();
    return (JSON.parse(payload || '{}') as { sub?: unknown }).sub;
  });

const uncaught: unknown[] = [];
const keep = (reason: unknown): void => void uncaught.push(reason);
beforeAll(() => process.on('unhandledRejection', keep));
afterAll(() => process.off('unhandledRejection', keep));
afterEach(closeBrowser);

describe('without Web Locks', () => {
  it.each([0, 5, 20, 500])(
    'B09: two tabs that expire together, storage %i ms late, make 2 refreshes at most within the grace period, and 0 sign-outs',
    async (late) => {
      const browser = await openBrowser({ tabs: 2, locks: false, lateMs: () => late });
      const { clock, pool, tabs, events } = browser;
      // Within the grace period a used token is good for another pair.
      pool.always('GetTokensFromRefreshToken', () =>
        json(200, { AuthenticationResult: pool.issue() }),
      );
      await clock.advance(EXPIRED_MS);
      const callers = tabs.map(({ session }) => observe(session.getSession()));
      await clock.advance(SYNC_MS + late);

      figure(`B09 no Web Locks, 2 tabs, storage ${late} ms late: ${pool.refreshes} refreshes`);
      expect(pool.refreshes).toBeGreaterThan(0);
      expect(pool.refreshes).toBeLessThanOrEqual(2);
      expect(tally(callers)).toEqual({ values: 2, errors: 0, pending: 0 });
      expect(typesOf(events).flat()).not.toContain('signed-out');
      expect(tokensOf(browser).size).toBe(1);
      await clock.advance(60_000);
      expect(uncaught).toEqual([]);
    },
  );

  it('B09: one page with 1000 callers makes exactly 1 refresh', async () => {
    const { clock, pool, tabs } = await openBrowser({ tabs: 1, locks: false });
    await clock.advance(EXPIRED_MS);
    const callers = observeMany(1000, () => tabs[0]!.session.getSession());
    await clock.advance(5000);
    expect(pool.refreshes).toBe(1);
    expect(tally(callers)).toEqual({ values: 1000, errors: 0, pending: 0 });
  });
});

it('B12: tab 1 with 20 requests of A in flight tells of B, who signed in in tab 2, once and within 1 s; none is sent as B', async () => {
  const browser = await openBrowser({ tabs: 2, lateMs: () => 20 });
  const { clock, pool, tabs, events } = browser;
  const subOfA = tabs[0]!.session.user()?.sub;
  tabs[0]!.api.latencyMs = 3000;
  tabs[0]!.api.status = () => 401;
  const requests = observeMany(20, (n) => tabs[0]!.http.get(`${API_URL}orders/${n}`));
  await clock.advance(100);

  tabs[1]!.session.setSession(pool.issue({ sub: 'user-b' }));
  await clock.advance(SYNC_MS);
  expect(typesOf(events)).toEqual([['user-changed'], ['user-changed']]);
  expect(tabs[0]!.session.user()?.sub).toBe('user-b');

  await clock.advance(60_000);
  expect(codesOf(requests)).toEqual(['NOT_SIGNED_IN']);
  expect(tally(requests)).toEqual({ values: 0, errors: 20, pending: 0 });
  expect(sentFor(browser, 0)).toEqual(Array.from({ length: 20 }, () => subOfA));
  expect(pool.refreshes).toBe(0);
});

it.each([0, 20])(
  'B13: a sign-in reaches eight tabs within 1 s, storage %i ms late, and then a sign-out does; no token is sent after it',
  async (late) => {
    const browser = await openBrowser({ tabs: 8, signedIn: false, lateMs: () => late });
    const { clock, pool, tabs, events } = browser;
    tabs[5]!.session.setSession(pool.issue());
    await clock.advance(SYNC_MS);
    expect(tabs.map(({ session }) => session.isAuthenticated())).toEqual(tabs.map(() => true));
    expect(tokensOf(browser).size).toBe(1);

    tabs[2]!.session.signOut();
    await clock.advance(SYNC_MS);
    expect(tabs.map(({ session }) => session.isAuthenticated())).toEqual(tabs.map(() => false));
    const types = typesOf(events);
    expect(types).toEqual(tabs.map((_, n) => [n === 5 ? 'signed-in' : 'adopted', 'signed-out']));

    const requests = tabs.map(({ http }) => observe(http.get(`${API_URL}orders`)));
    await clock.advance(SYNC_MS);
    expect(tally(requests)).toEqual({ values: 8, errors: 0, pending: 0 });
    expect(tabs.flatMap(({ api }) => api.calls.map(({ token }) => token))).toEqual(
      tabs.map(() => null),
    );
  },
);
