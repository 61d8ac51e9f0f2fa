// E10: a release is rolled back, or some users get a newer one first. The older release leaves the
// newer one's record alone until the user signs in or out, so that nobody is signed out for good.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { observe } from '../support/observed';
import { DOOR, openApp, type SessionApp } from '../support/session-app';

/**
 * A record as a release after this one may write it; this one knows nothing of it except its
 * version.
 */
const NEWER = '{"v":2,"sessions":[{"user":"maria","refresh":"r"}]}';

describe.each(['synchronous', 'asynchronous'])('over %s storage', (kind) => {
  const open = async (
    items: Map<string, string>,
    clock = new FakeClock(),
  ): Promise<SessionApp & { store: FakeStore }> => {
    const store = new FakeStore({
      items,
      ...(kind === 'asynchronous' && { delay: { clock, ms: 20 } }),
    });
    const pool = new FakePool(clock);
    return { ...(await openApp(DOOR, { clock, pool, store })), store };
  };

  /** What happens in a page without the user's doing: requests, wakes, storage events, time. */
  const livesOn = async ({ clock, http, session }: SessionApp): Promise<void> => {
    observe(http.get(API_URL));
    observe(session.getSession());
    observe(session.refreshSession());
    for (const type of ['visibilitychange', 'focus', 'online']) dispatchEvent(new Event(type));
    dispatchEvent(new StorageEvent('storage', { key: STORE_KEY }));
    await clock.advance(60_000);
    observe(session.getSession());
    await clock.advance(7_200_000);
  };

  it('E10: old, new, old: the newer record is no session, stays untouched, and is there when the new release is back', async () => {
    const items = new Map<string, string>();
    const before = await open(items);
    await before.signIn();
    expect(items.get(STORE_KEY)).toContain('"v":1');
    // The new release takes the session over.
    items.set(STORE_KEY, NEWER);
    const after = await open(items, before.clock);
    await after.clock.advance(1000);
    expect(after.session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
    await livesOn(after);
    expect(items.get(STORE_KEY)).toBe(NEWER);
    expect(after.store.operations.filter((each) => each.kind !== 'get')).toEqual([]);
  });

  it('E10: a page of the older release that is open meanwhile ends its session and writes nothing', async () => {
    const items = new Map<string, string>();
    const app = await open(items);
    await app.signIn();
    items.set(STORE_KEY, NEWER);
    await livesOn(app);
    expect(app.session.state().status).toBe('signed-out');
    expect(items.get(STORE_KEY)).toBe(NEWER);
    expect(app.pool.refreshes).toBe(0);
  });

  it('E10: a refresh token that comes too late for it is not revoked: the newer release may live by it', async () => {
    const items = new Map<string, string>();
    const app = await open(items);
    app.pool.rotation = true;
    await app.signIn();
    observe(app.session.refreshSession());
    await app.clock.advance(kind === 'asynchronous' ? 75 : 10);
    expect(app.pool.refreshes).toBe(1);
    items.set(STORE_KEY, NEWER);
    await app.clock.advance(5000);
    expect(app.pool.count('RevokeToken')).toBe(0);
    expect(items.get(STORE_KEY)).toBe(NEWER);
  });

  it('E10: the user’s next sign-in replaces it, and a sign-out removes it', async () => {
    const items = new Map([[STORE_KEY, NEWER]]);
    const app = await open(items);
    await app.clock.advance(1000);
    await app.signIn();
    expect(items.get(STORE_KEY)).toContain('"v":1');
    items.set(STORE_KEY, NEWER);
    const next = await open(items, app.clock);
    await next.clock.advance(1000);
    observe(next.session.signOut());
    await next.clock.advance(1000);
    expect([...items.keys()]).toEqual([]);
  });
});
