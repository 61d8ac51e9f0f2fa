// E05: storage is cleared by somebody else: in another tab, by the user, by Clear-Site-Data, or by
// the browser while the app was closed. The user is signed out, once, and nothing brings the
// session back.

import { NavigationStart, Router } from '@angular/router';
import { sessionGuard } from '../../src/session-guard';
import { API_URL } from '../support/fake-api';
import { setBroadcastChannel } from '../support/fake-broadcast-channel';
import { FakeClock } from '../support/fake-clock';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe, tally } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const SYNC_MS = 1000;
const routes = [
  { path: 'orders', canActivate: [sessionGuard], children: [] },
  { path: '**', children: [] },
];

const storageEvent = (key: string | null): void =>
  void dispatchEvent(new StorageEvent('storage', { key, newValue: null }));
const shown = (): void => void dispatchEvent(new Event('visibilitychange'));
/** How a running page can notice. */
const notices: { how: string; notice: (app: SessionApp) => unknown }[] = [
  {
    how: 'another tab calls clear(), or the browser clears the site',
    notice: () => storageEvent(null),
  },
  { how: 'another tab removes the record', notice: () => storageEvent(STORE_KEY) },
  { how: 'the user clears it elsewhere, and comes back to the page', notice: shown },
  { how: 'without any event, and the app refreshes', notice: refreshNow },
];

async function refreshNow({ session }: SessionApp): Promise<void> {
  observe(session.refreshSession());
}

afterEach(() => setBroadcastChannel(false));

describe.each(['synchronous', 'asynchronous'])('over %s storage', (kind) => {
  const open = async (
    items?: Map<string, string>,
  ): Promise<SessionApp & { store: FakeStore; urls: () => string[]; router: Router }> => {
    setBroadcastChannel(true);
    const clock = new FakeClock();
    const store = new FakeStore({
      ...(items && { items }),
      ...(kind === 'asynchronous' && { delay: { clock, ms: 20 } }),
    });
    const app = await openApp(DOOR, { clock, store, routes });
    const router = app.injector.get(Router);
    const navigations = observe(router.events);
    const urls = (): string[] =>
      navigations.values.flatMap((event) => (event instanceof NavigationStart ? event.url : []));
    return { ...app, store, urls, router };
  };

  it.each(notices)(
    'E05: cleared while running ($how): signed out within 1 s, once, with one navigation, and nothing brings it back',
    async ({ notice }) => {
      const app = await open();
      const { clock, pool, api, http, session, signIn, store, urls, router } = app;
      await signIn();
      await router.navigateByUrl('/orders');
      const events = observe(session.events$);

      store.items.clear();
      void notice(app);
      await clock.advance(SYNC_MS);
      expect(session.state()).toEqual({ status: 'signed-out', reason: 'storage-cleared' });

      for (const type of ['visibilitychange', 'focus', 'online']) dispatchEvent(new Event(type));
      const request = observe(http.get(API_URL));
      await router.navigateByUrl('/orders');
      await clock.advance(60_000);
      expect(tally([request]).pending).toBe(0);
      expect(api.calls.map(({ token }) => token)).toEqual([null]);
      expect(events.values.filter(({ type }) => type === 'signed-out').length).toBe(1);
      expect([...store.items.keys()]).toEqual([]);
      // One way to the sign-in page; the guard then leaves the user there.
      const signInPage = '/sign-in?returnUrl=%2Forders';
      expect(urls()).toEqual(['/orders', signInPage, '/orders']);
      expect(router.url).toBe(signInPage);
      expect(pool.calls).toEqual([]);
    },
  );

  it('E05: cleared while a refresh is in flight, without any event: the answer is not stored', async () => {
    const { clock, pool, session, signIn, store } = await open();
    await signIn();
    await clock.advance(EXPIRED_MS);
    pool.latencyMs = 2000;
    const caller = observe(session.getSession());
    await clock.advance(1000);
    expect(pool.refreshes).toBe(1);
    store.items.clear();
    await clock.advance(60_000);

    figure(`E05 cleared under a refresh: ${store.items.size} keys a minute later`);
    expect([...store.items.keys()]).toEqual([]);
    expect(session.state()).toEqual({ status: 'signed-out', reason: 'storage-cleared' });
    expect(tally([caller]).pending).toBe(0);
  });

  it('E05: cleared before the start: signed out, one way to the sign-in page, nothing written', async () => {
    const { clock, api, http, session, store, urls, router } = await open(new Map());
    const visited = router.navigateByUrl('/orders');
    const request = observe(http.get(API_URL));
    await clock.advance(60_000);
    await visited;

    expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
    expect(urls()).toEqual(['/orders', '/sign-in?returnUrl=%2Forders']);
    expect(store.operations.filter((operation) => operation.kind !== 'get')).toEqual([]);
    expect(api.calls.map(({ token }) => token)).toEqual([null]);
    expect(tally([request])).toEqual({ values: 1, errors: 0, pending: 0 });
  });

  it('E05: where tabs hear nothing of each other, it is noticed by the next request, before a token is used', async () => {
    const { clock, signIn, store } = await open();
    await signIn();
    setBroadcastChannel(false);
    const next = await openApp(DOOR, { clock, store, routes });
    await clock.advance(100);
    expect(next.session.isAuthenticated()).toBe(true);
    store.items.clear();
    const request = observe(next.http.get(API_URL));
    await clock.advance(SYNC_MS);
    expect(next.session.state()).toEqual({ status: 'signed-out', reason: 'storage-cleared' });
    expect(next.api.calls).toEqual([]);
    expect(tally([request])).toEqual({ values: 0, errors: 1, pending: 0 });
  });
});
