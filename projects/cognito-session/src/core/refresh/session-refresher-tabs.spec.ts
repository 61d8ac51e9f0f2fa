// Tests a refresh beside other tabs that change the session before it or meanwhile.

import { json } from '../../../test/support/fake-pool';
import { LIFETIME_SECONDS } from '../../../test/support/fake-tokens';
import { type Observed } from '../../../test/support/observed';
import { refreshTokenOf } from '../session/active-session';
import { type RefreshOutcome, type RefreshRequest } from './refresh-request';
import { sessionEndedMarker, cooldownMarker, tokenUsedMarker } from '../tabs/tab-markers';
import {
  kindOf,
  openRefresherTab,
  outcomeOf,
  putNewer,
  type RefresherTab,
} from '../../../test/support/refresher-tab';

describe('the stored session when the lock is acquired', () => {
  it.each([
    ['nothing', (core: RefresherTab) => core.persistence.write(null)],
    ['another generation', (core: RefresherTab) => putNewer(core, { generation: 'next' })],
  ])('%s: the refresh is superseded without a call', async (_name, change) => {
    const core = await openRefresherTab();
    void change(core);
    const asked = core.ask();
    await core.clock.advance(30);
    expect(outcomeOf(asked)).toEqual({ kind: 'superseded' });
    expect(core.pool.refreshes).toBe(0);
  });

  it.each(['margin', 'rejected', 'forced'] as const)(
    'a newer session that is fresh: it is adopted (%s)',
    async (because) => {
      const core = await openRefresherTab();
      putNewer(core);
      const asked = core.ask({ because });
      await core.clock.advance(30);
      expect(outcomeOf(asked)).toMatchObject({ kind: 'adopted', active: { revision: 1 } });
      expect(core.pool.refreshes).toBe(0);
    },
  );

  it.each([
    ['margin', 'refreshed', 1],
    ['rejected', 'adopted', 0],
    ['forced', 'adopted', 0],
  ] as const)('a newer session about to expire (%s): %s', async (because, kind, refreshes) => {
    const core = await openRefresherTab({ ageMs: 0 });
    putNewer(core, { revision: 4 });
    await core.clock.advance((LIFETIME_SECONDS - 30) * 1000);
    const asked = core.ask({ because });
    await core.clock.advance(30);
    expect(outcomeOf(asked)).toMatchObject({ kind, active: { revision: 4 + refreshes } });
    expect(core.pool.refreshes).toBe(refreshes);
  });

  it('an older session: the refresh uses the one of this tab', async () => {
    const core = await openRefresherTab();
    const active = core.hold({ revision: 5 });
    const asked = core.ask({ active, because: 'rejected' });
    await core.clock.advance(30);
    expect(outcomeOf(asked)).toMatchObject({ kind: 'refreshed', active: { revision: 6 } });
    expect(core.pool.calls[0]?.input['RefreshToken']).toBe(refreshTokenOf(active));
  });
});

