// C08: a sign-out while the app still restores its session: it ends signed out, whatever the store
// answers later, and guards that wait for the start say no.

import { TestBed } from '@angular/core/testing';
import { Router, UrlSegment, type UrlTree } from '@angular/router';
import {
  groupGuard,
  sessionGuard,
  type SessionGuardFn,
  signedOutGuard,
} from '../../src/session-guard';
import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { codesOf, observe, type Observed, tally } from '../support/observed';
import { type Door, DOOR, openApp, type SessionApp } from '../support/session-app';

const PROMPT_MS = 100;

// A store that takes more than 5 s is worth a warning; E01 counts it.
beforeEach(() => jest.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => jest.restoreAllMocks());

/** The record of a session that an earlier page of the app stored. */
async function recordOf(
  door: Door,
  clock: FakeClock,
  pool: FakePool,
): Promise<Map<string, string>> {
  const store = new FakeStore();
  const { signIn } = await openApp(door, { clock, pool, store });
  await signIn();
  expect(store.items.size).toBe(1);
  return store.items;
}

/** A page whose store holds a session and takes `storeMs` to say so. */
async function openSlowly(door: Door, storeMs: number): Promise<SessionApp & { store: FakeStore }> {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const items = await recordOf(door, clock, pool);
  const store = new FakeStore({ items, delay: { clock, ms: storeMs } });
  const app = await openApp(door, { clock, pool, store });
  expect(app.session.state()).toEqual({ status: 'restoring' });
  return { ...app, store };
}

/** Asks a guard as the router does for `canMatch`. */
function ask(guard: SessionGuardFn): Observed<boolean | UrlTree> {
  return observe(TestBed.runInInjectionContext(() => guard({}, [new UrlSegment('orders', {})])));
}

// Longer than the 5 s that the library waits for a store, too.
it.each([0, 200, 4000, 60_000])(
  'C08: signed out while the store takes %i ms, the app ends signed out and tells it once',
  async (storeMs) => {
    const { clock, session, store, http, api } = await openSlowly(DOOR, storeMs);
    const states = observe(session.state$);
    const events = observe(session.events$);
    const result = observe(session.signOut());
    await clock.advance(PROMPT_MS);
    expect(session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });

    const request = observe(http.get(`${API_URL}orders`));
    await clock.advance(200_000);
    expect(states.values.map(({ status }) => status)).toEqual(['restoring', 'signed-out']);
    const told = events.values.filter(({ type }) => type !== 'store-failed');
    expect(told.map(({ type }) => type)).toEqual(['signed-out']);
    // A removal that took too long is made up for by an empty record, which is no session.
    expect([...store.items.values()].join('')).toBe('');
    expect(tally([result, request]).pending).toBe(0);
    expect(codesOf([request])).toEqual([]);
    expect(api.calls.map(({ token }) => token)).toEqual([null]);
  },
);

const guards = [
  { name: 'sessionGuard', guard: sessionGuard },
  { name: 'groupGuard', guard: groupGuard('admins') },
];
it.each(guards)('C08: $name, waiting for the start, says no within 100 ms', async ({ guard }) => {
  const app = await openSlowly(DOOR, 4000);
  const decision = ask(guard);
  await app.clock.advance(50);
  expect(tally([decision]).pending).toBe(1);

  app.session.signOut();
  await app.clock.advance(PROMPT_MS);
  expect(tally([decision])).toEqual({ values: 1, errors: 0, pending: 0 });
  const router = app.injector.get(Router);
  expect(decision.values.map((value) => router.serializeUrl(value as UrlTree))).toEqual([
    '/sign-in?returnUrl=%2Forders',
  ]);
});

it('C08: signedOutGuard, waiting for the start, lets the user onto the sign-in page within 100 ms', async () => {
  const app = await openSlowly(DOOR, 4000);
  const decision = ask(signedOutGuard);
  app.session.signOut();
  await app.clock.advance(PROMPT_MS);
  expect(decision.values).toEqual([true]);
});

it('C08: a navigation that waits for the start goes to the sign-in page within 100 ms', async () => {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const items = await recordOf(DOOR, clock, pool);
  const store = new FakeStore({ items, delay: { clock, ms: 4000 } });
  const routes = [
    { path: 'orders', canActivate: [sessionGuard], children: [] },
    { path: '**', children: [] },
  ];
  const { session, injector } = await openApp(DOOR, { clock, pool, store, routes });
  const router = injector.get(Router);
  const navigated = router.navigateByUrl('/orders');
  await clock.advance(50);
  session.signOut();
  await clock.advance(PROMPT_MS);
  await navigated;
  expect(router.url.split('?')[0]).toBe('/sign-in');
});
