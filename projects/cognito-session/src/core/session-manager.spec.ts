// Tests how the manager restores and starts a session, and gives it to callers.

import { from } from 'rxjs';
import { FakeClock } from '../../test/support/fake-clock';
import { serviceError } from '../../test/support/fake-pool';
import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { LIFETIME_SECONDS } from '../../test/support/fake-tokens';
import { codeOf, observe } from '../../test/support/observed';
import { serializeSession } from './session/session-record';
import { sessionEndedMarker } from './tabs/tab-markers';
import {
  EXPIRED_MS,
  eventsOf,
  openManagerTab,
  openSignedInTab,
  stateOf,
} from '../../test/support/manager-tab';

describe('the start', () => {
  it('restores a stored session without an event, and loads the runtime', async () => {
    const tab = openManagerTab({ stored: (core) => core.hold({ revision: 3 }) });
    expect(stateOf(tab)).toBe('signed-in');
    expect(tab.manager.active).toMatchObject({ generation: 'gen', revision: 3 });
    expect(tab.manager.generation).toBe('gen');
    await tab.clock.advance(0);
    expect(tab.loads()).toBe(1);
    expect(eventsOf(tab)).toEqual([]);
    expect(tab.states.values).toHaveLength(1);
  });

  it('ends signed out when the store is empty, and loads nothing', async () => {
    const tab = openManagerTab();
    expect(stateOf(tab)).toBe('signed-out: no-session');
    expect(tab.manager.active).toBeNull();
    expect(tab.manager.generation).toBeUndefined();
    await tab.clock.advance(0);
    expect(tab.loads()).toBe(0);
    expect(eventsOf(tab)).toEqual([]);
  });

  it('is restoring until a slow store answers, and callers wait for it', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store, stored: (core) => core.hold() });
    const [acquired, refreshed] = [observe(tab.manager.acquire()), observe(tab.manager.refresh())];
    expect(stateOf(tab)).toBe('restoring');
    await clock.advance(9);
    expect(acquired.values).toEqual([]);
    await clock.advance(200);
    expect(tab.states.values.map(({ status }) => status)).toEqual([
      'restoring',
      'signed-in',
      'signed-in',
    ]);
    expect(acquired.values).toMatchObject([{ generation: 'gen' }]);
    expect(acquired.completions).toBe(1);
    expect(refreshed.values).toMatchObject([{ revision: 1 }]);
  });

  it('gives way to a sign-in that came while the store was reading', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store, stored: (core) => core.hold() });
    void tab.manager.start(tab.pool.issue(), 'now');
    const { generation } = tab.manager;
    await clock.advance(100);
    expect(tab.manager.generation).toBe(generation);
    expect(eventsOf(tab)).toEqual(['signed-in']);
  });

  it('ends a session that another tab has ended while it was restored', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store, stored: (core) => core.hold() });
    await clock.advance(9);
    tab.channel.hear({ type: 'ended', generation: 'gen', reason: 'sign-out' });
    // The read under way still finds the record.
    await clock.advance(1);
    tab.store.items.clear();
    await clock.advance(100);
    expect(stateOf(tab)).toBe('signed-out: other-tab');
    expect(tab.manager.active).toBeNull();
  });

  it('replays the failure of a store at start to later subscribers', async () => {
    const store = new FakeStore();
    store.before = () => {
      throw new Error('blocked');
    };
    const tab = openManagerTab({ store });
    for (const events of [tab.events, observe(tab.manager.events$)]) {
      expect(events.values).toMatchObject([
        { type: 'store-failed', at: tab.clock.now(), error: { code: 'STORE_UNAVAILABLE' } },
      ]);
    }
  });
});

