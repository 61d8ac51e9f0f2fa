// Tests the calls to Cognito at the end of a session, and their limit of 3 s each.

import { hang, json, serviceError, unreachable } from '../../../test/support/fake-pool';
import { LIFETIME_SECONDS } from '../../../test/support/fake-tokens';
import { openSimulatedCore, type SimulatedCore } from '../../../test/support/simulated-core';
import { refreshTokenOf } from '../session/active-session';
import { TokenRevocation } from './token-revocation';

type Result = Awaited<ReturnType<TokenRevocation['end']>>;

function open(): SimulatedCore & { revocation: TokenRevocation } {
  const core = openSimulatedCore();
  const { config, gateway, clock } = core;
  return { ...core, revocation: new TokenRevocation(config, gateway, clock) };
}

/** The result, once time has passed. */
async function after(core: SimulatedCore, ms: number, result: Promise<Result>): Promise<Result> {
  await core.clock.advance(ms);
  return result;
}
const called = ({ pool }: SimulatedCore): unknown[] =>
  pool.calls.map(({ operation, input }) => [operation, input]);
const EXPIRED_MS = LIFETIME_SECONDS * 1000;

describe('the end of a session', () => {
  it('revokes its refresh token', async () => {
    const core = open();
    const active = core.hold();
    const result = await after(core, 30, core.revocation.end(active, false));
    expect(result).toEqual({ revoked: true, everywhere: false });
    const input = { ClientId: core.config.clientId, Token: refreshTokenOf(active) };
    expect(called(core)).toEqual([['RevokeToken', input]]);
    expect(core.clock.pendingTimers).toBe(0);
  });

  it('makes no call without a refresh token', async () => {
    const core = open();
    const { IdToken, AccessToken } = core.pool.issue();
    const active = core.hold({}, { IdToken, AccessToken });
    expect(await core.revocation.end(active, false)).toEqual({ revoked: false, everywhere: false });
    expect(called(core)).toEqual([]);
  });

  it('first ends the sessions on all devices when asked to', async () => {
    const core = open();
    const active = core.hold();
    const result = await after(core, 60, core.revocation.end(active, true));
    expect(result).toEqual({ revoked: true, everywhere: true });
    const { AccessToken } = core.pool.calls[0]!.input;
    expect(AccessToken).toBe(active.session.getAccessToken().getJwtToken());
    expect(core.pool.calls.map(({ operation }) => operation)).toEqual([
      'GlobalSignOut',
      'RevokeToken',
    ]);
  });

  it('waits 15 s for the triggers of the refresh that an expired session takes first', async () => {
    const core = open();
    core.pool.rotation = true;
    const active = core.hold();
    await core.clock.advance(EXPIRED_MS);
    core.pool.next('GetTokensFromRefreshToken', async () => {
      await core.clock.delay(15_000);
      return json(200, { AuthenticationResult: core.pool.issue() });
    });
    const result = await after(core, 20_000, core.revocation.end(active, true));
    expect(result).toEqual({ revoked: true, everywhere: true });
  });

  it('ends them without a refresh token, too', async () => {
    const core = open();
    const { IdToken, AccessToken } = core.pool.issue();
    const active = core.hold({}, { IdToken, AccessToken });
    const result = await after(core, 60, core.revocation.end(active, true));
    expect(result).toEqual({ revoked: false, everywhere: true });
  });

  it.each([
    [EXPIRED_MS - 1000, ['GlobalSignOut', 'RevokeToken']],
    [EXPIRED_MS, ['GetTokensFromRefreshToken', 'GlobalSignOut', 'RevokeToken']],
  ])('after %d ms makes the calls %j', async (ms, operations) => {
    const core = open();
    const active = core.hold();
    await core.clock.advance(ms);
    await after(core, 100, core.revocation.end(active, true));
    expect(core.pool.calls.map(({ operation }) => operation)).toEqual(operations);
  });

  it.each([true, false])(
    'after a long absence uses and revokes the tokens of a refresh (rotation: %p)',
    async (rotation) => {
      const core = open();
      core.pool.rotation = rotation;
      const active = core.hold();
      const token = refreshTokenOf(active);
      await core.clock.advance(EXPIRED_MS);
      const result = await after(core, 100, core.revocation.end(active, true));
      expect(result).toEqual({ revoked: true, everywhere: true });
      const [refresh, global, revoke] = core.pool.calls.map(({ input }) => input);
      expect(refresh).toEqual({ ClientId: core.config.clientId, RefreshToken: token });
      expect(global?.['AccessToken']).not.toBe(active.session.getAccessToken().getJwtToken());
      expect(revoke?.['Token'] === token).toBe(!rotation);
    },
  );

  it('after a long absence revokes the old refresh token when the refresh is refused', async () => {
    const core = open();
    const active = core.hold();
    await core.clock.advance(EXPIRED_MS);
    core.pool.next('GetTokensFromRefreshToken', () => serviceError('NotAuthorizedException'));
    const result = await after(core, 100, core.revocation.end(active, true));
    expect(result).toEqual({ revoked: true, everywhere: false });
    expect(core.pool.calls.map(({ operation }) => operation)).toEqual([
      'GetTokensFromRefreshToken',
      'RevokeToken',
    ]);
  });

  it.each([{}, { AuthenticationResult: {} }])(
    'survives the answer %j to that refresh',
    async (answer) => {
      const core = open();
      const active = core.hold();
      await core.clock.advance(EXPIRED_MS);
      core.pool.next('GetTokensFromRefreshToken', () => json(200, answer));
      const result = await after(core, 100, core.revocation.end(active, true));
      expect(result).toEqual({ revoked: true, everywhere: false });
    },
  );

  it.each([
    ['offline', unreachable()],
    ['a refusal', () => serviceError('NotAuthorizedException')],
    ['an answer that never comes', hang],
  ])('is over after 3 s at most per call: %s', async (_name, outcome) => {
    const core = open();
    core.pool.always('RevokeToken', outcome);
    core.pool.always('GlobalSignOut', outcome);
    const result = await after(core, 6000, core.revocation.end(core.hold(), true));
    expect(result).toEqual({ revoked: false, everywhere: false });
    expect(core.clock.monotonic()).toBe(6000);
  });

  it('aborts a call after 3 s and not before', async () => {
    const core = open();
    core.pool.always('RevokeToken', hang);
    let over = false;
    void core.revocation.end(core.hold(), false).then(() => (over = true));
    await core.clock.advance(2999);
    expect([over, core.pool.abortedAt]).toEqual([false, []]);
    await core.clock.advance(1);
    expect([over, core.pool.abortedAt]).toEqual([true, [3000]]);
  });
});
