// Tests how the manager handles messages of other tabs while the runtime cannot be loaded.

import { eventsOf, openSignedInTab, stateOf } from '../../test/support/manager-tab';

describe('F08 without the part that follows other tabs', () => {
  const openAlone = (): ReturnType<typeof openSignedInTab> =>
    openSignedInTab({ load: () => Promise.reject(new Error('gone')) });

  it('a sign-out in another tab ends the session when the store no longer has it', async () => {
    const tab = await openAlone();
    tab.store.items.clear();
    tab.channel.hear({ type: 'ended', generation: tab.active.generation, reason: 'sign-out' });
    await tab.clock.advance(0);
    expect(stateOf(tab)).toBe('signed-out: other-tab');
    expect(eventsOf(tab)).toEqual(['signed-out: other-tab']);
  });

  it('a message alone ends nothing', async () => {
    const tab = await openAlone();
    tab.channel.hear({ type: 'ended', generation: tab.active.generation, reason: 'sign-out' });
    await tab.clock.advance(0);
    expect(tab.manager.active).toBe(tab.active);
  });

  it('a session that could not be stored stays', async () => {
    const tab = await openAlone();
    tab.store.before = ({ kind }) => {
      if (kind === 'set') throw new Error('full');
    };
    const active = await tab.manager.start(tab.pool.issue(), 'now');
    tab.channel.hear({ type: 'ended', generation: 'gen', reason: 'sign-out' });
    await tab.clock.advance(0);
    expect(tab.manager.active).toBe(active);
  });
});