describe('a sign-in', () => {
  it('stores the session and emits its event, in this tab and the others', async () => {
    const tab = openManagerTab();
    const tokens = tab.pool.issue();
    const active = await tab.manager.start(tokens, 'now');
    expect(tab.record()).toMatchObject({ generation: active.generation, revision: 0 });
    expect(tab.manager.active).toBe(active);
    expect(stateOf(tab)).toBe('signed-in');
    expect(tab.manager.state).toEqual({ status: 'signed-in', session: active.session });
    expect(tab.events.values).toEqual([{ type: 'signed-in', at: tab.clock.now() }]);
    expect(tab.channel.posted).toEqual([{ type: 'changed' }]);
    expect(active.session.getIdToken().getJwtToken()).toBe(tokens.IdToken);
    await tab.clock.advance(0);
    expect(tab.loads()).toBe(1);
  });

  it('sends its message to the other tabs when it is stored', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store });
    await clock.advance(10);
    const started = observe(from(Promise.resolve(tab.manager.start(tab.pool.issue(), 'now'))));
    expect(stateOf(tab)).toBe('signed-in');
    await clock.advance(9);
    expect(tab.channel.posted).toEqual([]);
    await clock.advance(1);
    expect(tab.channel.posted).toEqual([{ type: 'changed' }]);
    expect(started.values).toEqual([tab.manager.active]);
  });

  it.each([
    ['the same user', {}, 'signed-in'],
    ['another user', { sub: 'other' }, 'user-changed'],
  ])('of %s ends the generation before it', async (_name, claims, type) => {
    const tab = await openSignedInTab();
    const active = await tab.manager.start(tab.pool.issue(claims), 'now');
    await tab.clock.advance(0);
    expect(active.generation).not.toBe(tab.active.generation);
    expect(eventsOf(tab)).toEqual([type]);
    expect(tab.over().has(tab.active.generation)).toBe(true);
    expect(tab.locks.marked).toEqual([[sessionEndedMarker(tab.active.generation), 2000]]);
  });

  it('is remembered by its user after it has ended', async () => {
    const tab = openManagerTab();
    expect(tab.manager.lastSub).toBeUndefined();
    await tab.manager.start(tab.pool.issue({ sub: 'maria' }), 'now');
    void tab.manager.signOut();
    expect(tab.manager.lastSub).toBe('maria');
  });

  it('refuses bad tokens, and keeps the session', async () => {
    const tab = await openSignedInTab();
    expect(() => tab.manager.start({}, 'now')).toThrow('INVALID_TOKEN');
    expect(tab.manager.active).toBe(tab.active);
    expect(eventsOf(tab)).toEqual([]);
  });

  it('refuses a margin as long as the tokens’ lifetime', () => {
    const tab = openManagerTab({ config: { refreshMarginSeconds: LIFETIME_SECONDS } });
    expect(() => tab.manager.start(tab.pool.issue(), 'now')).toThrow('refreshMarginSeconds');
    expect(tab.record()).toBeUndefined();
  });

  it.each(['now', 'unknown'] as const)('treats the age of its tokens as %s', async (issued) => {
    const tab = openManagerTab();
    const tokens = tab.pool.issue();
    tab.clock.jumpWallClock(1_000_000);
    const { issuedAt } = await tab.manager.start(tokens, issued);
    expect(tab.clock.now() - issuedAt).toBe(issued === 'now' ? 0 : 1_000_000);
  });
});