describe('a refresh token that another tab has just used', () => {
  async function openUsed(
    because: RefreshRequest['because'] = 'margin',
  ): Promise<[RefresherTab, Observed<RefreshOutcome>]> {
    const core = await openRefresherTab();
    core.locks.leave(tokenUsedMarker(refreshTokenOf(core.active)!, 0));
    return [core, core.ask({ because })];
  }

  it('is not used again: this tab waits for the resulting session and adopts it', async () => {
    const [core, asked] = await openUsed();
    await core.clock.advance(1000);
    putNewer(core);
    await core.clock.advance(50);
    expect(outcomeOf(asked)).toMatchObject({ kind: 'adopted', active: { revision: 1 } });
    expect(core.pool.refreshes).toBe(0);
  });

  it('makes this tab read the store at every message, without waiting 50 ms', async () => {
    const [core, asked] = await openUsed();
    const { listeners } = core.channel;
    await core.clock.advance(10);
    putNewer(core);
    core.channel.hear({ type: 'changed' });
    await core.clock.advance(0);
    expect(outcomeOf(asked).kind).toBe('adopted');
    expect(core.channel.listeners).toBe(listeners);
  });

  it('makes this tab read the store every 50 ms for 2 s, and is used after that', async () => {
    const [core, asked] = await openUsed();
    await core.clock.advance(0);
    const before = core.store.operations.length;
    await core.clock.advance(1999);
    expect(core.store.operations.length - before).toBe(39);
    expect(core.pool.refreshes).toBe(0);
    await core.clock.advance(31);
    expect(core.pool.refreshes).toBe(1);
    expect(outcomeOf(asked).kind).toBe('refreshed');
  });

  it('is used when the session that comes is of no use', async () => {
    const [core, asked] = await openUsed();
    await core.clock.advance(0);
    putNewer(core, { generation: 'other' });
    await core.clock.advance(1999);
    expect(asked.values).toEqual([]);
    await core.clock.advance(100);
    expect(outcomeOf(asked)).toEqual({ kind: 'superseded' });
  });

  it('is used when the resulting session is about to expire itself', async () => {
    const core = await openRefresherTab({ ageMs: 0 });
    const newer = core.hold({ revision: 4 });
    await core.clock.advance((LIFETIME_SECONDS - 30) * 1000);
    core.locks.leave(tokenUsedMarker(refreshTokenOf(core.active)!, 0));
    const asked = core.ask();
    await core.clock.advance(10);
    core.persistence.write(newer);
    await core.clock.advance(100);
    expect(core.pool.refreshes).toBe(1);
    expect(kindOf(outcomeOf(asked))).not.toBe('failed');
  });

  it('makes this tab ignore the cooldown marker', async () => {
    const [core, asked] = await openUsed();
    core.locks.leave(cooldownMarker('gen'));
    await core.clock.advance(2100);
    expect(outcomeOf(asked).kind).toBe('refreshed');
  });
});

