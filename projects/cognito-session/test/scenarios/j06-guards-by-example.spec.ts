// J06 by its examples: the route tables in which guards went round for ever, or opened more than
// they should.

import { inject } from '@angular/core';
import { type CanActivateFn, Router, type Routes } from '@angular/router';
import { groupGuard, SessionGuard, sessionGuard, signedOutGuard } from '../../src/session-guard';
import { openRouterApp as start, QUIET_ROUTER } from '../support/router-app';
import { EmptyPage } from '../support/sign-in-route';

const component = EmptyPage;
const STAFF = { 'cognito:groups': ['staff'] };

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

  it('a sign-in page with children is refused with canActivate, for the function and the class', async () => {
    for (const guard of [sessionGuard, SessionGuard]) {
      const account = { path: 'account', component, canActivate: [guard], children };
      const app = await start([account], { signInUrl: '/account' }, undefined, [QUIET_ROUTER]);
      expect(await app.open('/account')).toBe('/');
      expect(app.failures).toMatchObject([{ code: 'INVALID_CONFIG' }]);
    }
  });

  it.each([sessionGuard, SessionGuard])(
    'a sign-in page with guards and children of its own is open below canActivateChild: %p',
    async (guard) => {
      const signIn = {
        path: 'sign-in',
        canActivate: [signedOutGuard],
        children: [{ path: '', component }],
      };
      const app = await start([{ path: '', canActivateChild: [guard], children: [signIn] }]);
      expect(await app.open('/sign-in')).toBe('/sign-in');
    },
  );

  it('a page in another outlet beside the sign-in page is as closed as elsewhere', async () => {
    const app = await start([
      { path: 'sign-in', component },
      { path: 'admin', outlet: 'aux', component, canActivate: [sessionGuard] },
    ]);
    expect(await app.open('/sign-in(aux:admin)')).toBe('/sign-in?returnUrl=%2Fsign-in(aux:admin)');
  });

  // canMatch gets the last segments only, and these are the sign-in page's.
  it.each([
    [
      'below another page, beside an outlet',
      '/settings/(sign-in//aux:help)',
      [
        {
          path: 'settings',
          children: [
            { path: 'sign-in', component, canMatch: [sessionGuard] },
            { path: 'help', outlet: 'aux', component },
          ],
        },
      ],
    ],
    [
      'below another page, behind a redirect',
      '/security',
      [
        { path: 'security', redirectTo: 'settings/sign-in' },
        { path: 'settings', children: [{ path: 'sign-in', component, canMatch: [sessionGuard] }] },
      ],
    ],
    [
      'in another outlet',
      '/orders(aux:sign-in)',
      [
        { path: 'orders', component },
        { path: 'sign-in', outlet: 'aux', component, canMatch: [sessionGuard] },
      ],
    ],
  ] satisfies [string, string, Routes][])(
    'a page that ends like the sign-in page is closed %s',
    async (_name, url, routes) => {
      const app = await start([...routes, { path: 'sign-in', component }]);
      expect(await app.open(url)).toBe(
        `/sign-in?returnUrl=${encodeURIComponent(url).replaceAll('%3A', ':')}`,
      );
    },
  );

  it('a page that redirects to the page that is open refuses nobody who tries again', async () => {
    const app = await start(
      [
        { path: '', pathMatch: 'full', component },
        {
          path: 'admin',
          component,
          canActivate: [groupGuard('admins', { otherwise: '/staff' })],
        },
        { path: 'staff', component, canActivate: [groupGuard('staff', { otherwise: '/' })] },
      ],
      {},
      undefined,
      [QUIET_ROUTER],
    );
    await app.signIn();
    await app.open('/');
    expect(await app.open('/admin')).toBe('/');
    expect(await app.open('/admin')).toBe('/');
    expect(app.failures).toEqual([]);
  });

  it('the sign-in page is open to a user without the group, too, below a parent that has another page for such users', async () => {
    const app = await start([
      { path: 'forbidden', component },
      { path: '', canActivateChild: [groupGuard('staff', { otherwise: '/forbidden' })], children },
    ]);
    await app.signIn();
    expect(await app.open('/sign-in')).toBe('/sign-in');
    expect(await app.open('/orders')).toBe('/forbidden');
  });

  it('a returnUrl that is guarded by signedOutGuard, too, leads a signed-in user to afterSignInUrl', async () => {
    const guarded = { component, canActivate: [signedOutGuard] };
    const app = await start([
      { path: '', pathMatch: 'full', component },
      { path: 'sign-in', ...guarded },
      { path: 'sign-up', ...guarded },
    ]);
    await app.signIn();
    expect(await app.open('/sign-in?returnUrl=%2Fsign-up')).toBe('/');
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

  it('a sign-in page that redirects to a page with canMatch does not open that page', async () => {
    const routes = [
      { path: 'sign-in', redirectTo: 'orders' },
      { path: 'orders', component, canMatch: [sessionGuard] },
    ];
    const app = await start(routes, {}, undefined, [QUIET_ROUTER]);
    expect(await app.open('/sign-in')).toBe('/');
    expect(app.failures.map(String)).toEqual([
      'SessionError: INVALID_CONFIG: a guard redirects /orders to /sign-in, which leads back to a guarded page; let /sign-in open without a redirect or guard that does so',
    ]);
  });

  it('a guard of the app’s own that leads back to a guarded page: an error, not a page that hangs', async () => {
    let calls = 0;
    const setUpFirst: CanActivateFn = () => {
      if (++calls > 20) throw new Error('goes round');
      return inject(Router).parseUrl('/set-up');
    };
    const app = await start(
      [
        { path: 'orders', component, canActivate: [sessionGuard] },
        { path: 'set-up', component, canActivate: [sessionGuard] },
        { path: 'sign-in', component, canActivate: [setUpFirst] },
      ],
      {},
      undefined,
      [QUIET_ROUTER],
    );
    await app.open('/orders');
    expect(app.failures.map(String)).toEqual([
      'SessionError: INVALID_CONFIG: a guard redirects /set-up to /sign-in, which leads back to a guarded page; let /sign-in open without a redirect or guard that does so',
    ]);
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
      `a guard redirects /orders to ${target}, which leads back to a guarded page; let ${target} open without a redirect or guard that does so`,
    );
  });
});
