// M02: in an app with zone.js the library's timers are no reason for change detection, and what it
// tells arrives inside the zone wherever it came from.

import 'zone.js';
import { ApplicationRef, NgZone, provideZoneChangeDetection } from '@angular/core';
import { first, firstValueFrom, type Observable } from 'rxjs';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeLocks, setWebLocks } from '../support/fake-locks';
import { serviceError } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { checks, openViewedApp, type ViewedApp } from '../support/session-view';
import { ZoneClock } from '../support/zone-clock';

const HOUR_MS = 3_600_000;

let clock: FakeClock;
let locks: FakeLocks;
let items: Map<string, string>;
let app: ViewedApp;
const open = (options: { readonly delayMs?: number } = {}): Promise<ViewedApp> => {
  const { delayMs } = options;
  const delay = delayMs === undefined ? {} : { delay: { clock, ms: delayMs } };
  const store = new FakeStore({ items, ...delay });
  return openViewedApp(store, clock, provideZoneChangeDetection(), new ZoneClock(clock));
};
beforeEach(async () => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  clock = new FakeClock();
  setWebLocks((locks = new FakeLocks(clock)));
  setBroadcastChannel(true);
  items = new Map();
  app = await open();
  await app.signIn();
}, 30_000);
afterEach(() => {
  app.destroy();
  jest.restoreAllMocks();
  setWebLocks(undefined);
  setBroadcastChannel(false);
});

/** Change detection runs of the app, counted by a view's checks while `during` runs. */
async function checksDuring(during: () => Promise<void>): Promise<number> {
  const before = checks.count;
  await during();
  return checks.count - before;
}

it('M02: with a live session an idle hour sees 0 change detection runs', async () => {
  expect(await checksDuring(() => clock.advance(HOUR_MS))).toBe(0);
  figure('M02 live session, 1 h idle: 0 change detection runs');
});

it('M02: nor do the timers of a refresh that fails and waits: only its outcome is told, twice at most', async () => {
  app.pool.always('GetTokensFromRefreshToken', () => serviceError('InternalErrorException', 500));
  await clock.advance(LIFETIME_SECONDS * 1000);
  let told = 0;
  app.session.getSession().subscribe({ error: () => told++ });
  const runs = await checksDuring(() => clock.advance(HOUR_MS));
  expect(app.pool.refreshes).toBe(3);
  expect(told).toBe(1);
  // The event and the caller's error.
  expect(runs).toBeLessThanOrEqual(3);
});

it('M02: a timer of the app itself is seen, so the count says something', async () => {
  const zone = app.root.injector.get(NgZone);
  zone.run(() => new ZoneClock(clock).schedule(1000, () => undefined));
  expect(await checksDuring(() => clock.advance(2000))).toBeGreaterThan(0);
});

it.each([0, 200, 900])(
  'M02: an app that restores a session from a store of %d ms is stable within 1 s, and stays so',
  async (delayMs) => {
    app.destroy();
    app = await open({ delayMs });
    const stable = observe(app.root.isStable);
    await clock.advance(1000);
    expect(stable.values.at(-1)).toBe(true);
    expect(app.session.isAuthenticated()).toBe(true);
    const before = stable.values.length;
    await clock.advance(HOUR_MS);
    expect(stable.values.slice(before)).toEqual([]);
    await firstValueFrom(app.root.isStable.pipe(first(Boolean)));
  },
);

describe('M02: emissions arrive inside the zone that come from', () => {
  const SOURCES: [string, () => unknown][] = [
    [
      'a storage event',
      () => {
        setBroadcastChannel(false);
        items.clear();
        dispatchEvent(new StorageEvent('storage', { key: STORE_KEY }));
      },
    ],
    ['a message of another tab', () => void app.otherTab.session.signOut()],
    ['a refresh of another tab', () => void observe(app.otherTab.session.refreshSession())],
    [
      'a lock that was waited for',
      () => {
        void locks.request(STORE_KEY, () => clock.delay(3000));
        observe(app.session.refreshSession());
      },
    ],
    [
      'the page shown again',
      () => {
        items.clear();
        dispatchEvent(new Event('pageshow'));
      },
    ],
  ];

  it.each(SOURCES)('%s', async (_name, act) => {
    // Not inside the zone to begin with.
    expect(NgZone.isInAngularZone()).toBe(false);
    const { session } = app;
    const inZone: boolean[] = [];
    const look = (): void => void inZone.push(NgZone.isInAngularZone());
    const sources: Observable<unknown>[] = [
      session.state$,
      session.session$,
      session.user$,
      session.idToken$,
    ];
    const subscriptions = sources.map((source$) => source$.subscribe(look));
    subscriptions.push(session.events$.subscribe(look));
    // The current values, which are told where one subscribes.
    inZone.length = 0;
    app.root.injector.get(ApplicationRef).tick();
    const runs = await checksDuring(async () => {
      act();
      await clock.advance(10_000);
    });
    for (const subscription of subscriptions) subscription.unsubscribe();
    expect(inZone.length).toBeGreaterThanOrEqual(5);
    expect(new Set(inZone)).toEqual(new Set([true]));
    expect(runs).toBeGreaterThan(0);
    expect(app.shown).toEqual(app.expected);
  });
});
