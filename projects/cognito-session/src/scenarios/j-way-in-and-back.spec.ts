// The way to the sign-in page and back through the real router: J06 by its examples, J07, J09 and J11.

import { HttpClient } from '@angular/common/http';
import { type EnvironmentProviders, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  NavigationError,
  NavigationStart,
  provideRouter,
  Router,
  type Routes,
  withRouterConfig,
} from '@angular/router';
import { firstValueFrom } from 'rxjs';
import type { CognitoSessionConfig } from '../core/session-config';
import { groupGuard, sessionGuard, signedOutGuard } from '../session-guard';
import { API_URL } from '../testing-support/fake-api';
import { FakeStore } from '../testing-support/fake-store';
import { USER_SUB } from '../testing-support/fake-tokens';
import { DOORS, openApp, type SessionApp } from '../testing-support/session-app';
import { EmptyPage } from '../testing-support/sign-in-route';

const component = EmptyPage;
const STAFF = { 'cognito:groups': ['staff'] };
const [door] = DOORS;

interface App extends SessionApp {
  readonly router: Router;
  /** Opens a URL and says where it led. */
  readonly open: (url: string) => Promise<string>;
  /** Errors of navigations. */
  readonly failures: readonly unknown[];
}

/** A redirect that fails would be an unhandled rejection besides. */
const QUIET_ROUTER = provideRouter([], withRouterConfig({ resolveNavigationPromiseOnError: true }));

async function start(
  routes: Routes,
  config: Partial<CognitoSessionConfig> = {},
  store = new FakeStore(),
  providers: EnvironmentProviders[] = [],
): Promise<App> {
  const app = await openApp(door!, { routes, config, store, providers });
  const router = TestBed.inject(Router);
  const failures: unknown[] = [];
  router.events.subscribe((event) => {
    if (event instanceof NavigationError) failures.push(event.error);
  });
  const open = async (url: string): Promise<string> => {
    await router.navigateByUrl(url);
    return router.url;
  };
  return { ...app, router, open, failures };
}

describe('J06: guards that could send a user to and fro', () => {
  const staffOnly: Routes = [
    { path: '', pathMatch: 'full', component, canActivate: [groupGuard('staff')] },
    { path: 'sign-in', component, canActivate: [signedOutGuard] },
  ];

  it('a user without the group sees the form, which signedOutGuard guards', async () => {
    const app = await start(staffOnly, { onSessionEnd: 'stay' });
    await app.signIn();
    expect(await app.open('/sign-in')).toBe('/sign-in?returnUrl=%2F');
    expect(await app.open('/?x=1')).toBe('/sign-in?returnUrl=%2F%3Fx%3D1');
  });

  const children = [
    { path: 'orders', component },
    { path: 'sign-in', component },
  ];

  it.each(['canActivateChild', 'canMatch'])(
    'a sign-in page below a parent with %s is open to the signed-out, and no other page is',
    async (key) => {
      const app = await start([{ path: '', [key]: [sessionGuard], children }]);
      expect(await app.open('/orders?x=1')).toBe('/sign-in?returnUrl=%2Forders%3Fx%3D1');
      expect(await app.open('/orders')).toBe('/sign-in?returnUrl=%2Forders');
    },
  );

  it('a sign-in page below a parent with canActivate, which would open the other pages: an error says so', async () => {
    const app = await start([{ path: '', canActivate: [sessionGuard], children }], {}, undefined, [
      QUIET_ROUTER,
    ]);
    await app.open('/orders');
    expect(app.failures.map(String)).toEqual([
      'SessionError: INVALID_CONFIG: the sign-in page /sign-in lies below a route that canActivate guards; move it out of there, or use canActivateChild',
    ]);
    expect(app.router.url).toBe('/');
  });

  it('a user without the group comes to the page of the app’s choice, the signed-out to the form', async () => {
    const admin = [groupGuard('admins', { otherwise: '/forbidden' })];
    const app = await start([
      { path: 'admin', component, canMatch: admin },
      { path: '**', component },
    ]);
    expect(await app.open('/admin')).toBe('/sign-in?returnUrl=%2Fadmin');
    await app.signIn();
    expect(await app.open('/admin')).toBe('/forbidden');
  });

  it.each([
    ['the sign-in page redirects to a guarded page', [], '/orders', '/sign-in'],
    ['that page needs the group, too', STAFF, '/admin', '/orders'],
  ])('%s: an error names both pages and the cure', async (_name, groups, url, target) => {
    const app = await start(
      [
        { path: 'sign-in', redirectTo: 'orders' },
        {
          path: 'orders',
          component,
          canActivate: [groupGuard('admins', { otherwise: '/orders' })],
        },
        { path: 'admin', component, canActivate: [groupGuard('admins', { otherwise: '/orders' })] },
      ],
      {},
      undefined,
      [QUIET_ROUTER],
    );
    if (groups === STAFF) await app.signIn(app.pool.issue(STAFF));
    await app.open(url);
    expect(app.failures).toMatchObject([{ code: 'INVALID_CONFIG' }]);
    expect(String(app.failures[0])).toContain(
      `a guard redirects /orders to ${target}, which leads to a guarded page again; leave ${target} without that guard`,
    );
  });
});

