// Tests which failures of a refresh end the session, and which keep it.

import { serviceError, unreachable } from '../../../test/support/fake-pool';
import { type Observed } from '../../../test/support/observed';
import { type SimulatedCoreOptions } from '../../../test/support/simulated-core';
import { type RefreshOutcome } from './refresh-request';
import {
  kindOf,
  openRefresherTab,
  outcomeOf,
  putNewer,
  type RefresherTab,
} from '../../../test/support/refresher-tab';

describe('a call that was under way when the network came back', () => {
  it.each([
    [10, 10, null],
    [11, 10, 'REFRESH_UNAVAILABLE'],
  ])(
    'begun at %d ms, with the network back at %d ms, leaves the pause %p behind',
    async (begun, back, code) => {
      jest.spyOn(Math, 'random').mockReturnValue(0);
      const core = await openRefresherTab();
      core.pool.always('GetTokensFromRefreshToken', unreachable());
      await core.clock.advance(10);
      if (begun > back) core.runtime.refresher.cooldown.networkIsBack();
      await core.clock.advance(begun - back);
      core.ask();
      if (begun <= back) core.runtime.refresher.cooldown.networkIsBack();
      await core.clock.advance(100);
      expect(core.runtime.refresher.cooldown.current('gen')?.error.code ?? null).toBe(code);
      jest.restoreAllMocks();
    },
  );
});

describe('a refusal', () => {
  const refused = (): ReturnType<typeof serviceError> => serviceError('NotAuthorizedException');

  async function openRefused(
    options: SimulatedCoreOptions = {},
  ): Promise<[RefresherTab, Observed<RefreshOutcome>]> {
    const core = await openRefresherTab(options);
    core.pool.always('GetTokensFromRefreshToken', refused);
    const asked = core.ask();
    await core.clock.advance(30);
    return [core, asked];
  }

  it('ends the session for all tabs when the store still holds it 2 s later', async () => {
    const [core, asked] = await openRefused();
    await core.clock.advance(1999);
    expect(asked.values).toEqual([]);
    await core.clock.advance(1);
    expect(kindOf(outcomeOf(asked))).toBe('SESSION_EXPIRED');
    expect(core.record()).toBeUndefined();
    expect(core.channel.posted).toEqual([{ type: 'ended', generation: 'gen', reason: 'refused' }]);
    expect(core.pool.refreshes).toBe(1);
    expect(core.locks.marked).toEqual([]);
  });

  it("is not the end when another tab's newer session is found", async () => {
    const [core, asked] = await openRefused();
    await core.clock.advance(500);
    putNewer(core);
    await core.clock.advance(50);
    expect(outcomeOf(asked)).toMatchObject({ kind: 'adopted', active: { revision: 1 } });
    expect(core.channel.posted).toEqual([]);
  });

  it('in a store of this tab alone is the end at once, and no other tab hears of it', async () => {
    const [core, asked] = await openRefused({ shared: false });
    expect(kindOf(outcomeOf(asked))).toBe('SESSION_EXPIRED');
    expect(core.record()).toBeUndefined();
    expect(core.channel.posted).toEqual([]);
  });

  it('of a session that ended meanwhile has no event', async () => {
    const [core, asked] = await openRefused();
    core.ended.add('gen');
    await core.clock.advance(2000);
    expect(outcomeOf(asked)).toEqual({ kind: 'superseded' });
    expect(core.channel.posted).toEqual([]);
  });

  it('leaves a new session in the store alone', async () => {
    const [core, asked] = await openRefused();
    putNewer(core, { generation: 'next' });
    await core.clock.advance(2000);
    expect(outcomeOf(asked)).toEqual({ kind: 'superseded' });
    expect(core.record()).toMatchObject({ generation: 'next' });
  });

  it('emits an event but clears nothing when the record is gone already', async () => {
    const [core, asked] = await openRefused();
    core.persistence.write(null);
    await core.clock.advance(2000);
    expect(kindOf(outcomeOf(asked))).toBe('SESSION_EXPIRED');
    expect(core.channel.posted).toEqual([]);
  });

  it('clears only the token that was refused', async () => {
    const core = await openRefresherTab();
    core.pool.always('GetTokensFromRefreshToken', refused);
    // Older than the session of this tab, so it is neither adopted nor refused.
    const active = core.hold({ revision: 5 });
    const asked = core.ask({ active, because: 'rejected' });
    await core.clock.advance(2100);
    expect(kindOf(outcomeOf(asked))).toBe('SESSION_EXPIRED');
    expect(core.record()).toMatchObject({ revision: 0 });
    expect(core.channel.posted).toEqual([]);
  });
});

describe('a failure that says nothing about the session', () => {
  it('keeps it, without a read of the store', async () => {
    const core = await openRefresherTab();
    core.pool.next('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    const asked = core.ask();
    await core.clock.advance(29);
    const before = core.store.operations.length;
    await core.clock.advance(1);
    expect(kindOf(outcomeOf(asked))).toBe('REFRESH_UNAVAILABLE');
    expect(core.store.operations).toHaveLength(before);
    expect(core.record()).toBeDefined();
  });

  it('keeps it when the lock manager itself fails', async () => {
    const core = await openRefresherTab();
    core.locks.exclusively = () => Promise.reject(new Error('no lock manager'));
    const asked = core.ask();
    await core.clock.advance(0);
    expect(outcomeOf(asked)).toMatchObject({
      kind: 'failed',
      error: { cause: { message: 'no lock manager' } },
    });
  });
});
