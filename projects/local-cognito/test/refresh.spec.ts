// Proves when refresh tokens are valid, with and without rotation and a grace period.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient, tokensOf } from './support/raw-client';

describe('refresh', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito({ refreshTokenValiditySeconds: 1000 });
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  it('an unknown refresh token is refused', async () => {
    expect((await client.refresh('unknown')).body).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Invalid Refresh Token.',
    });
  });

  it('a refresh token works until its validity ends', async () => {
    const { RefreshToken } = await client.signIn();
    local.moveClock(998);
    const next = tokensOf(await client.refresh(RefreshToken)).RefreshToken;
    local.moveClock(2);
    expect((await client.refresh(next)).body['__type']).toBe('NotAuthorizedException');
  });

  it('a refresh of a disabled user is refused', async () => {
    const { RefreshToken } = await client.signIn();
    local.disableUser('ana');
    expect((await client.refresh(RefreshToken)).body['message']).toBe('User is disabled.');
  });

  describe('with rotation', () => {
    it('returns another refresh token, which works', async () => {
      const first = await client.signIn();
      const second = tokensOf(await client.refresh(first.RefreshToken));
      expect(second.RefreshToken).not.toBe(first.RefreshToken);
      expect((await client.refresh(second.RefreshToken)).status).toBe(200);
    });

    it('without a grace period the old token is invalid at once', async () => {
      const { RefreshToken } = await client.signIn();
      await client.refresh(RefreshToken);
      expect((await client.refresh(RefreshToken)).body['__type']).toBe(
        'RefreshTokenReuseException',
      );
    });

    it('one of two simultaneous refreshes succeeds', async () => {
      const { RefreshToken } = await client.signIn();
      const answers = await Promise.all([
        client.refresh(RefreshToken),
        client.refresh(RefreshToken),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    });

    it('within the grace period the old token still works', async () => {
      local.configure({ retryGracePeriodSeconds: 10 });
      const { RefreshToken } = await client.signIn();
      await client.refresh(RefreshToken);
      local.moveClock(9);
      expect((await client.refresh(RefreshToken)).status).toBe(200);
    });

    it('the grace period counts from the first rotation', async () => {
      local.configure({ retryGracePeriodSeconds: 10 });
      const { RefreshToken } = await client.signIn();
      await client.refresh(RefreshToken);
      local.moveClock(6);
      await client.refresh(RefreshToken);
      local.moveClock(6);
      expect((await client.refresh(RefreshToken)).status).toBe(400);
    });

    it('REFRESH_TOKEN_AUTH is refused', async () => {
      const { RefreshToken } = await client.signIn();
      expect((await client.oldRefresh(RefreshToken)).status).toBe(400);
    });

    it('REFRESH_TOKEN_AUTH does not use up the refresh token', async () => {
      const { RefreshToken } = await client.signIn();
      await client.oldRefresh(RefreshToken);
      expect((await client.refresh(RefreshToken)).status).toBe(200);
    });
  });

  describe('without rotation', () => {
    beforeEach(() => local.configure({ rotation: false }));

    it('returns no refresh token, and the old token stays valid', async () => {
      const { RefreshToken } = await client.signIn();
      expect(tokensOf(await client.refresh(RefreshToken))).not.toHaveProperty('RefreshToken');
      expect((await client.refresh(RefreshToken)).status).toBe(200);
    });

    it('REFRESH_TOKEN_AUTH works', async () => {
      const { RefreshToken } = await client.signIn();
      const tokens = tokensOf(await client.oldRefresh(RefreshToken));
      expect(tokens).toMatchObject({ IdToken: expect.any(String) as unknown });
      expect(tokens).not.toHaveProperty('RefreshToken');
    });
  });
});
