// Proves that two pools in one process can share a URL.

import { decodeJwt } from 'jose';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient, tokensOf, type RawTokens } from './support/raw-client';

const second = { userPoolId: 'us-east-1_Second', clientId: 'secondpoolclient0000000002' };

describe('two pools', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    const users = [{ username: 'ana', password: 'An0ther-pw', mfa: ['EMAIL_OTP'] as const }];
    local = await startLocalCognito({ pools: [{ ...second, users, mfa: 'OFF', rotation: false }] });
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  function passwordAuth(ClientId: string, PASSWORD: string) {
    const AuthParameters = { USERNAME: 'ana', PASSWORD };
    return client.call('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters,
    });
  }

  async function signIn(): Promise<{ first: RawTokens; other: RawTokens }> {
    const first = tokensOf(await passwordAuth(local.clientId, 'Passw0rd!'));
    return { first, other: tokensOf(await passwordAuth(second.clientId, 'An0ther-pw')) };
  }

  it('have their own users, settings and keys; the client id picks the pool', async () => {
    const { first, other } = await signIn();
    expect(decodeJwt(first.IdToken).iss).toBe(`${local.poolUrl}${local.userPoolId}`);
    expect(decodeJwt(other.IdToken)).toMatchObject({
      iss: `${local.poolUrl}${second.userPoolId}`,
      aud: second.clientId,
    });
    expect(decodeJwt(other.IdToken).sub).not.toBe(decodeJwt(first.IdToken).sub);
    expect((await passwordAuth(second.clientId, 'Passw0rd!')).status).toBe(400);
    const keys = await Promise.all(
      [local.userPoolId, second.userPoolId].map(async (id) =>
        (await fetch(`${local.poolUrl}${id}/.well-known/jwks.json`)).text(),
      ),
    );
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('accept only their own access and refresh tokens', async () => {
    const { first, other } = await signIn();
    const subs = await Promise.all(
      [first, other].map(async ({ AccessToken }) => {
        const { body } = await client.call('GetUser', { AccessToken });
        const attributes = body['UserAttributes'] as readonly { Name: string; Value: string }[];
        return attributes.find(({ Name }) => Name === 'sub')?.Value;
      }),
    );
    expect(subs).toEqual([first, other].map(({ IdToken }) => decodeJwt(IdToken).sub));
    const input = { ClientId: second.clientId, RefreshToken: first.RefreshToken };
    expect((await client.call('GetTokensFromRefreshToken', input)).body['message']).toBe(
      'Invalid Refresh Token.',
    );
  });

  it('share the API, which accepts tokens of both, and the log, which names the pool', async () => {
    const { first, other } = await signIn();
    local.clearCalls();
    expect((await client.api('orders', first.IdToken)).status).toBe(200);
    expect((await client.api('orders', other.IdToken)).status).toBe(200);
    await client.call('GetUser', { AccessToken: other.AccessToken });
    expect(local.calls.map(({ userPoolId }) => userPoolId)).toEqual([
      local.userPoolId,
      second.userPoolId,
      second.userPoolId,
    ]);
  });

  it('have their own test controls, in code and over the control route', async () => {
    const { first, other } = await signIn();
    local.pool(second.userPoolId).rejectTokens();
    expect((await client.api('orders', first.IdToken)).status).toBe(200);
    expect((await client.api('orders', other.IdToken)).status).toBe(401);
    await client.control(`disable-user?pool=${second.userPoolId}`, { username: 'ana' });
    expect((await passwordAuth(local.clientId, 'Passw0rd!')).status).toBe(200);
    expect((await passwordAuth(second.clientId, 'An0ther-pw')).body['message']).toBe(
      'User is disabled.',
    );
    local.reset();
    expect((await passwordAuth(second.clientId, 'An0ther-pw')).status).toBe(200);
    const { body } = await client.control('disable-user?pool=moon', { username: 'ana' });
    expect(body['message']).toBe('pool must be one of eu-west-1_LocalPool, us-east-1_Second');
  });

  it('must have different ids', async () => {
    const taken = { ...second, clientId: local.clientId };
    await expect(startLocalCognito({ pools: [taken] })).rejects.toThrow('clientId must be unique');
  });
});
