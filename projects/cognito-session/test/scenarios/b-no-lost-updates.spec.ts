// B02, as far as simulated tabs go: each refresh reads the record, changes it and writes it back,
// over a storage that shows the others' writes late. The real browsers' word is in projects/e2e.

import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { closeBrowser, openBrowser, type SimulatedBrowser } from '../support/simulated-tabs';

// Hundreds of refreshes take real time on a busy machine, though none on the fake clock.
jest.setTimeout(60_000);

const [TABS, TIMES] = [4, 200];
/** 0 to 20 ms late, as measured between processes; no two neighbours alike. */
const lateMs = (): (() => number) => {
  let writes = 0;
  return () => (writes++ * 13) % 21;
};

/** The tabs take turns; each turn lasts until that tab itself has changed the record. */
async function takeTurns({ clock, tabs, events }: SimulatedBrowser, turns: number): Promise<void> {
  const changes = (tab: number): number =>
    events[tab]!.values.filter(({ type }) => type === 'refreshed').length;
  for (let turn = 0; turn < turns; turn++) {
    const tab = turn % TABS;
    const before = changes(tab);
    for (let tries = 0; changes(tab) === before && tries < 3; tries++) {
      const refreshed = observe(tabs[tab]!.session.refreshSession());
      // The next tab starts in the very moment that this one is done, long before the storage shows
      // it.
      while (refreshed.completions + refreshed.errors.length === 0) await clock.advance(1);
    }
  }
}

/** How many refresh tokens were sent more than once. */
function reused({ pool }: SimulatedBrowser): number {
  const sent = pool.calls.map(({ input }) => input['RefreshToken']);
  return sent.length - new Set(sent).size;
}

afterEach(closeBrowser);

it(`B02: ${TABS} tabs that each change the session record ${TIMES} times lose none of the changes`, async () => {
  const browser = await openBrowser({ tabs: TABS, lateMs: lateMs() });
  await takeTurns(browser, TABS * TIMES);
  await browser.clock.advance(1000);

  const record = JSON.parse(browser.storage.settled ?? '{}') as { revision: number };
  const lost = TABS * TIMES - record.revision;
  figure(
    `B02 ${TABS} simulated tabs, ${browser.pool.refreshes} changes, storage 0-20 ms late: ${lost} lost, ${reused(browser)} tokens used twice`,
  );
  expect({ lost, reused: reused(browser), calls: browser.pool.refreshes }).toEqual({
    lost: 0,
    reused: 0,
    calls: TABS * TIMES,
  });
});

it('B02: the same with a lock and a second look at the storage alone uses tokens twice', async () => {
  const browser = await openBrowser({ tabs: TABS, lateMs: lateMs() });
  // Nobody sees the marks that make up for the storage's lateness.
  browser.locks.query = async () => ({ active: [], pending: [] });
  await takeTurns(browser, 40);

  figure(
    `B02 control, lock and second look alone: ${reused(browser)} tokens used twice in 40 turns`,
  );
  expect(reused(browser)).toBeGreaterThan(0);
});
