// Tests the guards, with a real session manager and Angular's own parser of URLs.

import { runInInjectionContext } from '@angular/core';
import {
  type ActivatedRouteSnapshot,
  type RouterStateSnapshot,
  UrlSegment,
  UrlTree,
} from '@angular/router';
import {
  groupGuard,
  SessionGuard,
  sessionGuard,
  type SessionGuardFn,
  signedOutGuard,
} from './session-guard';
import { FakeClock, settle } from '../test/support/fake-clock';
import { FakeStore } from '../test/support/fake-store';
import { type ManagerTab, openManagerTab, openSignedInTab } from '../test/support/manager-tab';
import { observe, type Observed } from '../test/support/observed';
import { fakeHost, fakeRouter, injectorOf, adapterProviders } from '../test/support/adapters';

// The members of the router's objects that guards read.
const route: unknown = {};
const ROUTE = route as ActivatedRouteSnapshot;

const config = { signInUrl: '/account/sign-in?lang=de', afterSignInUrl: '/home?a=1' };

const place = (url: string): RouterStateSnapshot => {
  const state: unknown = { url };
  return state as RouterStateSnapshot;
};

const segments = (...paths: string[]): UrlSegment[] =>
  paths.map((path) => new UrlSegment(path, {}));

/** Runs a guard in an app with this tab. */
function open(tab: ManagerTab, host = fakeHost(tab.manager)) {
  const router = fakeRouter();
  const injector = injectorOf(...adapterProviders(host.host, router.router));
  const shown = ({ values }: Observed<boolean | UrlTree>): (boolean | string)[] =>
    values.map((value) => (value instanceof UrlTree ? router.router.serializeUrl(value) : value));
  /** The result of a guard that has to load the navigation. */
  const decided = async (asked: Observed<boolean | UrlTree>): Promise<(boolean | string)[]> => {
    await settle();
    return shown(asked);
  };
  const ask = (
    guard: SessionGuardFn,
    at: RouterStateSnapshot | UrlSegment[] = place('/orders?x=1#y'),
  ): Observed<boolean | UrlTree> =>
    observe(runInInjectionContext(injector, () => guard(ROUTE, at)));
  return { ask, shown, decided, router, injector, host };
}

const SIGN_IN = '/account/sign-in?lang=de&returnUrl=%2Forders%3Fx%3D1%23y';

describe('sessionGuard', () => {
  it('lets signed-in users pass, even when the session needs a refresh', async () => {
    const tab = await openSignedInTab({ config });
    await tab.clock.advance(10_000_000);
    const { ask, shown, host } = open(tab);
    const asked = ask(sessionGuard);
    expect(shown(asked)).toEqual([true]);
    expect(asked.completions).toBe(1);
    expect(host.inZone).toEqual([true]);
    expect(tab.pool.calls).toEqual([]);
  });

  it('sends others to the sign-in page with the way back', async () => {
    const { ask, decided } = open(openManagerTab({ config }));
    expect(await decided(ask(sessionGuard))).toEqual([SIGN_IN]);
  });

  it('waits until the state is known, and decides once', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store, config, stored: (core) => core.hold() });
    const { ask, shown } = open(tab);
    const asked = ask(sessionGuard);
    expect(asked.values).toEqual([]);
    await clock.advance(10);
    void tab.manager.signOut();
    expect(shown(asked)).toEqual([true]);
    expect(asked.completions).toBe(1);
  });

  it('waits for the config', async () => {
    const tab = openManagerTab({ config });
    const host = fakeHost();
    const { ask, decided } = open(tab, host);
    const asked = ask(sessionGuard);
    expect(asked.values).toEqual([]);
    host.arrive(tab.manager);
    expect(await decided(asked)).toEqual([SIGN_IN]);
  });

  it('decides after a sign-out that was called before the config had come', async () => {
    const tab = await openSignedInTab({ config });
    let arrive!: () => void;
    const ready = new Promise<void>((resolve) => (arrive = resolve));
    const { ask, shown } = open(tab, fakeHost(tab.manager, { ready }));
    const asked = ask(sessionGuard);
    expect(asked.values).toEqual([]);
    void tab.manager.signOut();
    arrive();
    await settle();
    expect(shown(asked)).toEqual([SIGN_IN]);
  });

  it('neither passes nor redirects on a server', () => {
    const tab = openManagerTab({ config });
    const { ask, shown } = open(tab, fakeHost(tab.manager, { onServer: true }));
    expect(shown(ask(sessionGuard))).toEqual([false]);
  });

  it.each([
    [undefined, '/orders/7%20a'],
    ['/orders/7%20a?x=1', '/orders/7%20a?x=1'],
    ['/all/orders/7%20a#y', '/all/orders/7%20a#y'],
    // A redirect led to the route, and will again, with the query.
    ['/old/7?x=1#y', '/old/7?x=1#y'],
  ])('with canMatch and a navigation to %j leads back to %s', async (opening, url) => {
    const { ask, decided, router } = open(openManagerTab({ config }));
    router.opening = opening;
    expect(await decided(ask(sessionGuard, segments('orders', '7 a')))).toEqual([
      `/account/sign-in?lang=de&returnUrl=${encodeURIComponent(url)}`,
    ]);
  });

  it.each([
    ['/account/sign-in?x=1', true],
    ['/account/sign-in;x=1', true],
    ['/account/sign-in/code', false],
    ['/account', false],
    ['/account/sign-inside', false],
  ])('lets signed-out users open %s: %p', async (url, passes) => {
    const { ask, decided } = open(openManagerTab({ config }));
    const [answer] = await decided(ask(sessionGuard, place(url)));
    expect(answer === true).toBe(passes);
  });

  it('F08: emits reload-needed when the navigation to the sign-in page does not load', async () => {
    const tab = openManagerTab({ config });
    const host = fakeHost(tab.manager);
    jest.spyOn(host.host, 'navigation').mockRejectedValue(new TypeError('gone'));
    const events = observe(tab.manager.events$);
    const { ask } = open(tab, host);
    const asked = ask(sessionGuard);
    await settle();
    expect(asked.errors).toEqual([expect.objectContaining({ code: 'REFRESH_UNAVAILABLE' })]);
    expect(events.values.map(({ type }) => type)).toEqual(['reload-needed']);
  });
});