describe('an answer', () => {
  it('of another user ends the session, and its refresh token is revoked (G12)', async () => {
    const core = await openRefresherTab();
    const others = core.pool.issue({ sub: 'other' });
    core.pool.next('GetTokensFromRefreshToken', () => json(200, { AuthenticationResult: others }));
    const asked = core.ask();
    await core.clock.advance(100);
    expect(outcomeOf(asked)).toMatchObject({
      kind: 'failed',
      error: {
        code: 'SESSION_EXPIRED',
        message: 'SESSION_EXPIRED: the refresh gave tokens of another user; sign in again',
        cause: { message: 'INVALID_TOKEN: the answer must hold new tokens of the same user' },
      },
    });
    expect(core.record()).toBeUndefined();
    expect(core.channel.posted).toEqual([{ type: 'ended', generation: 'gen', reason: 'refused' }]);
    expect(
      core.pool.calls.slice(1).map(({ operation, input }) => [operation, input['Token']]),
    ).toEqual([['RevokeToken', others.RefreshToken]]);
  });

  it('with the current access token is refused, except for its refresh token (G12)', async () => {
    const core = await openRefresherTab();
    const { RefreshToken, IdToken } = core.pool.issue();
    const AccessToken = core.active.session.getAccessToken().getJwtToken();
    core.pool.next('GetTokensFromRefreshToken', () =>
      json(200, { AuthenticationResult: { IdToken, AccessToken, RefreshToken } }),
    );
    const asked = core.ask();
    await core.clock.advance(30);
    expect(outcomeOf(asked)).toMatchObject({
      kind: 'failed',
      error: {
        code: 'INVALID_TOKEN',
        cause: { message: 'INVALID_TOKEN: the answer must hold new tokens of the same user' },
      },
    });
    expect(core.record()).toMatchObject({
      revision: 1,
      accessToken: AccessToken,
      refreshToken: RefreshToken,
    });
  });

  it.each([
    [60, 'refreshed'],
    [61, 'INVALID_TOKEN'],
  ])('with an access token issued %d s before the current one: %s', async (older, kind) => {
    const core = await openRefresherTab({ ageMs: 0 });
    const iat = core.clock.seconds - older;
    core.pool.next('GetTokensFromRefreshToken', () =>
      json(200, { AuthenticationResult: core.pool.issue({ iat }) }),
    );
    const asked = core.ask({ because: 'forced' });
    await core.clock.advance(30);
    expect(kindOf(outcomeOf(asked))).toBe(kind);
  });

  it('of another pool is refused', async () => {
    const core = await openRefresherTab();
    core.pool.next('GetTokensFromRefreshToken', () =>
      json(200, { AuthenticationResult: core.pool.issue({ iss: 'https://evil.com' }) }),
    );
    const asked = core.ask();
    await core.clock.advance(30);
    expect(kindOf(outcomeOf(asked))).toBe('INVALID_TOKEN');
  });

  it.each<[string, (core: RefresherTab) => unknown]>([
    ['this tab ended the session', (core: RefresherTab) => core.ended.add('gen')],
    [
      'another tab marked it as over',
      (core: RefresherTab) => core.locks.leave(sessionEndedMarker('gen')),
    ],
    ['the record is gone', (core: RefresherTab) => core.persistence.write(null)],
    [
      'the record is of another generation',
      (core: RefresherTab) => putNewer(core, { generation: 'next' }),
    ],
  ])('comes too late when %s: its refresh token is revoked', async (_name, end) => {
    const core = await openRefresherTab({ rotation: true });
    const asked = core.ask();
    await core.clock.advance(10);
    void end(core);
    const before = core.record();
    await core.clock.advance(20);
    expect(outcomeOf(asked)).toEqual({ kind: 'superseded' });
    expect(core.record()).toEqual(before);
    expect(core.channel.posted).toEqual([]);
    expect(core.pool.calls[1]?.operation).toBe('RevokeToken');
    expect(core.pool.calls[1]?.input['Token']).not.toBe(refreshTokenOf(core.active));
  });

  it('that comes too late without a refresh token is dropped', async () => {
    const core = await openRefresherTab();
    core.ask();
    await core.clock.advance(10);
    core.ended.add('gen');
    await core.clock.advance(100);
    expect(core.pool.calls).toHaveLength(1);
  });

  it('is dropped and revoked when the session ends while it is written', async () => {
    const core = await openRefresherTab({ rotation: true });
    core.locks.beforeMark = () => core.clock.delay(100);
    const asked = core.ask();
    await core.clock.advance(80);
    core.ended.add('gen');
    await core.clock.advance(100);
    expect(outcomeOf(asked)).toEqual({ kind: 'superseded' });
    expect(core.pool.count('RevokeToken')).toBe(1);
    expect(core.channel.posted).toEqual([]);
  });

  it('gives way to the tokens of a faster tab without the lock', async () => {
    const core = await openRefresherTab({ rotation: true });
    const asked = core.ask();
    await core.clock.advance(10);
    const quicker = putNewer(core);
    await core.clock.advance(20);
    expect(outcomeOf(asked)).toMatchObject({ kind: 'adopted', active: { revision: 1 } });
    expect(core.record()).toMatchObject({ revision: 1 });
    expect(core.store.items.values().next().value).toContain(refreshTokenOf(quicker));
  });

  it('does not give way to an older record with another refresh token', async () => {
    const core = await openRefresherTab();
    const active = core.hold({ revision: 5 });
    const asked = core.ask({ active, because: 'rejected' });
    await core.clock.advance(30);
    expect(outcomeOf(asked).kind).toBe('refreshed');
  });

  it('does not give way to a newer record with the used refresh token', async () => {
    const core = await openRefresherTab();
    const asked = core.ask();
    await core.clock.advance(10);
    const { IdToken, AccessToken } = core.pool.issue();
    const RefreshToken = refreshTokenOf(core.active)!;
    core.persistence.write(core.hold({ revision: 0 }, { IdToken, AccessToken, RefreshToken }));
    await core.clock.advance(20);
    expect(outcomeOf(asked).kind).toBe('refreshed');
  });
});
