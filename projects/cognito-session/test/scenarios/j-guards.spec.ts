// Guards wait until the session is known, decide once, and send others to the sign-in page with the
// way back.

import type { Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Route, Router } from '@angular/router';
import * as fc from 'fast-check';
import {
  groupGuard,
  SessionGuard,
  sessionGuard,
  type SessionGuardFn,
  SessionService,
  signedOutGuard,
} from '../../src/public-api';
import { FakeClock } from '../support/fake-clock';
import { FakeStore } from '../support/fake-store';
import type { Claims } from '../support/fake-tokens';
import { observe } from '../support/observed';
import { type AppOptions, DOORS, openApp, type SessionApp } from '../support/session-app';
import { EmptyPage } from '../support/sign-in-route';

type Guard = SessionGuardFn | Type<SessionGuard>;

/** A page and where it is, guarded in each of the ways of the router. */
const PLACES: [string, (guard: Guard) => Route][] = [
  ['canActivate', (guard) => ({ path: 'orders', component: EmptyPage, canActivate: [guard] })],
  [
    'canActivateChild',
    (guard) => ({
      path: '',
      canActivateChild: [guard],
      children: [{ path: 'orders', component: EmptyPage }],
    }),
  ],
  ['canMatch', (guard) => ({ path: 'orders', component: EmptyPage, canMatch: [guard] })],
];
const GUARDS: [string, Guard][] = [
  ['sessionGuard', sessionGuard],
  ['SessionGuard', SessionGuard],
  ['groupGuard', groupGuard('admins', 'staff')],
];
const CASES = GUARDS.flatMap(([name, guard]) =>
  PLACES.map(([place, route]) => ({ name, place, route: route(guard) })),
);
const STORE_MS = 200;
const [door] = DOORS;

/** An app whose store takes its time, opened on what an earlier page left in it. */
async function reopen(route: Route, claims: Claims | null, options: AppOptions = {}): Promise<App> {
  const clock = new FakeClock();
  const items = new Map<string, string>();
  if (claims) {
    const before = await openApp(door!, { clock, store: new FakeStore({ items }) });
    await before.signIn(before.pool.issue(claims));
  }
  const app = await openApp(door!, {
    clock,
    store: new FakeStore({ items, delay: { clock, ms: STORE_MS } }),
    routes: [
      { path: 'sign-in', component: EmptyPage, canActivate: [signedOutGuard] },
      route,
      { path: '**', component: EmptyPage },
    ],
    ...options,
  });
  return Object.assign(app, { router: TestBed.inject(Router) });
}
type App = SessionApp & { readonly router: Router };

/** Starts a navigation and says where it led once the store has answered. */
async function open({ router, clock }: App, url: string): Promise<string> {
  const done = router.navigateByUrl(url);
  await clock.advance(STORE_MS + 100);
  await done;
  return router.url;
}

describe.each(CASES)('$name as $place', ({ route }) => {
  const admin = { 'cognito:groups': ['admins'] };

  it('waits while the session is being restored', async () => {
    const app = await reopen(route, admin);
    let settled = false;
    void app.router.navigateByUrl('/orders').then(() => (settled = true));
    await app.clock.advance(STORE_MS - 1);
    expect(settled).toBe(false);
    expect(app.router.url).toBe('/');
    await app.clock.advance(101);
    expect(settled).toBe(true);
    expect(app.router.url).toBe('/orders');
  });

  it('sends nobody but the signed-out to the sign-in page', async () => {
    const app = await reopen(route, null);
    expect(await open(app, '/orders')).toBe('/sign-in?returnUrl=%2Forders');
  });

  it('keeps query and fragment in the return URL', async () => {
    const app = await reopen(route, null);
    const page = await open(app, '/orders?tab=a%26b&tab=c#total');
    expect(app.router.parseUrl(page).queryParams['returnUrl']).toBe(
      '/orders?tab=a%26b&tab=c#total',
    );
  });

  it('brings the user back after sign-in', async () => {
    const app = await reopen(route, null);
    await open(app, '/orders?tab=a%26b#total');
    const started = observe(app.session.setSession(app.pool.issue(admin)));
    await app.clock.advance(1000);
    expect(started.errors).toEqual([]);
    await app.session.returnToApp();
    expect(app.router.url).toBe('/orders?tab=a%26b#total');
  });

  it('lets a session pass that needs a refresh', async () => {
    const app = await reopen(route, admin);
    await app.clock.advance(7_200_000);
    expect(await open(app, '/orders')).toBe('/orders');
    expect(app.pool.refreshes).toBe(0);
  });

  it('decides anew at each navigation', async () => {
    const app = await reopen(route, admin);
    expect(await open(app, '/orders')).toBe('/orders');
    await open(app, '/elsewhere');
    observe(app.session.signOut());
    await app.clock.advance(5000);
    expect(await open(app, '/orders')).toMatch(/^\/sign-in\?returnUrl=/);
  });

  it('takes signInUrl of the config, with its own query', async () => {
    const config = { signInUrl: '/welcome?lang=de' };
    const app = await reopen(route, null, { config });
    const page = app.router.parseUrl(await open(app, '/orders'));
    expect(page.root.children['primary']?.segments.join('/')).toBe('welcome');
    expect(page.queryParams).toEqual({ lang: 'de', returnUrl: '/orders' });
  });
});

