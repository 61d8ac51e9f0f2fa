// Tests the one refresh for all callers of a tab: its call, its record and its event.

import { hang, serviceError, unreachable } from '../../../test/support/fake-pool';
import { LIFETIME_SECONDS } from '../../../test/support/fake-tokens';
import { type Observed } from '../../../test/support/observed';
import { type ActiveSession, refreshTokenOf } from '../session/active-session';
import { remainingSeconds } from '../session/session-lifetime';
import { type RefreshOutcome } from './refresh-request';
import { sessionEndedMarker, cooldownMarker, tokenUsedMarker } from '../tabs/tab-markers';
import {
  kindOf,
  openRefresherTab,
  outcomeOf,
  putNewer,
  type RefresherTab,
} from '../../../test/support/refresher-tab';

describe('a refresh', () => {
  it('stores the new session with the next revision, and emits its event', async () => {
    const core = await openRefresherTab();
    const asked = core.ask();
    await core.clock.advance(30);
    const outcome = outcomeOf(asked);
    expect(outcome).toMatchObject({
      kind: 'refreshed',
      active: { generation: 'gen', revision: 1, sub: core.active.sub },
    });
    const { active } = outcome as { active: ActiveSession };
    expect(remainingSeconds(active, core.clock)).toBe(LIFETIME_SECONDS);
    expect(core.record()).toMatchObject({ generation: 'gen', revision: 1 });
    expect(core.told.values).toMatchObject([{ type: 'refreshed' }]);
    expect(core.current.active).toBe(active);
    expect(core.channel.posted).toEqual([{ type: 'changed' }]);
    expect(core.pool.calls.map(({ operation, input }) => [operation, input])).toEqual([
      [
        'GetTokensFromRefreshToken',
        { ClientId: core.config.clientId, RefreshToken: refreshTokenOf(core.active) },
      ],
    ]);
  });

  it('sends client metadata when it is given some', async () => {
    const core = await openRefresherTab();
    core.ask({ clientMetadata: { page: '日本' } });
    await core.clock.advance(30);
    expect(core.pool.calls[0]?.input['ClientMetadata']).toEqual({ page: '日本' });
  });

  it.each([true, false])('keeps the right refresh token (rotation: %p)', async (rotation) => {
    const core = await openRefresherTab({ rotation });
    const asked = core.ask();
    await core.clock.advance(30);
    const { active } = outcomeOf(asked) as { active: ActiveSession };
    expect(refreshTokenOf(active) === refreshTokenOf(core.active)).toBe(!rotation);
  });

  it('sets a marker for the used refresh token for a second', async () => {
    const core = await openRefresherTab();
    core.ask();
    await core.clock.advance(30);
    expect(core.locks.marked).toEqual([[tokenUsedMarker(refreshTokenOf(core.active)!, 0), 1000]]);
  });

  it('is one for all callers, and goes on when they leave', async () => {
    const core = await openRefresherTab();
    const [first, second] = [core.ask(), core.ask({ because: 'forced' })];
    first.unsubscribe();
    second.unsubscribe();
    const late = core.ask();
    await core.clock.advance(30);
    expect(outcomeOf(late).kind).toBe('refreshed');
    expect(core.told.values).toHaveLength(1);
    expect(core.pool.refreshes).toBe(1);
  });

  it('emits its event before its callers get it', async () => {
    const core = await openRefresherTab();
    const order: string[] = [];
    core.current.events$.subscribe(() => order.push('app'));
    core.runtime.refresher
      .refresh({ active: core.active, because: 'margin' })
      .subscribe(() => order.push('caller'));
    await core.clock.advance(30);
    expect(order).toEqual(['app', 'caller']);
  });

  it('is a new one after the last has ended, and for another generation', async () => {
    const core = await openRefresherTab();
    const asked = core.ask();
    await core.clock.advance(30);
    const { active } = outcomeOf(asked) as { active: ActiveSession };
    const forced = core.ask({ active, because: 'forced' });
    await core.clock.advance(2100);
    expect(outcomeOf(forced).kind).toBe('refreshed');
    expect(core.pool.refreshes).toBe(2);
  });

  it("is not joined by another generation's caller, whose own flight is not cleared by it", async () => {
    const core = await openRefresherTab({ latencyMs: 100 });
    const first = core.ask();
    await core.clock.advance(50);
    const other = putNewer(core, { generation: 'other' });
    const second = core.ask({ active: other, because: 'forced' });
    await core.clock.advance(60);
    core.ask({ active: other, because: 'forced' });
    await core.clock.advance(200);
    expect(core.pool.refreshes).toBe(2);
    expect([first, second].map((asked) => outcomeOf(asked).kind)).toEqual([
      'superseded',
      'refreshed',
    ]);
  });

  it('waits for its turn among the tabs', async () => {
    const core = await openRefresherTab();
    let release!: () => void;
    void core.locks.exclusively(() => new Promise<void>((resolve) => (release = resolve)));
    const asked = core.ask();
    await core.clock.advance(1000);
    expect(core.pool.refreshes).toBe(0);
    release();
    await core.clock.advance(30);
    expect(outcomeOf(asked).kind).toBe('refreshed');
  });

  it('fails after 45 s', async () => {
    const core = await openRefresherTab();
    void core.locks.exclusively(() => new Promise<void>(() => undefined));
    const asked = core.ask();
    await core.clock.advance(44_999);
    expect(asked.values).toEqual([]);
    await core.clock.advance(1);
    expect(outcomeOf(asked)).toMatchObject({
      kind: 'failed',
      error: { code: 'REFRESH_UNAVAILABLE', cause: { name: 'TimeoutError' } },
    });
  });

  it('waits 16 s for an answer, and makes no second call without one', async () => {
    const core = await openRefresherTab();
    core.pool.always('GetTokensFromRefreshToken', hang);
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const asked = core.ask();
    await core.clock.advance(15_999);
    expect(asked.values).toEqual([]);
    await core.clock.advance(1);
    expect(kindOf(outcomeOf(asked))).toBe('REFRESH_UNAVAILABLE');
    expect(core.pool.refreshes).toBe(1);
    jest.restoreAllMocks();
  });
});

