// B10, for a tab that shows the sign-in page: with nothing that tells it of a sign-in elsewhere, it
// looks for itself.

import { API_URL } from '../support/fake-api';
import { observe } from '../support/observed';
import { closeBrowser, openBrowser, type SimulatedBrowser } from '../support/simulated-tabs';

const SYNC_MS = 1000;

afterEach(closeBrowser);

/** Tab 1 signs in, and nothing tells tab 2. */
async function signInUnheard(): Promise<SimulatedBrowser> {
  const browser = await openBrowser({
    tabs: 2,
    signedIn: false,
    broadcastChannel: false,
    storageEvents: false,
  });
  browser.tabs[0]!.session.setSession(browser.pool.issue());
  await browser.clock.advance(60_000);
  expect(browser.tabs.map(({ session }) => session.isAuthenticated())).toEqual([true, false]);
  return browser;
}

describe('with neither BroadcastChannel nor storage events', () => {
  it('B10: after a sign-in in tab 1, the next request of tab 2, where nobody was signed in, carries its token', async () => {
    const { clock, tabs } = await signInUnheard();
    const request = observe(tabs[1]!.http.get(`${API_URL}orders`));
    await clock.advance(SYNC_MS);
    expect(request.values).toHaveLength(1);
    expect(tabs[1]!.api.calls.map(({ token }) => token)).toEqual([
      tabs[0]!.session.idToken()?.getJwtToken(),
    ]);
  });

  it.each(['focus', 'pageshow', 'visibilitychange'])(
    'B10: after a sign-in in tab 1, tab 2, where nobody was signed in, is signed in within 1 s after %s',
    async (moment) => {
      const { clock, tabs } = await signInUnheard();
      dispatchEvent(new Event(moment));
      await clock.advance(SYNC_MS);
      expect(tabs[1]!.session.isAuthenticated()).toBe(true);
    },
  );
});
