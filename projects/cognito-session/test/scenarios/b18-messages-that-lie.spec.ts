// Any script of the origin can post a message of a tab. A message alone changes nothing that tabs
// share.

import { sessionEndedMarker } from '../../src/core/tabs/tab-markers';
import type { TabMessage } from '../../src/core/tabs/tab-channel';
import { eventsOf, openSignedInTab, stateOf } from '../support/manager-tab';
import { STORE_KEY } from '../support/fake-store';
import { observe } from '../support/observed';

const lie = (message: object): TabMessage => message as TabMessage;

describe('B18 a message that a session ended', () => {
  it.each(['sign-out', 'refused', 'idle'] as const)(
    'B18 (%s) ends nothing while the shared store holds the session',
    async (reason) => {
      const tab = await openSignedInTab();
      const { generation } = tab.active;
      tab.channel.hear({ type: 'ended', generation, reason });
      await tab.clock.advance(60_000);
      expect(stateOf(tab)).toBe('signed-in');
      expect(eventsOf(tab)).toEqual([]);
      expect(tab.store.items.has(STORE_KEY)).toBe(true);
      // And a refresh that is answered later is not dropped as one of a session that is over.
      const refreshed = observe(tab.manager.refresh());
      await tab.clock.advance(100);
      expect(refreshed.values).toMatchObject([{ generation, revision: 1 }]);
    },
  );

  it.each([
    ['an unknown reason', { reason: '<b>x' }],
    ['no reason', {}],
    ['a reason that is no text', { reason: ['sign-out'] }],
    ['a generation that is no text', { reason: 'sign-out', generation: 5 }],
  ])('B18 with %s is taken for a hint to look at the store', async (_name, rest) => {
    const tab = await openSignedInTab();
    tab.channel.hear(lie({ type: 'ended', generation: tab.active.generation, ...rest }));
    await tab.clock.advance(1000);
    expect(eventsOf(tab)).toEqual([]);
    tab.store.items.clear();
    tab.channel.hear(lie({ type: 'ended', generation: tab.active.generation, ...rest }));
    await tab.clock.advance(1000);
    expect(eventsOf(tab)).toEqual(['signed-out: storage-cleared']);
  });

  it('B18 is true as soon as the store no longer holds the session', async () => {
    const tab = await openSignedInTab();
    tab.channel.hear({ type: 'ended', generation: tab.active.generation, reason: 'sign-out' });
    await tab.clock.advance(50);
    tab.store.items.clear();
    await tab.clock.advance(200);
    // As it was told, although the store showed it late.
    expect(eventsOf(tab)).toEqual(['signed-out: other-tab']);
  });

  it('B18 is true when a mark confirms it, however late the store is', async () => {
    const tab = await openSignedInTab();
    tab.locks.leave(sessionEndedMarker(tab.active.generation));
    tab.channel.hear({ type: 'ended', generation: tab.active.generation, reason: 'sign-out' });
    await tab.clock.advance(10);
    expect(eventsOf(tab)).toEqual(['signed-out: other-tab']);
  });
});
