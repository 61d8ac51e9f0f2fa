// The ways to the sign-in page and back, by Angular's own reading of URLs.

import type { Injector } from '@angular/core';
import { Subject } from 'rxjs';
import { SessionError } from './core/session-error';
import type { SessionEvent } from './core/session-state';
import { returnToApp } from './return-to-app';
import { followEvents, isBelow, signInPage } from './sign-in-page';
import { settle } from './testing-support/fake-clock';
import { type ManagerTab, openManagerTab } from './testing-support/manager-tab';
import { fakeHost, fakeRouter } from './testing-support/skins';

const config = { signInUrl: '/account/sign-in?lang=de', afterSignInUrl: '/home?a=1' };

describe('the sign-in page', () => {
  it.each([
    ['/sign-in', true],
    ['/sign-in?returnUrl=/', true],
    ['/sign-in#x', true],
    ['/sign-in;a=1', true],
    ['/sign-in/step', true],
    ['/sign-in;a=1/step', true],
    ['/sign-inside', false],
    ['/x/sign-in', false],
    ['/', false],
    ['', false],
  ])('is where %j is: %p', (url, below) => {
    expect(isBelow(url, '/sign-in')).toBe(below);
    expect(isBelow(url, '/sign-in?lang=de')).toBe(below);
  });

  it('keeps its own query', () => {
    const { router } = fakeRouter();
    const { host } = fakeHost(openManagerTab({ config }).manager);
    const page = signInPage(router, host, '/x');
    expect(router.serializeUrl(page)).toBe('/account/sign-in?lang=de&returnUrl=%2Fx');
  });

  it('is the root while there is no config', () => {
    const { router } = fakeRouter();
    const page = signInPage(router, fakeHost().host, '/x');
    expect(router.serializeUrl(page)).toBe('/?returnUrl=%2Fx');
  });

  it('remembers which page was left for it, when, and by whom', async () => {
    const { router } = fakeRouter();
    const tab = openManagerTab({ config });
    const { host } = fakeHost(tab.manager, { clock: tab.clock });
    await tab.clock.advance(1000);
    signInPage(router, host, '/x');
    expect(host.left).toEqual({ url: '/x', at: 1000, sub: undefined });
    const { sub } = await tab.manager.start(tab.pool.issue(), 'now');
    void tab.manager.signOut();
    signInPage(router, host, '/y', sub);
    expect(host.left).toEqual({ url: '/y', at: 1000, sub });
  });
});

