// Tests how the manager handles messages of other tabs, and a page that becomes active.

import { FakeClock } from '../../test/support/fake-clock';
import { serviceError } from '../../test/support/fake-pool';
import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { codeOf, observe } from '../../test/support/observed';
import { recordIn } from '../../test/support/open-persistence';
import { serializeSession } from './session/session-record';
import {
  EXPIRED_MS,
  eventsOf,
  openManagerTab,
  openSignedInTab,
  stateOf,
} from '../../test/support/manager-tab';

describe('a message that a session ended', () => {
  it.each([
    ['sign-out', 'other-tab'],
    ['refused', 'refused'],
    ['idle', 'idle'],
  ] as const)('because of %s ends it here as %s', async (reason, told) => {
    const tab = await openSignedInTab();
    tab.store.items.clear();
    const { length } = tab.store.operations;
    tab.channel.hear({ type: 'ended', generation: tab.active.generation, reason });
    expect(stateOf(tab)).toBe(`signed-out: ${told}`);
    expect(eventsOf(tab)).toEqual([`signed-out: ${told}`]);
    expect(tab.over().has(tab.active.generation)).toBe(true);
    const kinds = tab.store.operations.slice(length).map(({ kind }) => kind);
    expect(kinds).not.toContain('remove');
    expect(tab.channel.posted).toEqual([]);
  });

  it('of another generation ends nothing, and is remembered', async () => {
    const tab = await openSignedInTab();
    tab.channel.hear({ type: 'ended', generation: 'other', reason: 'sign-out' });
    expect(tab.manager.active).toBe(tab.active);
    expect(tab.over().has('other')).toBe(true);
    expect(eventsOf(tab)).toEqual([]);
  });

  it('is remembered however often the store changes after it', async () => {
    const tab = await openSignedInTab();
    tab.channel.hear({ type: 'ended', generation: 'other', reason: 'sign-out' });
    for (let i = 0; i < 100; i++) tab.channel.hear({ type: 'changed' });
    expect(tab.over().has('other')).toBe(true);
  });

  it('without a session in this tab emits no event', async () => {
    const tab = openManagerTab();
    tab.channel.hear({ type: 'ended', generation: 'gen', reason: 'sign-out' });
    await tab.clock.advance(100);
    expect(stateOf(tab)).toBe('signed-out: no-session');
    expect(eventsOf(tab)).toEqual([]);
  });

  it('discards a session that could not be stored', async () => {
    const tab = await openSignedInTab();
    tab.store.before = ({ kind }) => {
      if (kind === 'set') throw new Error('full');
    };
    const active = await tab.manager.start(tab.pool.issue(), 'now');
    tab.channel.hear({ type: 'ended', generation: active.generation, reason: 'sign-out' });
    tab.store.before = () => undefined;
    const record = recordIn(tab.store);
    tab.persistence.record.saveAgain();
    expect(tab.persistence.record.unsaved).toBe(false);
    expect(recordIn(tab.store)).toBe(record);
  });

  describe('where each tab has a store of its own', () => {
    it('ends this one too when the user signed out, and clears its store', async () => {
      const tab = await openSignedInTab({ shared: false });
      tab.channel.hear({ type: 'ended', generation: 'other', reason: 'sign-out' });
      expect(stateOf(tab)).toBe('signed-out: other-tab');
      expect(tab.store.items.size).toBe(0);
    });

    it.each(['refused', 'idle'] as const)(
      'ends nothing when another one was %s',
      async (reason) => {
        const tab = await openSignedInTab({ shared: false });
        tab.channel.hear({ type: 'ended', generation: 'other', reason });
        expect(tab.manager.active).toBe(tab.active);
        expect(tab.store.items.size).toBe(1);
      },
    );
  });
});

describe('a message that the store changed', () => {
  it('adopts a newer session', async () => {
    const tab = await openSignedInTab();
    const { generation } = tab.active;
    tab.store.items.set(STORE_KEY, serializeSession(tab.hold({ generation, revision: 1 })));
    tab.channel.hear({ type: 'changed' });
    expect(tab.manager.active).toMatchObject({ revision: 1 });
    expect(eventsOf(tab)).toEqual(['adopted']);
    expect(tab.over().has(generation)).toBe(false);
  });

  it("adopts another user's session, and ends the one before", async () => {
    const tab = await openSignedInTab();
    const other = tab.hold({ generation: 'next' }, tab.pool.issue({ sub: 'other' }));
    tab.store.items.set(STORE_KEY, serializeSession(other));
    tab.channel.hear({ type: 'changed' });
    expect(tab.manager.generation).toBe('next');
    expect(eventsOf(tab)).toEqual(['user-changed']);
    expect(tab.over().has(tab.active.generation)).toBe(true);
  });

  it('loads the runtime, where there was no session yet', async () => {
    const tab = openManagerTab();
    tab.store.items.set(STORE_KEY, serializeSession(tab.hold()));
    tab.channel.hear({ type: 'changed' });
    await tab.clock.advance(0);
    expect(tab.manager.generation).toBe('gen');
    expect(eventsOf(tab)).toEqual(['adopted']);
    expect(tab.loads()).toBe(1);
  });

  it('ends a session whose record is gone', async () => {
    const tab = await openSignedInTab();
    tab.store.items.clear();
    tab.channel.hear({ type: 'changed' });
    await tab.clock.advance(100);
    expect(eventsOf(tab)).toEqual(['signed-out: storage-cleared']);
    expect(tab.over().has(tab.active.generation)).toBe(true);
  });

  it('is ignored when the session changes during the read', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store, stored: (core) => core.hold() });
    await clock.advance(100);
    store.items.set(STORE_KEY, serializeSession(tab.hold({ generation: 'next' })));
    tab.channel.hear({ type: 'changed' });
    const started = tab.manager.start(tab.pool.issue(), 'now');
    await clock.advance(100);
    expect(tab.manager.active).toBe(await started);
    expect(eventsOf(tab)).toEqual(['signed-in']);
  });

  it('waits for the start', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store, stored: (core) => core.hold() });
    tab.channel.hear({ type: 'changed' });
    await clock.advance(50);
    expect(eventsOf(tab)).toEqual([]);
    expect(store.operations.map(({ kind }) => kind)).toEqual(['get', 'get']);
  });
});

