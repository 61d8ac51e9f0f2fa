// C04: A signs out and B signs in while A's refresh is under way. Whenever A's answer comes, B's
// session is what every tab holds and what the storage holds.

import { API_URL } from '../support/fake-api';
import type { FakeTokens } from '../support/fake-tokens';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import {
  closeBrowser,
  openBrowser,
  type SimulatedBrowser,
  typesOf,
} from '../support/simulated-tabs';

// Hundreds of browsers take real time on a busy machine, though none on the fake clock.
jest.setTimeout(60_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
/**
 * Tab 1 refreshes; A signs out and B signs in in one of the tabs, which is tab 1 or another one.
 */
const [REFRESHING, OTHER] = [0, 1];

/** The tokens that are held or stored somewhere, each set once. */
function tokensAnywhere({ tabs, storage }: SimulatedBrowser): Set<string> {
  const active = tabs.map(({ session }) =>
    [
      session.idToken()?.getJwtToken(),
      session.accessToken()?.getJwtToken(),
      session.session()?.getRefreshToken().getToken(),
    ].join(),
  );
  const record = JSON.parse(storage.settled ?? '{}') as Record<string, string | undefined>;
  return new Set([
    ...active,
    [record['idToken'], record['accessToken'], record['refreshToken']].join(),
  ]);
}

const joined = ({ IdToken, AccessToken, RefreshToken }: FakeTokens): string =>
  [IdToken, AccessToken, RefreshToken].join();

/**
 * Tab 1's refresh of A's session starts; after `moment` ms of it the user switches; then the answer
 * comes.
 */
async function switchUsers(
  where: number,
  { moment, answerMs, lateMs }: { moment: number; answerMs: number; lateMs: number },
): Promise<{ browser: SimulatedBrowser; tokensOfB: FakeTokens; refreshTokenOfA: string }> {
  const browser = await openBrowser({ tabs: 3, lateMs: () => lateMs });
  const { clock, pool, tabs } = browser;
  // A has been here for a while, so A's record counts more refreshes than B's first one.
  await clock.advance(EXPIRED_MS);
  observe(tabs[REFRESHING]!.session.getSession());
  await clock.advance(EXPIRED_MS);
  const refreshTokenOfA = tabs[0]!.session.session()!.getRefreshToken().getToken();
  pool.latencyMs = answerMs;
  const tokensOfB = pool.issue({ sub: 'user-b' });
  // Before the call: in the same millisecond the switch comes first, and then the answer.
  clock.schedule(moment, () => {
    tabs[where]!.session.signOut();
    tabs[where]!.session.setSession(tokensOfB);
  });
  observe(tabs[REFRESHING]!.session.getSession());
  await clock.advance(40_000);
  return { browser, tokensOfB, refreshTokenOfA };
}

afterEach(closeBrowser);

describe.each([
  { where: REFRESHING, tab: 'the tab that refreshes' },
  { where: OTHER, tab: 'another tab' },
])('switched in $tab', ({ where, tab }) => {
  it.each([0, 20])(
    "C04: at any ms of A's refresh, over storage %i ms late, B's session stays in every tab and in the storage",
    async (lateMs) => {
      let moments = 0;
      for (let moment = 0; moment <= 60; moment += 2) {
        const { browser, tokensOfB } = await switchUsers(where, { moment, answerMs: 30, lateMs });
        expect({ moment, tokens: tokensAnywhere(browser) }).toEqual({
          moment,
          tokens: new Set([joined(tokensOfB)]),
        });
        closeBrowser();
        moments++;
      }
      figure(
        `C04 switched in ${tab} at ${moments} moments, storage ${lateMs} ms late: only B's session`,
      );
    },
  );

  it.each([0, 1, 100, 1000, 7000, 15_000, 30_000])(
    "C04: when A's answer comes %i ms after B's sign-in, B's session is untouched, and every tab works with it",
    async (ms) => {
      const { browser, tokensOfB } = await switchUsers(where, {
        moment: 100,
        answerMs: 100 + ms,
        lateMs: 10,
      });
      expect(tokensAnywhere(browser)).toEqual(new Set([joined(tokensOfB)]));
      const { clock, pool, tabs, events } = browser;
      for (const types of typesOf(events)) {
        // Once B is there nothing more happens to any tab.
        expect(types.lastIndexOf('signed-out')).toBeLessThan(types.length - 1);
        expect(types.filter((type) => type === 'signed-out').length).toBeLessThanOrEqual(1);
        expect(types.slice(types.indexOf('signed-out'))).not.toContain('refreshed');
      }
      const before = pool.refreshes;
      const requests = tabs.map(({ http }) => observe(http.get(`${API_URL}orders`)));
      await clock.advance(1000);
      expect(requests.map(({ values }) => values.length)).toEqual([1, 1, 1]);
      expect(tabs.flatMap(({ api }) => api.calls.map(({ token }) => token))).toEqual(
        tabs.map(() => tokensOfB.IdToken),
      );
      expect(pool.refreshes).toBe(before);
    },
  );

  it("C04: B's refresh token is not revoked with A's", async () => {
    const { browser, tokensOfB, refreshTokenOfA } = await switchUsers(where, {
      moment: 100,
      answerMs: 500,
      lateMs: 10,
    });
    const revoked = browser.pool.calls.flatMap(({ operation, input }) =>
      operation === 'RevokeToken' ? [input['Token']] : [],
    );
    expect(revoked).toContain(refreshTokenOfA);
    expect(revoked).not.toContain(tokensOfB.RefreshToken);
    const refreshed = observe(browser.tabs[OTHER]!.session.refreshSession());
    await browser.clock.advance(1000);
    expect(refreshed.values).toHaveLength(1);
  });
});
