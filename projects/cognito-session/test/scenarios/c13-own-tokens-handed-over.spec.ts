// An app hands over the tokens that are already in use, while Cognito rotates the refresh token
// among them.

import { observe } from '../support/observed';
import { type ManagerTab, openSignedInTab } from '../support/manager-tab';
import { closeBrowser, openBrowser } from '../support/simulated-tabs';
import { refreshTokenOf } from '../../src/core/session/active-session';
import type { ActiveSession, TokenSet } from '../../src/core/session/active-session';

const tokensOf = (active: ActiveSession): TokenSet => ({
  IdToken: active.session.getIdToken().getJwtToken(),
  AccessToken: active.session.getAccessToken().getJwtToken(),
  RefreshToken: refreshTokenOf(active),
});

async function expectToLiveOn(tab: ManagerTab): Promise<void> {
  const next = observe(tab.manager.refresh());
  await tab.clock.advance(3000);
  expect(next.errors).toEqual([]);
  expect(next.values).toHaveLength(1);
  expect(tab.pool.count('RevokeToken')).toBe(0);
}

describe('C13 tokens that are in use, handed over again by setSession', () => {
  it.each([0, 900, 1100])(
    'C13 %d ms after a refresh that fell into the second of the sign-in: the newer ones stay',
    async (ms) => {
      const tab = await openSignedInTab();
      tab.pool.rotation = true;
      observe(tab.manager.refresh());
      await tab.clock.advance(100 + ms);
      await tab.manager.start(tokensOf(tab.active), 'unknown');
      await expectToLiveOn(tab);
    },
  );

  it('C13 with a refresh token that the session lacked: it is kept', async () => {
    const tab = await openSignedInTab();
    const { RefreshToken, ...others } = tab.pool.issue();
    await tab.manager.start(others, 'now');
    await tab.manager.start({ ...others, RefreshToken }, 'unknown');
    expect(refreshTokenOf(tab.manager.active!)).toBe(RefreshToken);
  });

  it('C13 in a tab that has not heard of the refresh of another one', async () => {
    const { clock, tabs } = await openBrowser({ tabs: 2, lateMs: () => 20 });
    await clock.advance(5000);
    const inUse = tabs[1]!.session.session()!;
    observe(tabs[0]!.session.refreshSession());
    await clock.advance(31);
    expect(observe(tabs[1]!.session.setSession(inUse)).errors).toEqual([]);
    await clock.advance(3000);
    const next = observe(tabs[1]!.session.refreshSession());
    await clock.advance(5000);
    expect(next.errors).toEqual([]);
    expect(tabs.map(({ session }) => session.state().status)).toEqual(['signed-in', 'signed-in']);
    closeBrowser();
  });

  it.each([0, 15, 29])(
    'C13 %d ms after a rotating refresh began: the session lives on at its next refresh',
    async (ms) => {
      const tab = await openSignedInTab();
      tab.pool.rotation = true;
      const refreshed = observe(tab.manager.refresh());
      await tab.clock.advance(ms);
      const started = await tab.manager.start(tokensOf(tab.active), 'unknown');
      await tab.clock.advance(100);
      expect(refreshed.values).toHaveLength(1);
      expect(tab.manager.active).toMatchObject({ generation: started.generation, revision: 1 });
      expect(tab.record()).toMatchObject({ generation: started.generation, revision: 1 });
      await expectToLiveOn(tab);
    },
  );

  it('C13 while the lock manager is slow to take the mark of the refresh', async () => {
    const tab = await openSignedInTab();
    tab.pool.rotation = true;
    tab.locks.beforeMark = () => tab.clock.delay(50);
    observe(tab.manager.refresh());
    await tab.clock.advance(40);
    await tab.manager.start(tokensOf(tab.active), 'unknown');
    await tab.clock.advance(300);
    await expectToLiveOn(tab);
  });

  it('C13 after a rotating refresh has ended: the newer refresh token stays', async () => {
    const tab = await openSignedInTab();
    tab.pool.rotation = true;
    await tab.clock.advance(5000);
    observe(tab.manager.refresh());
    await tab.clock.advance(100);
    await tab.manager.start(tokensOf(tab.active), 'unknown');
    await expectToLiveOn(tab);
  });

  it('C13 tokens of another sign-in replace the session, and the answer that is late is revoked', async () => {
    const tab = await openSignedInTab();
    tab.pool.rotation = true;
    observe(tab.manager.refresh());
    await tab.clock.advance(10);
    const other = tab.pool.issue();
    await tab.manager.start(other, 'unknown');
    await tab.clock.advance(100);
    expect(tab.pool.count('RevokeToken')).toBe(1);
    expect(refreshTokenOf(tab.manager.active!)).toBe(other.RefreshToken);
  });
});
