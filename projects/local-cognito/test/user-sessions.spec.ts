// Proves ListUserSessions, RevokeUserSession and the eviction at sign-in, by the unmodified AWS
// SDK.

import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  ListUserSessionsCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool } from './support/sdk-pool';

describe("a user's sessions", () => {
  let pool: SdkPool;

  beforeAll(async () => {
    pool = await SdkPool.start({ sessionTracking: true });
  });
  beforeEach(() => pool.local.reset());
  afterAll(() => pool.stop());

  async function sessions({ AccessToken }: AuthenticationResultType, NextToken?: string) {
    return pool.client.send(new ListUserSessionsCommand({ AccessToken, NextToken }));
  }

  async function current(tokens: AuthenticationResultType): Promise<string> {
    const { Sessions = [] } = await sessions(tokens);
    return Sessions.find(({ IsCurrentSession }) => IsCurrentSession)?.SessionId ?? 'none';
  }

  function revoke({ AccessToken }: AuthenticationResultType, SessionId: string) {
    return pool.client.send(new RevokeUserSessionCommand({ AccessToken, SessionId }));
  }

  async function refresh({ RefreshToken }: AuthenticationResultType) {
    const { AuthenticationResult } = await pool.client.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: pool.ClientId, RefreshToken }),
    );
    return AuthenticationResult!;
  }

  it('are listed with the members of the API model, and the current one is marked', async () => {
    const other = await pool.signIn();
    const here = await pool.signIn();
    await pool.signIn('admin');
    const { Sessions } = await sessions(here);
    const about = {
      SessionId: expect.stringMatching(/^tkn[a-z0-9]{25}$/) as unknown,
      SessionType: 'TOKEN',
      ClientId: pool.ClientId,
      CreateDate: expect.any(Date) as unknown,
      LastActiveDate: expect.any(Date) as unknown,
      DeviceType: expect.any(String) as unknown,
      LastIPAddress: expect.stringMatching(/127\.0\.0\.1|::1/) as unknown,
      LastLocation: { Country: 'unknown' },
    };
    expect(Sessions).toHaveLength(2);
    expect(Sessions).toContainEqual({ ...about, IsCurrentSession: true });
    expect(Sessions).toContainEqual({ ...about, IsCurrentSession: false });
    expect(await current(other)).not.toBe(await current(here));
  });

  it('keep their id through a refresh, which makes them most recent', async () => {
    const first = await pool.signIn();
    pool.local.moveClock(10);
    const second = await pool.signIn();
    pool.local.moveClock(10);
    const id = await current(first);
    const refreshed = await refresh(first);
    expect(await current(refreshed)).toBe(id);
    const { Sessions = [] } = await sessions(second);
    expect(Sessions.map(({ SessionId }) => SessionId)).toEqual([id, await current(second)]);
  });

  it('are revoked one by one: the others stay valid', async () => {
    const other = await pool.signIn();
    const here = await pool.signIn();
    await revoke(here, await current(other));
    await expect(refresh(other)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const { AccessToken } = other;
    await expect(pool.client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      message: 'Access Token has been revoked',
    });
    expect((await sessions(here)).Sessions).toHaveLength(1);
    expect((await refresh(here)).IdToken).toBeDefined();
  });

  it('leave the list when RevokeToken ends them', async () => {
    const other = await pool.signIn();
    const here = await pool.signIn();
    const { ClientId } = pool;
    await pool.client.send(new RevokeTokenCommand({ ClientId, Token: other.RefreshToken }));
    expect((await sessions(here)).Sessions).toHaveLength(1);
  });

  it.each([
    ['the current one', 'InvalidParameterException', (own: string) => own],
    ['an unknown one', 'ResourceNotFoundException', () => 'tkn0'],
  ])('cannot be revoked: %s gets %s', async (_, name, of) => {
    const here = await pool.signIn();
    await expect(revoke(here, of(await current(here)))).rejects.toMatchObject({ name });
  });

  it('cannot be revoked by another user', async () => {
    const [ana, admin] = [await pool.signIn(), await pool.signIn('admin')];
    await expect(revoke(admin, await current(ana))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('are evicted above the limit, the least recently used first', async () => {
    pool.local.configure({ maxSessionsPerUser: 2 });
    const first = await pool.signIn();
    pool.local.moveClock(1);
    const second = await pool.signIn();
    pool.local.moveClock(1);
    const used = await refresh(first);
    pool.local.moveClock(1);
    await pool.signIn();
    await expect(refresh(second)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const { Sessions } = await sessions(await refresh(used));
    expect(Sessions).toHaveLength(2);
  });

  it('come in pages', async () => {
    pool.local.configure({ maxSessionsPerUser: 100 });
    for (let count = 0; count < 20; count += 1) {
      await pool.signIn();
    }
    const here = await pool.signIn();
    const { Sessions, NextToken } = await sessions(here);
    expect(Sessions).toHaveLength(20);
    expect((await sessions(here, NextToken)).Sessions).toHaveLength(1);
  });

  it('are tracked only if sessionTracking is on', async () => {
    pool.local.configure({ sessionTracking: false, maxSessionsPerUser: 1 });
    const first = await pool.signIn();
    const here = await pool.signIn();
    const name = 'OperationNotEnabledException';
    await expect(sessions(here)).rejects.toMatchObject({ name });
    await expect(revoke(here, 'tkn0')).rejects.toMatchObject({ name });
    expect((await refresh(first)).IdToken).toBeDefined();
  });

  it.each([0, 101])('cannot have the limit %d', (maxSessionsPerUser) => {
    expect(() => pool.local.configure({ maxSessionsPerUser })).toThrow('maxSessionsPerUser');
  });
});