describe('a caller that asks for a session', () => {
  it('gets a valid one at once, without a refresh', async () => {
    const tab = await openSignedInTab();
    const asked = observe(tab.manager.acquire());
    expect(asked.values).toEqual([tab.active]);
    expect(asked.completions).toBe(1);
    await tab.clock.advance(100);
    expect(tab.pool.calls).toEqual([]);
  });

  it('gets null when signed out', () => {
    const tab = openManagerTab();
    const asked = [observe(tab.manager.acquire()), observe(tab.manager.refresh())];
    for (const { values, completions } of asked) {
      expect([values, completions]).toEqual([[null], 1]);
    }
  });

  it('gets a new one inside the margin, with the metadata that were given', async () => {
    const tab = await openSignedInTab();
    await tab.clock.advance(EXPIRED_MS);
    const asked = observe(tab.manager.acquire({ a: 'b' }));
    await tab.clock.advance(100);
    expect(asked.values).toMatchObject([{ revision: 1 }]);
    expect(asked.values).toEqual([tab.manager.active]);
    expect(eventsOf(tab)).toEqual(['refreshed']);
    expect(tab.pool.calls[0]?.input['ClientMetadata']).toEqual({ a: 'b' });
  });

  it('gets a new one where another tab has one that is about to expire as well', async () => {
    const tab = await openSignedInTab();
    const { generation } = tab.active;
    const newer = tab.hold({ generation, revision: 1 });
    await tab.clock.advance(EXPIRED_MS - 1000);
    tab.store.items.set(STORE_KEY, serializeSession(newer));
    const asked = observe(tab.manager.acquire());
    await tab.clock.advance(100);
    expect(asked.values).toMatchObject([{ revision: 2 }]);
  });

  it('gets a new one at any time when forcing it', async () => {
    const tab = await openSignedInTab();
    const asked = observe(tab.manager.refresh({ a: 'b' }));
    await tab.clock.advance(100);
    expect(asked.values).toMatchObject([{ revision: 1 }]);
    expect(tab.pool.calls[0]?.input['ClientMetadata']).toEqual({ a: 'b' });
  });

  it('gets a new one for a refused token, except in a cooldown, which a forced refresh ignores', async () => {
    const tab = await openSignedInTab();
    tab.pool.next('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    const failed = observe(
      tab.manager.refresh(undefined, tab.active.session.getIdToken().getJwtToken()),
    );
    await tab.clock.advance(100);
    expect(failed.errors.map(codeOf)).toEqual(['REFRESH_UNAVAILABLE']);
    const paused = observe(
      tab.manager.refresh(undefined, tab.active.session.getIdToken().getJwtToken()),
    );
    await tab.clock.advance(100);
    expect(paused.errors.map(codeOf)).toEqual(['REFRESH_UNAVAILABLE']);
    expect(tab.pool.refreshes).toBe(1);
    const forced = observe(tab.manager.refresh());
    await tab.clock.advance(100);
    expect(forced.values).toMatchObject([{ revision: 1 }]);
  });

  it('makes the store take a session that could not be stored', async () => {
    const tab = await openSignedInTab();
    tab.store.before = () => {
      throw new Error('full');
    };
    await tab.manager.start(tab.pool.issue(), 'now');
    tab.store.before = () => undefined;
    observe(tab.manager.acquire());
    expect(tab.record()?.generation).toBe(tab.manager.generation);
    expect(eventsOf(tab)).toEqual(['store-failed', 'signed-in']);
    // Not at the start, so not replayed.
    expect(observe(tab.manager.events$).values).toEqual([]);
  });

  it('gets an error when the runtime cannot be loaded, and another try later', async () => {
    let down = true;
    const tab = openManagerTab({
      load: () => (down ? Promise.reject(new Error('offline')) : undefined),
    });
    await tab.manager.start(tab.pool.issue(), 'now');
    await tab.clock.advance(EXPIRED_MS);
    const failed = observe(tab.manager.acquire());
    await tab.clock.advance(0);
    expect(failed.errors).toMatchObject([
      {
        code: 'REFRESH_UNAVAILABLE',
        message:
          'REFRESH_UNAVAILABLE: a part of the app did not load; if this goes on, reload the page',
        cause: { message: 'offline' },
      },
    ]);
    expect(eventsOf(tab).filter((event) => event === 'reload-needed')).toHaveLength(1);
    down = false;
    const asked = observe(tab.manager.acquire());
    await tab.clock.advance(100);
    expect(asked.values).toMatchObject([{ revision: 1 }]);
    expect(tab.loads()).toBe(3);
  });

  it('replays reload-needed to later subscribers', async () => {
    const tab = openManagerTab({ load: () => Promise.reject(new Error('gone')) });
    await tab.manager.start(tab.pool.issue(), 'now');
    await tab.clock.advance(0);
    const late = observe(tab.manager.events$);
    expect(late.values.map(({ type }) => type)).toEqual(['reload-needed']);
  });

  it('shares one load with all others', async () => {
    const tab = openManagerTab({ load: () => new Promise(() => undefined) });
    void tab.manager.start(tab.pool.issue(), 'now');
    tab.manager.acquire().subscribe();
    tab.manager.refresh().subscribe();
    await tab.clock.advance(0);
    expect(tab.loads()).toBe(1);
  });
});
