// E04, I6: something writes over the record of a running session, and a tab that starts just then
// cleans it away.

import { observe } from '../support/observed';
import { DOORS, GATEWAYS, openBeside } from '../support/session-app';
import { closeBrowser, openBrowser, type SimulatedBrowser } from '../support/simulated-tabs';
import { STORE_KEY } from '../support/fake-store';

afterEach(() => closeBrowser());

/** One signed-in tab; its record is damaged, and 10 ms later a second tab starts. */
async function damageAndStart(): Promise<SimulatedBrowser> {
  const browser = await openBrowser({ tabs: 1 });
  const { clock, pool, storage } = browser;
  storage.open().setItem(STORE_KEY, 'foreign');
  await clock.advance(10);
  const config = { onSessionEnd: 'stay' } as const;
  const gateway = await GATEWAYS[0]!.connect(pool);
  openBeside(DOORS[0]!, clock, pool, { store: storage.open(), config }, gateway);
  return browser;
}

it('E04 the running session lives on, and its record is written again', async () => {
  const { clock, tabs, stores } = await damageAndStart();
  await clock.advance(5000);
  expect(tabs[0]!.session.state().status).toBe('signed-in');
  expect(stores[0]!.getItem(STORE_KEY)).toContain('generation');
});

it('E04 a sign-out right after it is not undone', async () => {
  const { clock, tabs, stores } = await damageAndStart();
  await clock.advance(20);
  observe(tabs[0]!.session.signOut());
  await clock.advance(5000);
  expect(tabs[0]!.session.state().status).toBe('signed-out');
  expect(stores[0]!.getItem(STORE_KEY)).toBeNull();
});

it('E04 storage that is cleared long after a damage ends the session', async () => {
  const { clock, tabs, storage } = await damageAndStart();
  await clock.advance(5000);
  storage.open().removeItem(STORE_KEY);
  await clock.advance(1000);
  expect(tabs[0]!.session.state()).toMatchObject({
    status: 'signed-out',
    reason: 'storage-cleared',
  });
});