describe('SessionGuard', () => {
  it.each([
    ['canActivate', (guard: SessionGuard) => guard.canActivate(ROUTE, place('/orders?x=1#y'))],
    [
      'canActivateChild',
      (guard: SessionGuard) => guard.canActivateChild(ROUTE, place('/orders?x=1#y')),
    ],
    ['canMatch', (guard: SessionGuard) => guard.canMatch({}, segments('orders'))],
  ])('decides as the function does: %s', async (_name, call) => {
    const { injector, decided } = open(openManagerTab({ config }));
    const guard = runInInjectionContext(injector, () => new SessionGuard());
    expect((await decided(observe(call(guard))))[0]).toMatch(
      /^\/account\/sign-in\?lang=de&returnUrl=%2Forders/,
    );
    const signedIn = open(await openSignedInTab({ config }));
    const other = runInInjectionContext(signedIn.injector, () => new SessionGuard());
    expect(signedIn.shown(observe(call(other)))).toEqual([true]);
  });
});

describe('groupGuard', () => {
  it.each<[unknown, readonly string[], boolean]>([
    [['admins'], ['admins'], true],
    [['a', 'admins'], ['x', 'admins'], true],
    [['users'], ['admins'], false],
    [['admins'], [], false],
    [[], ['admins'], false],
    [undefined, ['admins'], false],
    ['admins', ['admins'], false],
  ])('a user of the groups %j passes for %j: %p', async (groups, wanted, passes) => {
    const tab = openManagerTab({ config });
    await tab.manager.start(tab.pool.issue({ 'cognito:groups': groups }), 'now');
    const { ask, decided } = open(tab);
    expect(await decided(ask(groupGuard(...wanted)))).toEqual([passes || SIGN_IN]);
  });

  const forbidden = groupGuard('admins', { otherwise: '/forbidden?x=1' });

  it.each([groupGuard('admins'), forbidden])(
    'sends signed-out users to the sign-in page',
    async (guard) => {
      const { ask, decided } = open(openManagerTab({ config }));
      expect(await decided(ask(guard))).toEqual([SIGN_IN]);
    },
  );

  it('sends signed-in users without the group to a page of the app', async () => {
    const { ask, decided } = open(await openSignedInTab({ config }));
    expect(await decided(ask(forbidden))).toEqual(['/forbidden?x=1']);
  });

  it.each(['forbidden', '//evil.com', '/\\evil.com', '', 7])(
    'refuses %j for that page, and says what it expects',
    (otherwise) => {
      expect(() => groupGuard('admins', { otherwise: otherwise as string })).toThrow(
        /^INVALID_CONFIG: groupGuard\.otherwise must be a path like \/forbidden; it is /,
      );
    },
  );
});

describe('signedOutGuard', () => {
  it('lets signed-out users pass and sends others on', async () => {
    const out = open(openManagerTab({ config }));
    expect(out.shown(out.ask(signedOutGuard))).toEqual([true]);
    const inside = open(await openSignedInTab({ config }));
    expect(await inside.decided(inside.ask(signedOutGuard))).toEqual(['/home?a=1']);
  });

  it.each([
    ['/account/sign-in?returnUrl=%2Forders%2F7', '/orders/7'],
    ['/account/sign-in?returnUrl=%2F%2Fevil.com', '/home?a=1'],
    ['/account/sign-in?returnUrl=%2Faccount%2Fsign-in', '/home?a=1'],
  ])('sends signed-in users from %s to %s', async (url, page) => {
    const { ask, decided } = open(await openSignedInTab({ config }));
    expect(await decided(ask(signedOutGuard, place(url)))).toEqual([page]);
  });
});

// A deployment may remove files while a sign-in form is open, even a form of the app.
describe('F08 the code of a session', () => {
  it.each([
    ['sessionGuard', sessionGuard],
    ['groupGuard', groupGuard('admins')],
    ['signedOutGuard', signedOutGuard],
  ])('is loaded when %s runs without a session', async (_name, guard) => {
    const calls: number[] = [];
    for (const tab of [openManagerTab({ config }), await openSignedInTab({ config })]) {
      const { ask, host } = open(tab);
      const prepare = jest.spyOn(host.host, 'prepare');
      ask(guard);
      calls.push(prepare.mock.calls.length);
    }
    expect(calls).toEqual([1, 0]);
  });
});