describe('J07: a stored session turns out dead', () => {
  const ask = (): Promise<unknown> =>
    firstValueFrom(inject(HttpClient).get(API_URL)).catch(() => null);
  const pages: [string, Routes[number]][] = [
    ['a resolver', { component, resolve: { order: ask } }],
    ['a guard of the app', { component, canActivate: [() => ask().then(() => true)] }],
    ['canMatch', { component, canMatch: [() => ask().then(() => true)] }],
  ];

  it.each(pages)(
    'while %s asks the API: the return URL is the URL that was being opened',
    async (_name, page) => {
      for (const first of [true, false]) {
        const routes = [
          { path: 'orders/:id', ...page },
          { path: '**', component },
        ];
        const items = new Map<string, string>();
        const before = await start(routes, {}, new FakeStore({ items }));
        await before.signIn();
        const app = await start(routes, {}, new FakeStore({ items }));
        if (!first) await app.open('/home');
        // This pool has never issued its refresh token.
        await app.clock.advance(7_200_000);

        void app.router.navigateByUrl('/orders/7?tab=notes#last');
        await app.clock.advance(10_000);

        expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'refused' });
        expect(app.router.url).toBe(
          `/sign-in?returnUrl=${encodeURIComponent('/orders/7?tab=notes#last')}`,
        );
      }
    },
  );
});

describe('J09: somebody without the group signs in on the page a guard sent them to', () => {
  const guarded = { path: 'admin', component, canActivate: [groupGuard('staff')] };
  const form = { path: 'sign-in', component };

  it.each([
    ['', form],
    [' with signedOutGuard', { ...form, canActivate: [signedOutGuard] }],
  ])('and comes to afterSignInUrl, not to the form%s', async (_name, signInPage) => {
    const routes = [guarded, signInPage, { path: '**', component }];
    const app = await start(routes, { afterSignInUrl: '/home' });
    expect(await app.open('/admin')).toBe('/sign-in?returnUrl=%2Fadmin');
    await app.signIn();
    await app.session.returnToApp();
    expect(app.router.url).toBe('/home');
  });

  it('and comes to the page of the app’s choice', async () => {
    const admin = { ...guarded, canActivate: [groupGuard('staff', { otherwise: '/forbidden' })] };
    const app = await start([admin, form, { path: '**', component }]);
    await app.open('/admin');
    await app.signIn();
    await app.session.returnToApp();
    expect(app.router.url).toBe('/forbidden');
  });
});

describe('the page that is left', () => {
  const routes = [
    { path: 'orders', component, canActivate: [sessionGuard] },
    { path: '**', component },
  ];

  it.each([
    [USER_SUB, '/free?doc=anas-secret'],
    ['0a0b0c0d-1111-4222-8333-444455556666', '/'],
  ])('J11: after a sign-out on it, user %s comes to %s', async (sub, url) => {
    const app = await start(routes);
    await app.signIn();
    await app.open('/free?doc=anas-secret');
    app.session.signOut();
    await app.clock.advance(5000);
    expect(app.router.url).toBe('/sign-in?returnUrl=%2Ffree%3Fdoc%3Danas-secret');
    await app.signIn(app.pool.issue({ sub }));
    await app.session.returnToApp();
    expect(app.router.url).toBe(url);
  });

  it('stays when the app says so, and another one is left', async () => {
    const onSessionEnd = (_reason: string, url: string): 'stay' | 'navigate' =>
      url.startsWith('/public') ? 'stay' : 'navigate';
    const app = await start(routes, { onSessionEnd });
    for (const [url, then] of [
      ['/public?x=1', '/public?x=1'],
      ['/orders', '/sign-in?returnUrl=%2Forders'],
    ] as const) {
      await app.signIn();
      await app.open(url);
      app.session.signOut();
      await app.clock.advance(5000);
      expect(app.router.url).toBe(then);
    }
  });

  it('makes way for the app’s own page in the same tick as signOut()', async () => {
    const app = await start(routes);
    await app.signIn();
    await app.open('/orders');
    const seen: string[] = [];
    app.router.events.subscribe((event) => {
      if (event instanceof NavigationStart) seen.push(event.url);
    });
    app.session.signOut();
    void app.router.navigateByUrl('/bye');
    await app.clock.advance(5000);
    expect(app.router.url).toBe('/bye');
    expect(seen.filter((url) => url.startsWith('/sign-in'))).toEqual([]);
  });

  it('is read by signedOutGuard, as after a reload when another tab has signed in', async () => {
    const guarded = { path: 'sign-in', component, canActivate: [signedOutGuard] };
    const app = await start([guarded, ...routes]);
    await app.signIn();
    expect(await app.open('/sign-in?returnUrl=%2Forders%3Fpage%3D2')).toBe('/orders?page=2');
    expect(await app.open('/sign-in?returnUrl=%2F%2Fevil.com')).toBe('/');
  });

  it('is left for a page below signInUrl as for any other', async () => {
    const app = await start(routes, { signInUrl: '/account' });
    await app.signIn();
    await app.open('/account/orders');
    app.session.signOut();
    await app.clock.advance(5000);
    expect(app.router.url).toBe('/account?returnUrl=%2Faccount%2Forders');
    await app.signIn();
    await app.session.returnToApp();
    expect(app.router.url).toBe('/account/orders');
  });
});
