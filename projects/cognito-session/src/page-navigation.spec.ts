// Tests the navigation to the sign-in page when a session ends, with Angular's own parser of URLs.

import {
  NavigationCancel,
  NavigationCancellationCode,
  NavigationEnd,
  NavigationError,
  NavigationSkipped,
} from '@angular/router';
import type { SignedOutReason } from './core/signed-out-reason';
import { leavePage } from './page-navigation';
import { USER_SUB } from '../test/support/fake-tokens';
import { type ManagerTab, openSignedInTab } from '../test/support/manager-tab';
import { fakeHost, fakeRouter } from '../test/support/adapters';

const GUARDED = { path: 'secret' };

describe('the end of a session under an open page', () => {
  interface End {
    readonly reason?: SignedOutReason;
    readonly signInUrl?: string;
    readonly onSessionEnd?:
      'stay' | 'navigate' | ((reason: string, url: string) => 'stay' | 'navigate');
    /** The URL that the user opens when the session ends. */
    readonly opening?: string;
    /** The steps before the navigations are loaded, and those after. */
    readonly meanwhile?: (router: ReturnType<typeof fakeRouter>, tab: ManagerTab) => unknown;
    readonly afterwards?: (router: ReturnType<typeof fakeRouter>) => void;
  }

  /** Where a session's end leads from `url`, with the state of that history entry. */
  async function endAt(
    url: string,
    {
      reason = 'refused',
      signInUrl = '/sign-in',
      onSessionEnd = 'navigate',
      opening,
      meanwhile,
      afterwards,
    }: End = {},
  ) {
    const tab = await openSignedInTab({ config: { signInUrl, onSessionEnd } });
    const router = fakeRouter(url);
    router.opening = opening;
    const { host, errors } = fakeHost(tab.manager, { clock: tab.clock });
    host.passed.add(GUARDED);
    void tab.manager.signOut();
    await meanwhile?.(router, tab);
    const left = leavePage(reason, url, host, router.router);
    afterwards?.(router);
    await left;
    return { went: router.went, states: router.states, errors };
  }

  const toSignIn = (url: string): string[] => [`/sign-in?returnUrl=${encodeURIComponent(url)}`];

  it('leads to the sign-in page with the way back', async () => {
    expect((await endAt('/orders?x=1')).went).toEqual(toSignIn('/orders?x=1'));
  });

  it.each(['/sign-in', '/sign-in?x=1', '/sign-in;a=1#top'])(
    'leads nowhere from %s',
    async (url) => {
      expect((await endAt(url)).went).toEqual([]);
    },
  );

  it.each(['/account/orders', '/', '/accounts'])(
    'J08: leads from %s although the sign-in page is /account',
    async (url) => {
      const { went } = await endAt(url, { signInUrl: '/account' });
      expect(went).toEqual([`/account?returnUrl=${encodeURIComponent(url)}`]);
    },
  );

  it('J07: leads back to the URL that the user was opening', async () => {
    const { went } = await endAt('/', { opening: '/orders/7?tab=notes#last' });
    expect(went).toEqual(toSignIn('/orders/7?tab=notes#last'));
  });

  it('leads nowhere when the user is opening the sign-in page', async () => {
    expect((await endAt('/orders', { opening: '/sign-in?x=1' })).went).toEqual([]);
  });

  it('leads nowhere when the user has signed in again meanwhile', async () => {
    const meanwhile = (_router: unknown, tab: ManagerTab): unknown =>
      tab.manager.start(tab.pool.issue(), 'now');
    expect((await endAt('/orders', { meanwhile })).went).toEqual([]);
  });

  it('keeps the page’s user in the browser’s history, without a token', async () => {
    const { states } = await endAt('/orders');
    expect(states).toEqual([
      {
        'ngx-cognito-session.left': {
          url: '/orders',
          at: expect.any(Number) as number,
          sub: USER_SUB,
        },
      },
    ]);
  });

  it.each(['stay', 'navigate'] as const)(
    'asks a function with the reason and the URL, and does as it says: %s',
    async (answer) => {
      const onSessionEnd = jest.fn(() => answer);
      const { went } = await endAt('/', {
        onSessionEnd,
        opening: '/free?x=1',
        reason: 'other-tab',
      });
      expect(onSessionEnd.mock.calls).toEqual([['other-tab', '/free?x=1']]);
      expect(went).toEqual(answer === 'stay' ? [] : toSignIn('/free?x=1'));
    },
  );

  it('reports a function that throws, and leaves the page', async () => {
    const error = new Error('of the app');
    const onSessionEnd = (): never => {
      throw error;
    };
    const { went, errors } = await endAt('/orders', { onSessionEnd });
    expect(errors).toEqual([error]);
    expect(went).toEqual(toSignIn('/orders'));
  });

  const goesOn = (router: ReturnType<typeof fakeRouter>): void => {
    router.opening = '/bye';
  };
  const arrives = (router: ReturnType<typeof fakeRouter>): void => {
    [router.url, router.opening] = ['/bye', undefined];
    router.events.next(new NavigationEnd(1, '/bye', '/bye'));
  };

  it.each([
    ['is under way', goesOn, arrives],
    ['has ended', arrives, undefined],
  ])('waits for a navigation of the app that signs out: it %s', async (_name, ...steps) => {
    const [meanwhile, afterwards] = steps;
    const onSessionEnd = jest.fn(() => 'navigate' as const);
    const end = { reason: 'sign-out', meanwhile, onSessionEnd, ...(afterwards && { afterwards }) };
    const { went } = await endAt('/orders', end as End);
    expect(went).toEqual([]);
    expect(onSessionEnd).not.toHaveBeenCalled();
  });

  it.each([
    ['ends', new NavigationEnd(1, '/bye', '/bye')],
    ['fails', new NavigationError(1, '/bye', 'of the app')],
    ['is skipped', new NavigationSkipped(1, '/bye', '')],
    ['is refused', new NavigationCancel(1, '/bye', '', NavigationCancellationCode.GuardRejected)],
  ])('then leaves a page that a guard had opened: the navigation %s', async (_name, event) => {
    const afterwards = (router: ReturnType<typeof fakeRouter>): void => {
      const { Redirect, SupersededByNewNavigation } = NavigationCancellationCode;
      for (const code of [Redirect, SupersededByNewNavigation]) {
        router.events.next(new NavigationCancel(1, '/bye', '', code));
        expect(router.went).toEqual([]);
      }
      [router.url, router.opening, router.route] = ['/secret', undefined, GUARDED];
      router.events.next(event);
    };
    const { went } = await endAt('/', { reason: 'sign-out', opening: '/secret', afterwards });
    expect(went).toEqual(toSignIn('/secret'));
  });

  it('does not wait for one when the app did not end the session', async () => {
    expect((await endAt('/orders', { meanwhile: goesOn })).went).toEqual(toSignIn('/bye'));
  });
});
