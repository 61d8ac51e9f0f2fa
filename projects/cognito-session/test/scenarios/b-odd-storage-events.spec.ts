// B11: storage events as browsers really send them: to the writing tab too, without a key, twice,
// and late. What counts is the store; an event only says that it is time to look.

import { STORE_KEY } from '../support/fake-store';
import { observe } from '../support/observed';
import {
  closeBrowser,
  openBrowser,
  type SimulatedBrowser,
  typesOf,
} from '../support/simulated-tabs';

const SYNC_MS = 1000;
const tell = (init: StorageEventInit): boolean => dispatchEvent(new StorageEvent('storage', init));

/** What may differ after an event that should not count. */
const picture = ({ storage, tabs, pool }: SimulatedBrowser): unknown => ({
  states: tabs.map(({ session }) => session.state()),
  writes: storage.writes.length,
  calls: pool.calls.length,
});

afterEach(closeBrowser);

describe.each([true, false])('with BroadcastChannel: %s', (broadcastChannel) => {
  it('B11: events that reach the writing tab, too, lead to one emission per change in each tab and to no echo', async () => {
    const { clock, storage, tabs, events } = await openBrowser({ tabs: 2, broadcastChannel });
    const writes = storage.writes.length;
    const states = tabs.map(({ session }) => observe(session.state$));

    observe(tabs[0]!.session.refreshSession());
    await clock.advance(SYNC_MS);
    tabs[1]!.session.signOut();
    await clock.advance(60_000);

    const [first, second] = typesOf(events);
    expect(first).toEqual(['refreshed', 'signed-out']);
    expect(second).toEqual(['adopted', 'signed-out']);
    // With what there was at the start.
    expect(states.map(({ values }) => values.length)).toEqual([3, 3]);
    expect(storage.writes.length - writes).toBe(2);
  });

  it('B11: a key of null after clear() signs out each tab once', async () => {
    const { clock, storage, stores, tabs, events } = await openBrowser({
      tabs: 2,
      broadcastChannel,
      storageEvents: false,
    });
    // The user clears the site's data: nobody says what was in it.
    storage.write(stores[0]!, STORE_KEY, null);
    for (let n = 0; n < 5; n++) tell({ key: null });
    await clock.advance(SYNC_MS);

    expect(tabs.map(({ session }) => session.state())).toEqual(
      tabs.map(() => ({ status: 'signed-out', reason: 'storage-cleared' })),
    );
    expect(typesOf(events)).toEqual([['signed-out'], ['signed-out']]);
    await clock.advance(60_000);
    expect(storage.settled).toBeNull();
    expect(typesOf(events)).toEqual([['signed-out'], ['signed-out']]);
  });
});

const odd: { event: string; make: (browser: SimulatedBrowser, old: string | null) => void }[] = [
  {
    event: 'the same value twice',
    make: ({ storage: { settled: newValue } }) => {
      for (let n = 0; n < 2; n++) tell({ key: STORE_KEY, oldValue: newValue, newValue });
    },
  },
  {
    event: 'an older value than the last one',
    make: (_browser, newValue) => tell({ key: STORE_KEY, newValue }),
  },
  {
    event: 'a removal that was undone since',
    make: ({ storage }) => tell({ key: STORE_KEY, oldValue: storage.settled, newValue: null }),
  },
  { event: 'another key', make: () => tell({ key: 'theme', newValue: 'dark' }) },
  { event: 'a key of null when nothing was cleared', make: () => tell({ key: null }) },
];
it.each(odd)('B11: an event with $event changes, emits and writes nothing', async ({ make }) => {
  const browser = await openBrowser({ tabs: 2 });
  const old = browser.storage.settled;
  observe(browser.tabs[0]!.session.refreshSession());
  await browser.clock.advance(SYNC_MS);
  const before = picture(browser);
  const told = typesOf(browser.events);

  make(browser, old);
  await browser.clock.advance(60_000);

  expect(picture(browser)).toEqual(before);
  expect(typesOf(browser.events)).toEqual(told);
});

it('B11: 1000 events of other keys make no tab look at the store', async () => {
  const { clock, stores } = await openBrowser({ tabs: 2 });
  const looks = stores.map((store) => jest.spyOn(store, 'getItem'));
  for (let n = 0; n < 1000; n++) tell({ key: `${STORE_KEY}.${n}`, newValue: 'of somebody else' });
  await clock.advance(SYNC_MS);
  expect(looks.map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
});