describe('a session without a refresh token', () => {
  async function openBare(ageMs: number): Promise<[RefresherTab, Observed<RefreshOutcome>]> {
    const core = await openRefresherTab({ ageMs: 0 });
    const { IdToken, AccessToken } = core.pool.issue();
    const active = core.hold({}, { IdToken, AccessToken });
    core.persistence.write(active);
    await core.clock.advance(ageMs);
    const asked = core.ask({ active });
    await core.clock.advance(0);
    return [core, asked];
  }

  it('is kept until it expires', async () => {
    const [core, asked] = await openBare(LIFETIME_SECONDS * 1000 - 1);
    expect(outcomeOf(asked)).toMatchObject({
      kind: 'failed',
      error: { code: 'REFRESH_UNAVAILABLE' },
      failure: { name: 'NoRefreshToken' },
    });
    expect(core.record()).toBeDefined();
    expect(core.channel.posted).toEqual([]);
  });

  it('is over for all tabs when it has expired', async () => {
    const [core, asked] = await openBare(LIFETIME_SECONDS * 1000);
    expect(outcomeOf(asked)).toMatchObject({
      kind: 'failed',
      error: {
        code: 'SESSION_EXPIRED',
        cause: { message: 'the session has no refresh token' },
      },
    });
    expect(core.record()).toBeUndefined();
    expect(core.channel.posted).toEqual([{ type: 'ended', generation: 'gen', reason: 'refused' }]);
    expect(core.pool.calls).toEqual([]);
  });
});

describe('a cooldown', () => {
  it('of another tab refuses automatic refreshes, and not a forced one', async () => {
    const core = await openRefresherTab();
    core.locks.leave(cooldownMarker('gen'));
    const [asked] = [core.ask()];
    await core.clock.advance(30);
    expect(kindOf(outcomeOf(asked))).toBe('REFRESH_UNAVAILABLE');
    expect(core.pool.refreshes).toBe(0);
    const forced = core.ask({ because: 'forced' });
    await core.clock.advance(30);
    expect(outcomeOf(forced).kind).toBe('refreshed');
  });

  it('of this tab does the same at once, and ends with a refresh that succeeds', async () => {
    const core = await openRefresherTab();
    core.pool.next('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    core.ask();
    await core.clock.advance(30);
    expect(kindOf(outcomeOf(core.ask()))).toBe('REFRESH_UNAVAILABLE');
    expect(core.told.values).toMatchObject([{ type: 'refresh-failed' }]);
    expect(core.locks.marked).toEqual([[cooldownMarker('gen'), 30_000]]);
    const forced = core.ask({ because: 'forced' });
    await core.clock.advance(30);
    const { active } = outcomeOf(forced) as { active: ActiveSession };
    const next = core.ask({ active, because: 'rejected' });
    await core.clock.advance(2100);
    expect(outcomeOf(next).kind).toBe('refreshed');
  });

  it('allows one call at a time while Cognito cannot be reached', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const core = await openRefresherTab();
    core.pool.always('GetTokensFromRefreshToken', unreachable());
    core.ask();
    await core.clock.advance(100);
    expect(core.pool.refreshes).toBe(3);
    core.ask({ because: 'forced' });
    await core.clock.advance(100);
    expect(core.pool.refreshes).toBe(4);
    jest.restoreAllMocks();
  });
});

describe('SessionRuntime', () => {
  it('ends the markers of its cooldowns with the channel', async () => {
    const core = await openRefresherTab();
    core.pool.next('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
    core.ask();
    await core.clock.advance(30);
    expect(core.locks.signals[0]?.aborted).toBe(false);
    core.channel.dispose();
    expect(core.locks.signals[0]?.aborted).toBe(true);
  });

  it('marks a generation as over for 2 s', async () => {
    const core = await openRefresherTab();
    core.runtime.markEnded('gen');
    await core.clock.advance(0);
    expect(core.locks.marked).toEqual([[sessionEndedMarker('gen'), 2000]]);
  });
});