describe('a page that was hidden by a navigation', () => {
  it('reads the store before it uses a token, once', async () => {
    const tab = await openSignedInTab();
    const { generation } = tab.active;
    tab.page.away$.next();
    tab.store.items.set(STORE_KEY, serializeSession(tab.hold({ generation, revision: 1 })));
    expect(observe(tab.manager.acquire()).values).toMatchObject([{ revision: 1 }]);
    const { length } = tab.store.operations;
    observe(tab.manager.acquire());
    expect(tab.store.operations).toHaveLength(length);
  });

  it('finds that the session has ended meanwhile', async () => {
    const tab = await openSignedInTab();
    tab.page.away$.next();
    tab.store.items.clear();
    const asked = observe(tab.manager.acquire());
    expect(asked.values).toEqual([]);
    await tab.clock.advance(100);
    expect(asked.values).toEqual([null]);
  });

  it('is not followed after the end of the app', async () => {
    const tab = await openSignedInTab();
    expect(tab.page.away$.observed).toBe(true);
    tab.manager.dispose();
    expect(tab.page.away$.observed).toBe(false);
  });
});

describe('a page that becomes active', () => {
  it.each(['visible', 'online'] as const)('(%s) reads the store', async (wake) => {
    const tab = await openSignedInTab();
    const { generation } = tab.active;
    tab.store.items.set(STORE_KEY, serializeSession(tab.hold({ generation, revision: 1 })));
    tab.page.wake$.next(wake);
    expect(eventsOf(tab)).toEqual(['adopted']);
    await tab.clock.advance(1000);
    expect(tab.pool.calls).toEqual([]);
  });

  it('stores a session that could not be stored before', async () => {
    const tab = await openSignedInTab();
    tab.store.before = () => {
      throw new Error('full');
    };
    await tab.manager.start(tab.pool.issue(), 'now');
    tab.store.before = () => undefined;
    tab.page.wake$.next('visible');
    expect(tab.record()?.generation).toBe(tab.manager.generation);
  });

  it.each([
    ['online', 1],
    ['visible', 0],
  ] as const)('(%s) refreshes for callers that were turned away: %d', async (wake, refreshes) => {
    const tab = await openSignedInTab();
    await tab.clock.advance(EXPIRED_MS);
    tab.page.online = false;
    const turnedAway = observe(tab.manager.acquire());
    expect(turnedAway.errors.map(codeOf)).toEqual(['REFRESH_UNAVAILABLE']);
    tab.page.online = true;
    tab.page.wake$.next(wake);
    await tab.clock.advance(1000);
    expect(tab.pool.refreshes).toBe(refreshes);
  });

  it('survives a failure of its refresh', async () => {
    const tab = await openSignedInTab();
    await tab.clock.advance(EXPIRED_MS);
    tab.pool.always('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    tab.page.online = false;
    observe(tab.manager.acquire());
    tab.page.online = true;
    tab.page.wake$.next('online');
    await tab.clock.advance(1000);
    expect(eventsOf(tab)).toContain('refresh-failed');
  });
});

describe('without messages between tabs', () => {
  it.each([undefined, 10])('the store is read before use (answering in %p ms)', async (ms) => {
    const clock = new FakeClock();
    const store = new FakeStore(ms === undefined ? {} : { delay: { clock, ms } });
    const tab = openManagerTab({ clock, store, listening: false, stored: (core) => core.hold() });
    await clock.advance(50);
    store.items.set(STORE_KEY, serializeSession(tab.hold({ revision: 7 })));
    const asked = observe(tab.manager.acquire());
    await clock.advance(50);
    expect(asked.values).toMatchObject([{ revision: 7 }]);
    expect(asked.completions).toBe(1);
  });

  it('the store is not read before the runtime is loaded, and no caller waits', () => {
    const tab = openManagerTab({ listening: false, stored: (core) => core.hold() });
    const asked = observe(tab.manager.acquire());
    expect(asked.values).toEqual([tab.manager.active]);
  });

  it('the runtime is loaded without a session, too', async () => {
    const tab = openManagerTab({ listening: false });
    await tab.clock.advance(0);
    expect(tab.loads()).toBe(1);
    tab.store.items.set(STORE_KEY, serializeSession(tab.hold()));
    expect(observe(tab.manager.acquire()).values).toMatchObject([{ generation: 'gen' }]);
  });

  it('the store is not read where there are messages', async () => {
    const tab = await openSignedInTab();
    const { length } = tab.store.operations;
    observe(tab.manager.acquire());
    expect(tab.store.operations).toHaveLength(length);
  });
});
