// N02: whatever an app does and however often, nothing of it stays: no key, listener, timer,
// channel or lock.

import { TestBed } from '@angular/core/testing';
import { settle } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { DOORS, openApp, type SessionApp } from '../support/session-app';
import { NOTHING, WatchedPage } from '../support/watched-page';

/**
 * How long the marks of a closed app stand, for the other tabs: a session is over, a token was
 * used.
 */
const MARKS_MS = 2000;
const CYCLES = 10_000;
const INJECTORS = 1000;

let page: WatchedPage;
beforeEach(() => (page = new WatchedPage()));
afterEach(() => page.close());

it('N02: 10,000 sign-ins and sign-outs leave no key, timer, lock, listener or channel behind', async () => {
  const { clock, providers } = page;
  const store = new FakeStore();
  const config = { onSessionEnd: 'stay' } as const;
  const { pool, session } = await openApp(DOORS[0]!, { clock, store, config, providers });
  const cycle = async (): Promise<void> => {
    observe(session.setSession(pool.issue()));
    await settle();
    observe(session.signOut());
    await clock.advance(pool.latencyMs);
  };
  await cycle();
  await clock.advance(MARKS_MS);
  const afterTheFirst = await page.holdings();
  let events = 0;
  const counting = session.events$.subscribe(() => events++);
  for (let n = 1; n < CYCLES; n++) {
    await cycle();
    // The fakes' records would slow the run down.
    pool.calls.length = store.operations.length = 0;
  }
  counting.unsubscribe();
  await clock.advance(MARKS_MS);

  expect(events).toBe(2 * (CYCLES - 1));
  expect([...store.items.keys()]).toEqual([]);
  expect(await page.holdings()).toEqual(afterTheFirst);
  expect(afterTheFirst).toMatchObject({ channels: 1, timers: 0, locks: 0 });
  const { listeners } = afterTheFirst;
  figure(
    `N02 ${CYCLES} sign-ins and sign-outs: 0 keys, 0 timers, 0 locks; ${listeners} listeners and 1 channel, as after the first`,
  );
}, 300_000);

/** What an app may be in the middle of when it is closed, and how long what it began may go on. */
const LIVES: [string, number, (app: SessionApp) => Promise<unknown>][] = [
  ['started', 0, async () => undefined],
  ['signing in', 0, async ({ session, pool }) => observe(session.setSession(pool.issue()))],
  ['signed in', 0, ({ signIn }) => signIn()],
  [
    'refreshing',
    MARKS_MS,
    async ({ session, pool, signIn, clock }) => {
      await signIn();
      observe(session.refreshSession());
      await clock.advance(pool.latencyMs / 2);
    },
  ],
  [
    'refreshed',
    MARKS_MS,
    async ({ session, pool, signIn, clock }) => {
      await signIn();
      observe(session.refreshSession());
      await clock.advance(pool.latencyMs);
    },
  ],
  [
    'signed out',
    MARKS_MS,
    async ({ session, signIn }) => {
      await signIn();
      observe(session.signOut());
    },
  ],
];

let destroyed = 0;
it.each(LIVES)(
  'N02: of 1000 injectors, a sixth of which is destroyed when %s, no listener or channel is left at once, and no timer or lock after %d ms',
  async (life, ms, live) => {
    TestBed.configureTestingModule({});
    const pool = new FakePool(page.clock);
    let [opened, most, left] = [0, 0, 0];
    const count = Math.ceil(INJECTORS / LIVES.length);
    for (let n = 0; n < count; n++) {
      const app = await page.openShort(pool);
      await live(app);
      const during = await page.holdings();
      opened += during.channels;
      app.destroy();
      const { listeners, channels } = await page.holdings();
      most = Math.max(most, during.listeners);
      left = Math.max(left, listeners + channels);
    }
    await settle();
    await page.clock.advance(ms);

    // There was something to give back.
    expect({ opened, listened: most > 0 }).toEqual({ opened: count, listened: true });
    expect(left).toBe(0);
    expect(await page.holdings()).toEqual(NOTHING);
    destroyed += opened;
    if (life === LIVES.at(-1)?.[0]) {
      figure(
        `N02 ${destroyed} injectors destroyed in ${LIVES.length} phases of a session: 0 listeners, channels, timers and locks`,
      );
    }
  },
  60_000,
);
