// B11: ten thousand storage events in a second. They don't say more than a few would, so they must
// not cost more.

import { API_URL } from '../support/fake-api';
import { STORE_KEY } from '../support/fake-store';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import {
  closeBrowser,
  openBrowser,
  type SimulatedBrowser,
  typesOf,
} from '../support/simulated-tabs';

// Ten thousand events take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const SYNC_MS = 1000;
/**
 * Looks at the store that a second may hold. One look reads and checks a record of some kilobytes,
 * a tenth of a millisecond or two on a slow device: 5 ms of the main thread.
 */
const MOST_LOOKS = 25;

afterEach(closeBrowser);

/** 10,000 events in one second, ten per millisecond; `meanwhile` is called at half time. */
async function storm(
  { clock }: SimulatedBrowser,
  key: string | null,
  meanwhile?: () => void,
): Promise<void> {
  for (let ms = 0; ms < 1000; ms++) {
    if (ms === 500) meanwhile?.();
    for (let n = 0; n < 10; n++) dispatchEvent(new StorageEvent('storage', { key }));
    await clock.advance(1);
  }
}

describe.each([
  { key: STORE_KEY, of: 'our key' },
  { key: null, of: 'no key' },
])('10,000 events of $of in a second', ({ key, of }) => {
  it(`B11: make a tab look at the store ${MOST_LOOKS} times at most, and emit, write and ask nothing`, async () => {
    const browser = await openBrowser({ tabs: 1 });
    const state = browser.tabs[0]!.session.state();
    const writes = browser.storage.writes.length;
    const look = jest.spyOn(browser.stores[0]!, 'getItem');
    const timers = browser.clock.pendingTimers;

    await storm(browser, key);
    const looks = look.mock.calls.length;
    await browser.clock.advance(SYNC_MS);

    figure(`B11 10,000 storage events of ${of} in a second: ${looks} looks at the store`);
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThanOrEqual(MOST_LOOKS);
    expect(browser.tabs[0]!.session.state()).toBe(state);
    expect(browser.storage.writes.length).toBe(writes);
    expect(browser.pool.calls).toEqual([]);
    expect(typesOf(browser.events)).toEqual([[]]);
    expect(browser.clock.pendingTimers).toBe(timers);
  });

  it('B11: hide no real change: another tab signs out meanwhile, and this one is told once within 1 s', async () => {
    const browser = await openBrowser({ tabs: 2, broadcastChannel: false });
    await storm(browser, key, () => browser.tabs[0]!.session.signOut());
    await browser.clock.advance(SYNC_MS / 2);

    expect(browser.tabs[1]!.session.isAuthenticated()).toBe(false);
    expect(typesOf(browser.events)[1]).toEqual(['signed-out']);
    const request = observe(browser.tabs[1]!.http.get(`${API_URL}orders`));
    await browser.clock.advance(SYNC_MS);
    expect(request.values).toHaveLength(1);
    expect(browser.tabs[1]!.api.calls.map(({ token }) => token)).toEqual([null]);
  });
});
