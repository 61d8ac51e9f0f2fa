// J05: a return URL knows whose page it was and how old it is, and carries no token.

import { Router } from '@angular/router';
import { USER_SUB } from '../support/fake-tokens';
import { DOOR, openApp, type SessionApp } from '../support/session-app';
import { groupGuard, sessionGuard } from '../../src/session-guard';

const OTHER_SUB = '0a0b0c0d-1111-4222-8333-444455556666';
const MINUTE_MS = 60_000;

describe('J05', () => {
  let app: SessionApp;
  let router: Router;

  beforeEach(async () => {
    app = await openApp(DOOR, {
      routes: [
        { path: 'orders', canActivate: [sessionGuard], children: [] },
        { path: 'admin', canActivate: [groupGuard('admins')], children: [] },
        { path: '**', children: [] },
      ],
    });
    router = app.injector.get(Router);
  });

  const signIn = (sub = USER_SUB, claims: object = {}): Promise<unknown> =>
    app.signIn(app.pool.issue({ sub, ...claims }));

  /** The page is open, and the session ends under it. */
  async function loseSessionAt(url: string): Promise<void> {
    await signIn();
    await router.navigateByUrl(url);
    app.session.signOut();
    await app.clock.advance(5000);
    expect(router.url).toContain('/sign-in?returnUrl=');
  }

  async function goBack(): Promise<string> {
    await app.session.returnToApp();
    return router.url;
  }

  it('J05: the user whose session ended comes back to the page', async () => {
    await loseSessionAt('/orders?page=2');
    await signIn();
    expect(await goBack()).toBe('/orders?page=2');
  });

  it('J05: another user who signs in then comes to the default page', async () => {
    await loseSessionAt('/orders?page=2');
    await signIn(OTHER_SUB);
    expect(await goBack()).toBe('/');
  });

  it('J05: a page that was left ten minutes ago is gone back to, a moment later no more', async () => {
    await loseSessionAt('/orders');
    await app.clock.advance(10 * MINUTE_MS - 7000);
    await signIn();
    expect(await goBack()).toBe('/orders');

    await loseSessionAt('/orders');
    await app.clock.advance(10 * MINUTE_MS);
    await signIn();
    expect(await goBack()).toBe('/');
  });

  it('J05: a page that a guard kept one user from is open to the next', async () => {
    await signIn();
    await router.navigateByUrl('/admin');
    expect(router.url).toBe('/sign-in?returnUrl=%2Fadmin');
    await signIn(OTHER_SUB, { 'cognito:groups': ['admins'] });
    expect(await goBack()).toBe('/admin');
  });

  it('J05: a page that is asked for after a sign-out is nobody’s', async () => {
    await loseSessionAt('/');
    await app.clock.advance(60 * MINUTE_MS);
    await router.navigateByUrl('/orders');
    await signIn(OTHER_SUB);
    expect(await goBack()).toBe('/orders');
  });

  it.each([
    ['/orders?id_token=a&x=1&access_token=b&refresh_token=c', '/orders?x=1'],
    ['/orders?access_token=a&access_token=b', '/orders'],
    ['/orders#id_token=a&access_token=b&refresh_token=c', '/orders'],
    ['/orders#access_token=a&state=b&expires_in=3600', '/orders#state=b&expires_in=3600'],
    ['/orders?page=1#row=3&id_token=a', '/orders?page=1#row=3'],
    ['/orders#row-3?id_token=a', '/orders#row-3'],
    // Parameters of the app's own.
    ['/orders?code=1&x=2&state=3', '/orders?code=1&x=2&state=3'],
    ['/orders?page=1#state=x&code=2', '/orders?page=1#state=x&code=2'],
    ['/orders?my_id_token=1#my_access_token=2&', '/orders?my_id_token=1#my_access_token=2&'],
    ['/orders#access_token', '/orders#access_token'],
  ])('J05: %s leads back to %s', async (asked, expected) => {
    await router.navigateByUrl(asked);
    await signIn();
    expect(await goBack()).toBe(expected);
  });
});