describe('groupGuard', () => {
  const route = {
    path: 'orders',
    component: EmptyPage,
    canActivate: [groupGuard('admins', 'staff')],
  };

  it.each([
    [['admins'], true],
    [['staff', 'other'], true],
    [['other'], false],
    [['admin'], false],
    [['Admins'], false],
    [[], false],
    [undefined, false],
    ['admins', false],
    [{ 0: 'admins', length: 1 }, false],
    [[['admins']], false],
  ])('of admins and staff, for groups %j: passes %s', async (groups, passes) => {
    const app = await reopen(route, { 'cognito:groups': groups });
    expect((await open(app, '/orders')) === '/orders').toBe(passes);
  });

  it('without groups lets nobody pass', async () => {
    const none = { path: 'orders', component: EmptyPage, canActivate: [groupGuard()] };
    const app = await reopen(none, { 'cognito:groups': ['admins'] });
    expect(await open(app, '/orders')).not.toBe('/orders');
  });
});

describe('signedOutGuard', () => {
  const route = { path: 'orders', component: EmptyPage };

  it('waits while the session is being restored', async () => {
    const app = await reopen(route, {}, { config: { afterSignInUrl: '/home' } });
    const done = app.router.navigateByUrl('/sign-in');
    await app.clock.advance(STORE_MS - 1);
    expect(app.router.url).toBe('/');
    await app.clock.advance(101);
    await done;
    expect(app.router.url).toBe('/home');
  });

  it('lets the signed-out see the sign-in page', async () => {
    expect(await open(await reopen(route, null), '/sign-in?x=1')).toBe('/sign-in?x=1');
  });
});

it('J03: random URLs of the app come back as they were, through the guard and the sign-in page', async () => {
  const clock = new FakeClock();
  const app = await openApp(door!, {
    clock,
    store: 'memory',
    config: { onSessionEnd: 'stay' },
    routes: [
      { path: 'sign-in', component: EmptyPage },
      { path: '**', component: EmptyPage, canMatch: [sessionGuard] },
    ],
  });
  const router = TestBed.inject(Router);
  const session = TestBed.inject(SessionService);
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 });
  const segment = word.filter((text) => !/^\.+$/.test(text) && text !== 'sign-in');
  const urls = fc
    .tuple(
      fc.array(segment, { minLength: 1, maxLength: 4 }),
      fc.dictionary(word, word, { maxKeys: 3 }),
      fc.option(word),
    )
    .map(([path, queryParams, fragment]) =>
      router.serializeUrl(
        router.createUrlTree(['/', ...path], {
          queryParams,
          ...(fragment !== null && { fragment }),
        }),
      ),
    );
  await fc.assert(
    fc.asyncProperty(urls, async (url) => {
      observe(session.signOut());
      await router.navigateByUrl(url);
      expect(router.url).toMatch(/^\/sign-in\?/);
      await app.signIn();
      await session.returnToApp();
      expect(router.url).toBe(url);
    }),
    { numRuns: 500 },
  );
}, 60_000);
