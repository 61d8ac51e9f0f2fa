// Tests how the manager applies the outcome of a refresh.

import { serviceError, unreachable } from '../../test/support/fake-pool';
import { STORE_KEY } from '../../test/support/fake-store';
import { codeOf, observe } from '../../test/support/observed';
import { serializeSession } from './session/session-record';
import { EXPIRED_MS, eventsOf, openSignedInTab, stateOf } from '../../test/support/manager-tab';

describe('a refresh', () => {
  it('that is refused ends the session with its reason', async () => {
    const tab = await openSignedInTab();
    tab.pool.always('GetTokensFromRefreshToken', () => serviceError('NotAuthorizedException'));
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(3000);
    expect(asked.errors.map(codeOf)).toEqual(['SESSION_EXPIRED']);
    expect(stateOf(tab)).toBe('signed-out: refused');
    expect(tab.events.values).toMatchObject([
      { type: 'refresh-failed', code: 'SESSION_EXPIRED', error: asked.errors[0] },
      { type: 'signed-out', reason: 'refused' },
    ]);
    expect(tab.over().has(tab.active.generation)).toBe(true);
  });

  it('that fails for now keeps the session and emits an event', async () => {
    const tab = await openSignedInTab();
    tab.pool.always('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(100);
    expect(asked.errors.map(codeOf)).toEqual(['REFRESH_UNAVAILABLE']);
    expect(tab.manager.active).toBe(tab.active);
    expect(tab.events.values).toEqual([
      {
        type: 'refresh-failed',
        code: 'REFRESH_UNAVAILABLE',
        error: asked.errors[0],
        at: tab.clock.now() - 70,
      },
    ]);
  });

  it('adopts what another tab has refreshed', async () => {
    const tab = await openSignedInTab();
    await tab.clock.advance(EXPIRED_MS);
    const { generation } = tab.active;
    tab.store.items.set(STORE_KEY, serializeSession(tab.hold({ generation, revision: 1 })));
    const asked = observe(tab.manager.acquire());
    await tab.clock.advance(100);
    expect(asked.values).toMatchObject([{ revision: 1 }]);
    expect(eventsOf(tab)).toEqual(['adopted']);
  });

  it('emits no event for a session that was adopted meanwhile', async () => {
    const tab = await openSignedInTab();
    const { generation } = tab.active;
    tab.pool.latencyMs = 1000;
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(10);
    tab.store.items.set(STORE_KEY, serializeSession(tab.hold({ generation, revision: 5 })));
    tab.channel.hear({ type: 'changed' });
    await tab.clock.advance(1000);
    expect(eventsOf(tab)).toEqual(['adopted']);
    expect(asked.values).toMatchObject([{ revision: 5 }]);
  });

  it('of a session that has ended emits no event, and null to its callers', async () => {
    const tab = await openSignedInTab();
    tab.pool.always('GetTokensFromRefreshToken', unreachable());
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(10);
    void tab.manager.signOut();
    await tab.clock.advance(30_000);
    expect(eventsOf(tab)).toEqual(['signed-out: sign-out']);
    expect(asked.errors).toHaveLength(1);
  });

  it('whose session ended meanwhile gives null', async () => {
    const tab = await openSignedInTab();
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(10);
    void tab.manager.signOut();
    await tab.clock.advance(100);
    expect(asked.values).toEqual([null]);
    expect(stateOf(tab)).toBe('signed-out: sign-out');
  });

  it('whose session was replaced meanwhile gives the new one', async () => {
    const tab = await openSignedInTab();
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(10);
    const next = await tab.manager.start(tab.pool.issue(), 'now');
    await tab.clock.advance(100);
    expect(asked.values).toEqual([next]);
    expect(eventsOf(tab)).toEqual(['signed-in']);
  });

  it('A19 with metadata of its own fails when the session was replaced meanwhile', async () => {
    const tab = await openSignedInTab();
    const asked = observe(tab.manager.refresh({ reason: 'new-role' }));
    await tab.clock.advance(10);
    await tab.manager.start(tab.pool.issue(), 'now');
    await tab.clock.advance(100);
    expect(asked.values).toEqual([]);
    expect(asked.errors).toMatchObject([{ code: 'REFRESH_UNAVAILABLE' }]);
  });

  it('that found another session in the store gives that', async () => {
    const tab = await openSignedInTab();
    tab.store.items.set(STORE_KEY, serializeSession(tab.hold({ generation: 'next' })));
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(0);
    expect(asked.values).toMatchObject([{ generation: 'next' }]);
    expect(eventsOf(tab)).toEqual(['adopted']);
  });

  it('that found no session in the store gives null once it is sure', async () => {
    const tab = await openSignedInTab();
    tab.store.items.clear();
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(100);
    expect(asked.values).toEqual([null]);
    expect(stateOf(tab)).toBe('signed-out: storage-cleared');
  });

  it('that finds the record missing and then restored fails for now', async () => {
    const tab = await openSignedInTab();
    const raw = tab.store.items.get(STORE_KEY)!;
    tab.store.items.clear();
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(0);
    tab.store.items.set(STORE_KEY, raw);
    await tab.clock.advance(100);
    expect(asked.errors).toMatchObject([
      {
        code: 'REFRESH_UNAVAILABLE',
        message: 'REFRESH_UNAVAILABLE: the session changed during the refresh',
      },
    ]);
  });

  it('whose observer signs out at its event does not restore the session', async () => {
    const tab = await openSignedInTab();
    tab.pool.always('GetTokensFromRefreshToken', () => serviceError('NotAuthorizedException'));
    tab.manager.events$.subscribe(({ type }) => {
      if (type === 'refresh-failed') void tab.manager.signOut();
    });
    observe(tab.manager.refresh());
    await tab.clock.advance(3000);
    expect(eventsOf(tab).sort()).toEqual(['refresh-failed', 'signed-out: sign-out']);
    expect(stateOf(tab)).toBe('signed-out: sign-out');
  });
});

describe('a refresh whose session another tab has renewed again before its event (B02)', () => {
  it('emits its event, and the newer session stays', async () => {
    const tab = await openSignedInTab();
    const { generation } = tab.active;
    tab.locks.beforeMark = () => tab.clock.delay(50);
    const refreshed = observe(tab.manager.refresh());
    await tab.clock.advance(40);
    tab.persistence.write(tab.hold({ generation, revision: 2 }));
    tab.channel.hear({ type: 'changed' });
    await tab.clock.advance(100);
    expect(eventsOf(tab)).toEqual(['adopted', 'refreshed']);
    expect(tab.manager.active).toMatchObject({ revision: 2 });
    expect(refreshed.values).toMatchObject([{ revision: 2 }]);
  });
});
