// Proves which tokens RevokeToken and GlobalSignOut revoke, and which stay valid.

import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient, tokensOf } from './support/raw-client';

describe('revocation', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  const getUser = (AccessToken: string) => client.call('GetUser', { AccessToken });

  it('RevokeToken revokes the refresh token', async () => {
    const { RefreshToken } = await client.signIn();
    await client.revoke(RefreshToken);
    expect((await client.refresh(RefreshToken)).body).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Refresh Token has been revoked',
    });
  });

  it('RevokeToken revokes the access token at Cognito', async () => {
    const { RefreshToken, AccessToken } = await client.signIn();
    await client.revoke(RefreshToken);
    expect((await getUser(AccessToken)).body['message']).toBe('Access Token has been revoked');
  });

  it('RevokeToken leaves the ID token valid at the API', async () => {
    const { RefreshToken, IdToken } = await client.signIn();
    await client.revoke(RefreshToken);
    expect((await client.api('orders', IdToken)).status).toBe(200);
  });

  it('RevokeToken does not end other sessions of the user', async () => {
    const here = await client.signIn();
    const elsewhere = await client.signIn();
    await client.revoke(here.RefreshToken);
    expect((await client.refresh(elsewhere.RefreshToken)).status).toBe(200);
  });

  it('RevokeToken of a rotated token revokes the whole family', async () => {
    const { RefreshToken } = await client.signIn();
    const next = tokensOf(await client.refresh(RefreshToken));
    await client.revoke(RefreshToken);
    expect((await client.refresh(next.RefreshToken)).status).toBe(400);
  });

  it('RevokeToken refuses an access token', async () => {
    const { AccessToken } = await client.signIn();
    expect((await client.revoke(AccessToken)).body['__type']).toBe('UnsupportedTokenTypeException');
  });

  it('GlobalSignOut ends every session of the user and no other', async () => {
    const here = await client.signIn('ana');
    const elsewhere = await client.signIn('ana');
    const other = await client.signIn('admin');
    await client.call('GlobalSignOut', { AccessToken: here.AccessToken });
    expect((await client.refresh(elsewhere.RefreshToken)).status).toBe(400);
    expect((await client.refresh(other.RefreshToken)).status).toBe(200);
  });

  it('a second GlobalSignOut with the same access token is refused', async () => {
    const { AccessToken } = await client.signIn();
    await client.call('GlobalSignOut', { AccessToken });
    expect((await client.call('GlobalSignOut', { AccessToken })).body['message']).toBe(
      'Access Token has been revoked',
    );
  });

  it('GetUser refuses an expired access token', async () => {
    const { AccessToken } = await client.signIn();
    local.moveClock(3600);
    expect((await getUser(AccessToken)).body['message']).toBe('Access Token has expired');
  });

  it('GetUser refuses an ID token', async () => {
    const { IdToken } = await client.signIn();
    expect((await getUser(IdToken)).body['__type']).toBe('NotAuthorizedException');
  });

  it('GetUser refuses a forged access token', async () => {
    const { AccessToken } = await client.signIn();
    const forged = `${AccessToken.slice(0, -8)}AAAAAAAA`;
    expect((await getUser(forged)).body['__type']).toBe('NotAuthorizedException');
  });
});