describe('the end of a session under an open page', () => {
  // Angular's own code reads it as well.
  const { ngDevMode } = globalThis as { ngDevMode?: unknown };
  let warned: jest.SpyInstance;
  beforeEach(() => {
    warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => {
    warned.mockRestore();
    Object.assign(globalThis, { ngDevMode });
  });

  /** Follows events in an app that stands at `url`. */
  function follow(url: string, onSessionEnd: 'navigate' | 'stay' = 'navigate') {
    const { manager } = openManagerTab({ config: { signInUrl: '/sign-in', onSessionEnd } });
    const events$ = new Subject<SessionEvent>();
    const router = fakeRouter(url);
    const get = jest.fn(() => router.router);
    const injector = { get } as unknown as Injector;
    followEvents(events$, manager, injector, fakeHost(manager).host);
    return {
      events$,
      router,
      get,
      end: () => events$.next({ type: 'signed-out', reason: 'refused', at: 0 }),
    };
  }

  it('leads to the sign-in page with the way back', () => {
    const { router, end } = follow('/orders?x=1');
    end();
    expect(router.went).toEqual(['/sign-in?returnUrl=%2Forders%3Fx%3D1']);
  });

  it.each(['/sign-in', '/sign-in/step?x=1'])('leads nowhere from %s', (url) => {
    const { router, end } = follow(url);
    end();
    expect(router.went).toEqual([]);
  });

  it("leads nowhere when the app said 'stay'", () => {
    const { router, end, get } = follow('/orders', 'stay');
    end();
    expect(router.went).toEqual([]);
    expect(get).not.toHaveBeenCalled();
  });

  it('is the only event that leads somewhere, and the router is not made before it', () => {
    const { router, events$, get } = follow('/orders');
    for (const type of ['signed-in', 'refreshed', 'adopted', 'user-changed'] as const) {
      events$.next({ type, at: 0 });
    }
    expect(router.went).toEqual([]);
    expect(get).not.toHaveBeenCalled();
    expect(warned).not.toHaveBeenCalled();
  });

  it('warns a developer when there is no such page', async () => {
    const { router, end } = follow('/orders');
    router.outcome = () => Promise.reject(new Error('no route matches'));
    end();
    await settle();
    expect(warned.mock.calls).toEqual([['ngx-cognito-session: no route matches']]);
  });

  it.each([
    [undefined, 1],
    [true, 1],
    [false, 0],
  ])('with ngDevMode %p a store that fails is warned of %d times', (mode, times) => {
    const { events$ } = follow('/orders');
    const error = new SessionError('STORE_UNAVAILABLE', 'no room');
    if (mode === undefined) Reflect.deleteProperty(globalThis, 'ngDevMode');
    else Object.assign(globalThis, { ngDevMode: mode });
    events$.next({ type: 'store-failed', error, at: 0 });
    expect(warned).toHaveBeenCalledTimes(times);
    if (times)
      expect(warned).toHaveBeenCalledWith('ngx-cognito-session: STORE_UNAVAILABLE: no room');
  });
});

describe('the way back', () => {
  const settings = { signInUrl: '/sign-in', afterSignInUrl: '/home' };

  interface Way {
    /** What the router makes of each URL. */
    readonly outcome?: (url: string) => Promise<boolean>;
    /** What happened between the page that was left and the way back; without it, nothing is known of that page. */
    readonly meanwhile?: (tab: ManagerTab) => unknown;
  }

  /** Where `returnToApp` leads from a sign-in page with this return URL. */
  async function back(
    returnUrl: string | undefined,
    { outcome = () => Promise.resolve(true), meanwhile }: Way = {},
  ): Promise<{ went: readonly string[]; result: unknown }> {
    const query = returnUrl === undefined ? '' : `?returnUrl=${encodeURIComponent(returnUrl)}`;
    const router = fakeRouter(`/sign-in${query}`);
    router.outcome = outcome;
    const tab = openManagerTab({ config: settings });
    await tab.clock.advance(5000);
    const { host } = fakeHost(tab.manager, { clock: tab.clock });
    if (meanwhile) {
      await tab.manager.start(tab.pool.issue(), 'now');
      signInPage(router.router, host, returnUrl ?? '', tab.manager.lastSub);
      await meanwhile(tab);
    }
    const result = await returnToApp(router.router, host, tab.manager).catch(
      (error: unknown) => error,
    );
    return { went: router.went, result };
  }

  it.each(['/orders', '/orders/7?x=1#y', '/sign-inside'])('leads to %s', async (url) => {
    expect(await back(url)).toEqual({ went: [url], result: true });
  });

  it.each([
    undefined,
    '',
    'https://evil.com',
    '//evil.com',
    '/(//evil.com)',
    'javascript:alert(1)',
    '/sign-in',
    '/sign-in/step',
    '/sign-in?returnUrl=/orders',
  ])('leads to the default for %j', async (url) => {
    expect(await back(url)).toEqual({ went: ['/home'], result: true });
  });

  it('leads to the default for a page that is not there', async () => {
    const noMatch = Object.assign(new Error('no match'), { code: 4002 });
    const outcome = (url: string): Promise<boolean> =>
      url === '/home' ? Promise.resolve(true) : Promise.reject(noMatch);
    expect(await back('/gone', { outcome })).toEqual({ went: ['/gone', '/home'], result: true });
  });

  // A page can throw anything.
  const nothing = null as unknown as Error;
  it.each([new Error('of the page'), nothing, Object.assign(new Error('x'), { code: 1 })])(
    'passes on the error of the page: %p',
    async (error) => {
      const fail = back('/orders', { outcome: () => Promise.reject(error) });
      expect(await fail).toEqual({ went: ['/orders'], result: error });
    },
  );

  it('says when the router did not go', async () => {
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

  it('leads whoever comes to a page that nobody was signed in on', async () => {
    const tab = openManagerTab({ config: settings });
    const { host } = fakeHost(tab.manager, { clock: tab.clock });
    const router = fakeRouter('/sign-in?returnUrl=%2Forders');
    signInPage(router.router, host, '/orders');
    await tab.manager.start(tab.pool.issue(), 'now');
    await returnToApp(router.router, host, tab.manager);
    expect(router.went).toEqual(['/orders']);
  });

  it('knows nothing of another page than the one that was left', async () => {
    const tab = openManagerTab({ config: settings });
    const { host } = fakeHost(tab.manager, { clock: tab.clock });
    const router = fakeRouter('/sign-in?returnUrl=%2Forders');
    signInPage(router.router, host, '/other');
    await tab.clock.advance(10_000_000);
    await returnToApp(router.router, host, tab.manager);
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
});
