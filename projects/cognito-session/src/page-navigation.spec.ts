// The navigation to the sign-in page when a session ends, by Angular's own reading of URLs.

import type { SignedOutReason } from './core/session-state';
import { leavePage } from './page-navigation';
import { USER_SUB } from './testing-support/fake-tokens';
import { type ManagerTab, openSignedInTab } from './testing-support/manager-tab';
import { fakeHost, fakeRouter } from './testing-support/skins';

describe('the end of a session under an open page', () => {
  interface End {
    readonly reason?: SignedOutReason;
    readonly signInUrl?: string;
    readonly onSessionEnd?:
      'stay' | 'navigate' | ((reason: string, url: string) => 'stay' | 'navigate');
    /** What is being opened when the session ends. */
    readonly opening?: string;
    /** Whether a guard of this library has let that navigation pass. */
    readonly guarded?: boolean;
    /** What happens before the navigations are loaded. */
    readonly meanwhile?: (router: ReturnType<typeof fakeRouter>, tab: ManagerTab) => unknown;
  }

  /** Where a session's end leads from `url`, with the state of that history entry. */
  async function endAt(
    url: string,
    {
      reason = 'refused',
      signInUrl = '/sign-in',
      onSessionEnd = 'navigate',
      opening,
      guarded = false,
      meanwhile,
    }: End = {},
  ) {
    const tab = await openSignedInTab({ config: { signInUrl, onSessionEnd } });
    const router = fakeRouter(url);
    router.opening = opening;
    const { host, errors } = fakeHost(tab.manager, { clock: tab.clock });
    host.passed = guarded ? router.navigationId : router.navigationId - 1;
    void tab.manager.signOut();
    await meanwhile?.(router, tab);
    await leavePage(reason, url, host, router.router);
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

  it('J07: leads back to the URL that was being opened', async () => {
    const { went } = await endAt('/', { opening: '/orders/7?tab=notes#last' });
    expect(went).toEqual(toSignIn('/orders/7?tab=notes#last'));
  });

  it('leads nowhere when the sign-in page is being opened', async () => {
    expect((await endAt('/orders', { opening: '/sign-in?x=1' })).went).toEqual([]);
  });

  it('leads nowhere when the user has signed in again meanwhile', async () => {
    const meanwhile = (_router: unknown, tab: ManagerTab): unknown =>
      tab.manager.start(tab.pool.issue(), 'now');
    expect((await endAt('/orders', { meanwhile })).went).toEqual([]);
  });

  it('keeps whose page it was in the browser’s history, without a token', async () => {
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
    router.navigationId++;
  };
  const arrives = (router: ReturnType<typeof fakeRouter>): void => {
    router.url = '/bye';
    router.opening = undefined;
    router.lastId = router.navigationId;
  };

  it.each([
    ['begins', goesOn],
    ['has ended', arrives],
  ])('waits for a navigation of the app that signs out: it %s', async (_name, meanwhile) => {
    const onSessionEnd = jest.fn(() => 'navigate' as const);
    const { went } = await endAt('/orders', { reason: 'sign-out', meanwhile, onSessionEnd });
    expect(went).toEqual([]);
    expect(onSessionEnd).not.toHaveBeenCalled();
  });

  it('waits for one that the app began just before the sign-out', async () => {
    const { went } = await endAt('/', { reason: 'sign-out', opening: '/bye' });
    expect(went).toEqual([]);
  });

  it.each([
    ['is under way', undefined, '/secret'],
    ['has just ended', arrives, '/bye'],
  ])(
    'leaves a page that a guard opened before the sign-out, when its navigation %s',
    async (_name, meanwhile, left) => {
      const end = { reason: 'sign-out', opening: '/secret', guarded: true } as const;
      const { went } = await endAt('/', { ...end, ...(meanwhile && { meanwhile }) });
      expect(went).toEqual(toSignIn(left));
    },
  );

  it('does not wait for one when the app did not end the session', async () => {
    expect((await endAt('/orders', { meanwhile: goesOn })).went).toEqual(toSignIn('/bye'));
  });
});
