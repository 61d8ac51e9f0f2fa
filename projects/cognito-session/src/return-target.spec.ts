// Tests the way back from the sign-in page, with Angular's own parser of URLs.

import { returnToApp } from './page-navigation';
import { type ReturnTarget, signInPage } from './sign-in-page';
import { USER_SUB as sub } from '../test/support/fake-tokens';
import { type ManagerTab, openManagerTab, openSignedInTab } from '../test/support/manager-tab';
import { fakeHost, fakeRouter } from '../test/support/adapters';

describe('the way back', () => {
  const settings = { signInUrl: '/sign-in', afterSignInUrl: '/home' };

  interface Way {
    /** The outcome of each URL in the router. */
    readonly outcome?: (url: string) => Promise<boolean>;
    /**
     * The events between the page that was left and the way back; without them, that page is
     * unknown.
     */
    readonly meanwhile?: (tab: ManagerTab) => unknown;
    /** The state of the browser's history entry. */
    readonly historyState?: unknown;
  }

  /** Where `returnToApp` leads from a sign-in page with this return URL. */
  async function back(
    returnUrl: string | undefined,
    { outcome = () => Promise.resolve(true), meanwhile, historyState }: Way = {},
  ): Promise<{ went: readonly string[]; result: unknown }> {
    const query = returnUrl === undefined ? '' : `?returnUrl=${encodeURIComponent(returnUrl)}`;
    const router = fakeRouter(`/sign-in${query}`);
    router.outcome = outcome;
    const tab = openManagerTab({ config: settings });
    await tab.clock.advance(5000);
    const { host } = fakeHost(tab.manager, { clock: tab.clock, historyState });
    if (meanwhile) {
      await tab.manager.start(tab.pool.issue(), 'now');
      signInPage(router.router, host, returnUrl ?? '', tab.manager.lastSub);
      await meanwhile(tab);
    }
    const result = await returnToApp(host, router.router).catch((error: unknown) => error);
    return { went: router.went, result };
  }

  it.each(['/orders', '/orders/7?x=1#y', '/sign-inside', '/sign-in/step'])(
    'leads to %s',
    async (url) => {
      expect(await back(url)).toEqual({ went: [url], result: true });
    },
  );

  it.each([
    undefined,
    '',
    'https://evil.com',
    '//evil.com',
    '/(//evil.com)',
    'javascript:alert(1)',
    '/sign-in',
    '/sign-in?returnUrl=/orders',
  ])('leads to the default for %j', async (url) => {
    expect(await back(url)).toEqual({ went: ['/home'], result: true });
  });

  it('leads to the default for a page that does not exist', async () => {
    const noMatch = Object.assign(new Error('no match'), { code: 4002 });
    const outcome = (url: string): Promise<boolean> =>
      url === '/home' ? Promise.resolve(true) : Promise.reject(noMatch);
    expect(await back('/gone', { outcome })).toEqual({ went: ['/gone', '/home'], result: true });
  });

  // A page may throw anything.
  const nothing = null as unknown as Error;
  it.each([new Error('of the page'), nothing, Object.assign(new Error('x'), { code: 1 })])(
    'passes on the error of the page: %p',
    async (error) => {
      const fail = back('/orders', { outcome: () => Promise.reject(error) });
      expect(await fail).toEqual({ went: ['/orders'], result: error });
    },
  );

  it('resolves to false when the router did not navigate', async () => {
    expect((await back('/orders', { outcome: () => Promise.resolve(false) })).result).toBe(false);
  });

  it.each<[string, (tab: ManagerTab) => unknown, string]>([
    ['at once', () => undefined, '/orders'],
    ['10 minutes later', (tab) => tab.clock.advance(600_000), '/orders'],
    ['after more than 10 minutes', (tab) => tab.clock.advance(600_001), '/home'],
    ['as another user', (tab) => tab.manager.start(tab.pool.issue({ sub: 'x' }), 'now'), '/home'],
    ['as nobody', (tab) => void tab.manager.signOut(), '/home'],
  ])('leads from a page that was left %s to the right one', async (_name, meanwhile, url) => {
    expect((await back('/orders', { meanwhile })).went).toEqual([url]);
  });

  it('leads any user to a page that was left without a session', async () => {
    const tab = openManagerTab({ config: settings });
    const { host } = fakeHost(tab.manager, { clock: tab.clock });
    const router = fakeRouter('/sign-in?returnUrl=%2Forders');
    signInPage(router.router, host, '/orders');
    await tab.manager.start(tab.pool.issue(), 'now');
    await returnToApp(host, router.router);
    expect(router.went).toEqual(['/orders']);
  });

  it('does not apply to another page than the one that was left', async () => {
    const tab = openManagerTab({ config: settings });
    const { host } = fakeHost(tab.manager, { clock: tab.clock });
    const router = fakeRouter('/sign-in?returnUrl=%2Forders');
    signInPage(router.router, host, '/other');
    await tab.clock.advance(10_000_000);
    await returnToApp(host, router.router);
    expect(router.went).toEqual(['/orders']);
  });

  it.each([
    ['/orders?code=1&x=2&state=3', '/orders?code=1&x=2&state=3'],
    ['/orders?id_token=1&access_token=2&refresh_token=3', '/orders'],
    ['/orders?my_id_token=1&id_tokens=2', '/orders?my_id_token=1&id_tokens=2'],
    ['/orders?x=2#id_token=1&y=2', '/orders?x=2#y=2'],
    ['/orders#x=1&access_token=2&refresh_token=3&y=4', '/orders#x=1&y=4'],
    ['/orders#top?refresh_token=3', '/orders#top'],
    ['/orders#my_id_token=1&', '/orders#my_id_token=1&'],
    ['/orders#access_token', '/orders#access_token'],
    ['/orders#code=1&state=2', '/orders#code=1&state=2'],
    ['/orders?decode=1#row-3', '/orders?decode=1#row-3'],
    ['/orders#x=1', '/orders#x=1'],
  ])('takes tokens, and nothing else, out of %s', async (url, left) => {
    expect((await back(url)).went).toEqual([left]);
  });

  const left = (page: object | null): unknown => ({ 'ngx-cognito-session.left': page });

  it.each<[string, ReturnTarget | null, string]>([
    ['as the same user', { url: '/orders', at: 0, sub }, '/orders'],
    ['as another user', { url: '/orders', at: 0, sub: 'x' }, '/home'],
    ['another page, as another user', { url: '/other', at: 0, sub: 'x' }, '/orders'],
    ['long ago', { url: '/orders', at: -600_001, sub }, '/home'],
    ['in some other form', null, '/orders'],
  ])(
    'J11: leads from a page left before a reload %s to the right one',
    async (_name, page, url) => {
      const tab = await openSignedInTab({ config: settings });
      const state = left(page && { ...page, at: page.at + tab.clock.now() });
      const { host } = fakeHost(tab.manager, { clock: tab.clock, historyState: state });
      const router = fakeRouter('/sign-in?returnUrl=%2Forders');
      await returnToApp(host, router.router);
      expect(router.went).toEqual([url]);
    },
  );

  it('J10: replaces the form in the browser’s history', async () => {
    const router = fakeRouter('/sign-in?returnUrl=%2Forders');
    await returnToApp(fakeHost(openManagerTab({ config: settings }).manager).host, router.router);
    expect(router.extras).toEqual([{ replaceUrl: true }]);
  });

  it('J09: leads on to the default page when a guard sends the user back to the form', async () => {
    const router = fakeRouter('/sign-in?returnUrl=%2Fadmin');
    const { host } = fakeHost((await openSignedInTab({ config: settings })).manager);
    const go = router.outcome;
    router.outcome = async (url) => {
      if (url !== '/admin') return go(url);
      signInPage(router.router, host, url);
      return false;
    };
    await returnToApp(host, router.router);
    expect(router.went).toEqual(['/admin', '/home']);
  });

  it('J09: navigates no further when the session has ended meanwhile: that end navigates by itself', async () => {
    const router = fakeRouter('/sign-in?returnUrl=%2Forders');
    const tab = await openSignedInTab({ config: settings });
    const { host } = fakeHost(tab.manager);
    router.outcome = (url) => {
      void tab.manager.signOut();
      signInPage(router.router, host, url);
      return Promise.resolve(false);
    };
    expect(await returnToApp(host, router.router)).toBe(false);
    expect(router.went).toEqual(['/orders']);
  });

  // False: the router skips a redirect to the URL that is open.
  it.each([true, false])(
    'J09: rejects when the default page leads back to the form: the router resolves %p',
    async (outcome) => {
      const router = fakeRouter('/sign-in');
      const { host } = fakeHost((await openSignedInTab({ config: settings })).manager);
      router.outcome = (url) => {
        signInPage(router.router, host, url);
        return Promise.resolve(outcome);
      };
      await expect(returnToApp(host, router.router)).rejects.toThrow(
        'INVALID_CONFIG: afterSignInUrl /home leads this user back to the sign-in page; name a page that every user may open, or give its groupGuard the option otherwise',
      );
    },
  );

  it('does not reject when the user went elsewhere meanwhile', async () => {
    const router = fakeRouter('/sign-in');
    const { host } = fakeHost((await openSignedInTab({ config: settings })).manager);
    router.outcome = () => Promise.resolve(false);
    expect(await returnToApp(host, router.router)).toBe(false);
  });

  it('stays on the form when the router did not navigate for another reason', async () => {
    const router = fakeRouter('/sign-in?returnUrl=%2Forders');
    router.outcome = () => Promise.resolve(false);
    await returnToApp(fakeHost(openManagerTab({ config: settings }).manager).host, router.router);
    expect(router.went).toEqual(['/orders']);
  });
});
