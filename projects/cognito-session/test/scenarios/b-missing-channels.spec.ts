// B10: browsers that lack BroadcastChannel, storage events or both. What one tab does is seen by
// the other in whatever way is left, and before it uses a token in any case.

import { API_URL } from '../support/fake-api';
import { makeTokens } from '../support/fake-tokens';
import { codesOf, observe } from '../support/observed';
import type { SessionApp } from '../support/session-app';
import {
  closeBrowser,
  openBrowser,
  type SimulatedBrowser,
  typesOf,
} from '../support/simulated-tabs';

const SYNC_MS = 1000;

const ways = [
  { way: 'BroadcastChannel and storage events', broadcastChannel: true, storageEvents: true },
  { way: 'storage events alone', broadcastChannel: false, storageEvents: true },
  { way: 'BroadcastChannel alone', broadcastChannel: true, storageEvents: false },
];
const NEITHER = { broadcastChannel: false, storageEvents: false };

/** What tab 1 does, and what the others tell of it. */
const changes: { change: string; make: (tab: SessionApp) => unknown; told: string }[] = [
  { change: 'a sign-out', make: ({ session }) => session.signOut(), told: 'signed-out' },
  {
    change: 'a refresh',
    make: ({ session }) => observe(session.refreshSession()),
    told: 'adopted',
  },
  {
    change: "another user's sign-in",
    make: ({ session }) => session.setSession(makeTokens({ sub: 'user-b' })),
    told: 'user-changed',
  },
];

/** What every tab holds: a token each, or none. */
const active = ({ tabs }: SimulatedBrowser): (string | undefined)[] =>
  tabs.map(({ session }) => session.accessToken()?.getJwtToken());

/** How often tab 2 sent each token. */
const sent = ({ tabs }: SimulatedBrowser): (string | null)[] =>
  tabs[1]!.api.calls.map(({ token }) => token);

afterEach(closeBrowser);

describe.each(ways)('with $way', ({ broadcastChannel, storageEvents }) => {
  it.each(changes)(
    'B10: $change in tab 1 is held and told once by tab 2 within 1 s',
    async ({ make, told }) => {
      const browser = await openBrowser({ tabs: 2, broadcastChannel, storageEvents });
      const before = active(browser);
      make(browser.tabs[0]!);
      await browser.clock.advance(SYNC_MS);

      const [first, second] = active(browser);
      expect(second).toBe(first);
      expect(second).not.toBe(before[1]);
      expect(typesOf(browser.events)[1]).toEqual([told]);
    },
  );

  it('B10: a sign-in in tab 1 reaches tab 2, where nobody was signed in, within 1 s', async () => {
    const options = { tabs: 2, broadcastChannel, storageEvents, signedIn: false };
    const browser = await openBrowser(options);
    browser.tabs[0]!.session.setSession(browser.pool.issue());
    await browser.clock.advance(SYNC_MS);

    expect(browser.tabs.map(({ session }) => session.isAuthenticated())).toEqual([true, true]);
    expect(typesOf(browser.events)).toEqual([['signed-in'], ['adopted']]);
  });
});

describe('with neither BroadcastChannel nor storage events', () => {
  const moments = ['focus', 'pageshow', 'visibilitychange'];
  it.each(changes.flatMap((each) => moments.map((moment) => ({ ...each, moment }))))(
    'B10: $change in tab 1 is held and told once by tab 2 within 1 s after $moment',
    async ({ make, told, moment }) => {
      const browser = await openBrowser({ tabs: 2, ...NEITHER });
      const before = active(browser);
      make(browser.tabs[0]!);
      await browser.clock.advance(60_000);
      // Nothing told tab 2, or this test would say nothing.
      expect(active(browser)[1]).toBe(before[1]);

      dispatchEvent(new Event(moment));
      await browser.clock.advance(SYNC_MS);
      expect(active(browser)[1]).toBe(active(browser)[0]);
      expect(typesOf(browser.events)[1]).toEqual([told]);
    },
  );

  it('B10: after a refresh in tab 1, the next request of tab 2 carries the new token', async () => {
    const browser = await openBrowser({ tabs: 2, ...NEITHER });
    observe(browser.tabs[0]!.session.refreshSession());
    await browser.clock.advance(60_000);

    const request = observe(browser.tabs[1]!.http.get(`${API_URL}orders`));
    await browser.clock.advance(SYNC_MS);
    expect(request.values).toHaveLength(1);
    expect(sent(browser)).toEqual([browser.tabs[0]!.session.idToken()?.getJwtToken()]);
    expect(browser.pool.refreshes).toBe(1);
  });

  const ends = changes.filter(({ told }) => told !== 'adopted');
  it.each(ends)(
    'B10: after $change in tab 1, the next request of tab 2 ends before a token is used, and tab 2 agrees with tab 1',
    async ({ make, told }) => {
      const browser = await openBrowser({ tabs: 2, ...NEITHER });
      make(browser.tabs[0]!);
      await browser.clock.advance(60_000);

      const request = observe(browser.tabs[1]!.http.get(`${API_URL}orders`));
      await browser.clock.advance(SYNC_MS);
      expect(codesOf([request])).toEqual(['NOT_SIGNED_IN']);
      expect(sent(browser)).toEqual([]);
      expect(active(browser)[1]).toBe(active(browser)[0]);
      expect(typesOf(browser.events)[1]).toEqual([told]);
    },
  );
});
