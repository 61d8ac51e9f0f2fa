// Tests the end of a session by a sign-out, and of the app.

import { FakeClock } from '../../test/support/fake-clock';
import { FakeStore } from '../../test/support/fake-store';
import { refreshTokenOf } from './session/active-session';
import { sessionEndedMarker } from './tabs/tab-markers';
import { eventsOf, openManagerTab, openSignedInTab, stateOf } from '../../test/support/manager-tab';

describe('a sign-out', () => {
  it('clears the store, emits its event and revokes', async () => {
    const tab = await openSignedInTab();
    const result = tab.manager.signOut();
    expect(tab.store.items.size).toBe(0);
    expect(stateOf(tab)).toBe('signed-out: sign-out');
    expect(eventsOf(tab)).toEqual(['signed-out: sign-out']);
    expect(tab.channel.posted).toEqual([
      { type: 'ended', generation: tab.active.generation, reason: 'sign-out' },
    ]);
    await tab.clock.advance(100);
    expect(await result).toEqual({ revoked: true, everywhere: false });
    expect(tab.over().has(tab.active.generation)).toBe(true);
    expect(tab.locks.marked).toEqual([
      [sessionEndedMarker(tab.active.generation), 2000],
      [expect.stringMatching(/^sign-out:\w+\.\w+$/), 2000],
    ]);
    expect(tab.pool.calls.map(({ operation }) => operation)).toEqual(['RevokeToken']);
  });

  it('has cleared the store before its event', async () => {
    const tab = await openSignedInTab();
    const sizes: number[] = [];
    tab.manager.events$.subscribe(() => sizes.push(tab.store.items.size));
    void tab.manager.signOut();
    expect(sizes).toEqual([0]);
  });

  it('ends the sessions on all devices when asked to', async () => {
    const tab = await openSignedInTab();
    const result = tab.manager.signOut(true);
    await tab.clock.advance(100);
    expect(await result).toEqual({ revoked: true, everywhere: true });
  });

  it('without a session clears the store, and makes the other tabs read it and end their sign-ins', async () => {
    const tab = openManagerTab();
    const { length } = tab.store.operations;
    expect(await tab.manager.signOut(true)).toEqual({ revoked: false, everywhere: false });
    expect(tab.store.operations.slice(length).map(({ kind }) => kind)).toEqual(['remove']);
    expect(tab.channel.posted).toEqual([
      { type: 'ended', generation: '', reason: 'sign-out' },
      { type: 'changed' },
    ]);
    expect(stateOf(tab)).toBe('signed-out: no-session');
    expect(eventsOf(tab)).toEqual([]);
  });

  it('while restoring ends signed out, whatever the store answers', async () => {
    const clock = new FakeClock();
    const store = new FakeStore({ delay: { clock, ms: 10 } });
    const tab = openManagerTab({ clock, store, stored: (core) => core.hold() });
    void tab.manager.signOut();
    expect(stateOf(tab)).toBe('signed-out: sign-out');
    expect(eventsOf(tab)).toEqual(['signed-out: sign-out']);
    await clock.advance(19);
    expect(tab.channel.posted.map(({ type }) => type)).toEqual(['ended']);
    await clock.advance(1);
    expect(tab.channel.posted.map(({ type }) => type)).toEqual(['ended', 'changed']);
    expect(stateOf(tab)).toBe('signed-out: sign-out');
    expect(store.items.size).toBe(0);
  });

  it('F08 revokes the refresh token even when the gateway cannot be loaded', async () => {
    const tab = await openSignedInTab({ load: () => Promise.reject(new Error('gone')) });
    const result = tab.manager.signOut(true);
    await tab.clock.advance(100);
    expect(await result).toEqual({ revoked: true, everywhere: false });
    expect(tab.pool.calls).toMatchObject([
      {
        operation: 'RevokeToken',
        input: { ClientId: tab.config.clientId, Token: refreshTokenOf(tab.active) },
      },
    ]);
  });
});

describe('the end of the app', () => {
  it('removes all listeners and keeps the stored session', async () => {
    const tab = await openSignedInTab();
    tab.manager.dispose();
    expect(tab.channel.disposed).toBe(true);
    expect(tab.states.completions).toBe(1);
    expect(tab.events.completions).toBe(1);
    expect(tab.store.items.size).toBe(1);
    expect(tab.page.wake$.observed).toBe(false);
    expect(tab.persistence.record.failures$.observed).toBe(false);
    expect(tab.channel.listeners).toBe(0);
    const { length } = tab.store.operations;
    tab.page.wake$.next('visible');
    expect(tab.store.operations).toHaveLength(length);
  });

  it('ignores the outcome of a refresh under way', async () => {
    const tab = await openSignedInTab();
    tab.manager.refresh().subscribe();
    await tab.clock.advance(10);
    tab.manager.dispose();
    await tab.clock.advance(100);
    expect(tab.manager.active).toBe(tab.active);
  });
});
