// The way to the sign-in page and back through the real router: J04, J05, J07, J09 and J11.

import { HttpClient } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { NavigationStart, type Routes } from '@angular/router';
import { TestBed } from '@angular/core/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import { firstValueFrom } from 'rxjs';
import { groupGuard, sessionGuard, signedOutGuard } from '../../src/session-guard';
import { SessionHost } from '../../src/session-host';
import { API_URL } from '../support/fake-api';
import { FakeStore } from '../support/fake-store';
import { USER_SUB } from '../support/fake-tokens';
import { openRouterApp as start, QUIET_ROUTER } from '../support/router-app';
import { EmptyPage } from '../support/sign-in-route';

const component = EmptyPage;

const ask = (): Promise<unknown> =>
  firstValueFrom(inject(HttpClient).get(API_URL)).catch(() => null);

@Component({ template: '' })
class AskingPage {
  constructor() {
    void ask();
  }
}

describe('J07: a stored session turns out dead', () => {
  const pages: [string, Routes[number]][] = [
    ['a resolver', { component, resolve: { order: ask } }],
    ['a guard of the app', { component, canActivate: [() => ask().then(() => true)] }],
    ['the page’s component', { component: AskingPage }],
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
        // Its outlet makes the components of pages.
        await RouterTestingHarness.create();
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

describe('J07: a session ends while a guarded page is being opened', () => {
  it('by returnToApp(): the return URL is that page, not afterSignInUrl', async () => {
    const app = await start([
      { path: 'orders/:id', component, canActivate: [sessionGuard], resolve: { order: ask } },
      { path: '**', component },
    ]);
    await app.open('/orders/7?tab=1');
    await app.signIn({ ...app.pool.issue(), RefreshToken: 'not-of-this-pool' });
    app.api.status = () => 401;
    void app.session.returnToApp();
    await app.clock.advance(20_000);
    expect(app.router.url).toBe('/sign-in?returnUrl=%2Forders%2F7%3Ftab%3D1');
  });

  it('by a sign-out, below a parent whose guard is not asked again', async () => {
    let load!: (order: number) => void;
    const order = (): Promise<number> => new Promise((resolve) => (load = resolve));
    const app = await start([
      {
        path: 'account',
        component,
        canActivate: [sessionGuard],
        children: [
          { path: 'a', component },
          { path: 'b', component, resolve: { order } },
        ],
      },
      { path: '**', component },
    ]);
    await app.signIn();
    await app.open('/account/a');
    const opened = app.router.navigateByUrl('/account/b');
    await app.clock.advance(10);
    app.session.signOut();
    await app.clock.advance(5000);
    load(7);
    await opened;
    await app.clock.advance(10);
    expect(app.router.url).toBe('/sign-in?returnUrl=%2Faccount%2Fb');
  });

  it('by a sign-out in the same tick as a query that goes: the page is left', async () => {
    const app = await start([
      { path: 'orders', component, canActivate: [sessionGuard] },
      { path: '**', component },
    ]);
    await app.signIn();
    await app.open('/orders?menu=open');
    app.session.signOut();
    void app.router.navigateByUrl('/orders');
    await app.clock.advance(5000);
    expect(app.router.url).toBe('/sign-in?returnUrl=%2Forders');
  });
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

  // From `/` the guard redirects to the very URL that is open.
  it.each(['/?x=1', '/'])(
    'from %s: an afterSignInUrl that is closed to them, too, is an error that names it and the cure',
    async (url) => {
      const app = await start([
        { path: '', pathMatch: 'full', component, canActivate: [groupGuard('staff')] },
        { ...form, canActivate: [signedOutGuard] },
      ]);
      await app.open(url);
      await app.signIn();
      await expect(app.session.returnToApp()).rejects.toThrow(
        'INVALID_CONFIG: afterSignInUrl / leads this user back to the sign-in page; name a page that every user may open, or give its groupGuard the option otherwise',
      );
    },
  );

  it('and comes to the page of the app’s choice', async () => {
    const admin = { ...guarded, canActivate: [groupGuard('staff', { otherwise: '/forbidden' })] };
    const app = await start([admin, form, { path: '**', component }]);
    await app.open('/admin');
    await app.signIn();
    await app.session.returnToApp();
    expect(app.router.url).toBe('/forbidden');
  });
});

describe('a sign-in page that somebody opens who is signed in', () => {
  const signIn = { path: 'sign-in', component, canActivate: [signedOutGuard] };
  const routes = [signIn, { path: 'orders', component }, { path: 'home', component }];

  it.each([
    ['/orders?x=1', '/orders?x=1'],
    ['/no-such-page', '/home'],
  ])('leads to the returnUrl %s as far as a route matches it: %s', async (wanted, url) => {
    const app = await start(routes, { afterSignInUrl: '/home' }, undefined, [QUIET_ROUTER]);
    await app.signIn();
    await app.open(`/sign-in?returnUrl=${encodeURIComponent(wanted)}`);
    await app.clock.advance(10);
    expect(app.router.url).toBe(url);
    // Nothing is left over that would answer for a later navigation.
    await app.open('/missing');
    await app.clock.advance(10);
    expect(app.router.url).toBe(url);
  });
});

describe('J07: a guard on canMatch, behind a redirect', () => {
  it('leads back to the URL that was opened, with its query', async () => {
    const app = await start([
      { path: 'old', redirectTo: 'orders' },
      { path: 'orders', component, canMatch: [sessionGuard] },
      { path: 'sign-in', component },
    ]);
    await app.open('/old?x=1');
    expect(app.router.url).toBe('/sign-in?returnUrl=%2Fold%3Fx%3D1');
    await app.signIn();
    await app.session.returnToApp();
    expect(app.router.url).toBe('/orders?x=1');
  });
});

it('F08, J10: a way back whose file does not load leads to afterSignInUrl, and replaces the form', async () => {
  const app = await start([{ path: '**', component }], { afterSignInUrl: '/home' });
  const load = jest.spyOn(TestBed.inject(SessionHost), 'navigation');
  load.mockRejectedValue(new TypeError('gone'));
  const navigate = jest.spyOn(app.router, 'navigateByUrl');
  await app.open('/sign-in?returnUrl=%2Forders');
  await app.signIn();
  await app.session.returnToApp();
  expect(app.router.url).toBe('/home');
  expect(navigate).toHaveBeenLastCalledWith('/home', { replaceUrl: true });
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

  it('J05: leaves no token in the address and in the history', async () => {
    const app = await start(routes);
    const url = await app.open('/orders?id_token=secret&x=1#access_token=secret');
    expect(url).toBe('/sign-in?returnUrl=%2Forders%3Fx%3D1');
  });

  it('J04: is never a sign-in page whose path is in another script', async () => {
    const app = await start(routes, { signInUrl: '/iniciar-sesión', afterSignInUrl: '/home' });
    await app.signIn();
    await app.open('/iniciar-sesión?returnUrl=%2Finiciar-sesi%C3%B3n');
    await app.session.returnToApp();
    expect(app.router.url).toBe('/home');
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
