// Proves the claims, signatures and lifetimes of the tokens, and that the pool publishes its keys.

import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient, tokensOf } from './support/raw-client';

describe('tokens', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  it('the ID token has the claims of a real one', async () => {
    const { IdToken } = await client.signIn('ana');
    const ana = local.users.find(({ username }) => username === 'ana')!;
    expect(decodeJwt(IdToken)).toEqual({
      sub: ana.sub,
      iss: `${local.poolUrl}eu-west-1_LocalPool`,
      aud: local.clientId,
      token_use: 'id',
      'cognito:username': 'ana',
      name: 'Ana Petrović Ђорђевић 🦊',
      email: 'ana@example.com',
      email_verified: true,
      origin_jti: expect.any(String) as unknown,
      event_id: expect.any(String) as unknown,
      jti: expect.any(String) as unknown,
      auth_time: expect.any(Number) as unknown,
      iat: expect.any(Number) as unknown,
      exp: expect.any(Number) as unknown,
    });
  });

  it('the access token has client_id, scope and username, and no aud', async () => {
    const { AccessToken } = await client.signIn('ana');
    expect(decodeJwt(AccessToken)).toMatchObject({
      token_use: 'access',
      client_id: local.clientId,
      scope: 'aws.cognito.signin.user.admin',
      username: 'ana',
    });
    expect(decodeJwt(AccessToken)).not.toHaveProperty('aud');
  });

  it.each(['IdToken', 'AccessToken'] as const)(
    'the %s of a member has its groups',
    async (name) => {
      expect(decodeJwt((await client.signIn('admin'))[name])['cognito:groups']).toEqual(['admins']);
    },
  );

  it('different keys of the published set sign ID and access token', async () => {
    const issuer = `${local.poolUrl}${local.userPoolId}`;
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    const { IdToken, AccessToken } = await client.signIn();
    await jwtVerify(IdToken, keys, { issuer, audience: local.clientId });
    await jwtVerify(AccessToken, keys, { issuer });
    expect(decodeProtectedHeader(IdToken).kid).not.toBe(decodeProtectedHeader(AccessToken).kid);
  });

  it('the OpenID configuration names the issuer of the tokens and its keys', async () => {
    const issuer = `${local.poolUrl}${local.userPoolId}`;
    const response = await fetch(`${issuer}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
    });
  });

  it('lifetimes can be as short as one second', async () => {
    local.configure({ idTokenValiditySeconds: 1, accessTokenValiditySeconds: 2 });
    const { IdToken, AccessToken, ExpiresIn } = await client.signIn();
    const [id, access] = [decodeJwt(IdToken), decodeJwt(AccessToken)];
    expect(id.exp! - id.iat!).toBe(1);
    expect(access.exp! - access.iat!).toBe(2);
    expect(ExpiresIn).toBe(2);
  });

  it('a refresh keeps origin_jti and auth_time and renews jti, iat and exp', async () => {
    const before = await client.signIn();
    local.moveClock(100);
    const after = decodeJwt(tokensOf(await client.refresh(before.RefreshToken)).IdToken);
    const first = decodeJwt(before.IdToken);
    expect(after['origin_jti']).toBe(first['origin_jti']);
    expect(after['auth_time']).toBe(first['auth_time']);
    expect(after.jti).not.toBe(first.jti);
    expect(after.iat! - first.iat!).toBeGreaterThanOrEqual(100);
    expect(after.exp! - after.iat!).toBe(3600);
  });
});
