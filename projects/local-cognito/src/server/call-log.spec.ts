// Proves which calls the log contains, the fields of each, and that no field is a token.

import { createHash } from 'node:crypto';
import { startLocalCognito, type LocalCognito } from '../local-cognito';
import { RawClient } from '../../test/support/raw-client';

describe('call log', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  const fingerprint = (token: string) =>
    createHash('sha256').update(token).digest('hex').slice(0, 8);

  it('has the caller, the operation and the outcome of each call', async () => {
    const before = Date.now();
    await client.passwordAuth('ana', 'wrong');
    expect(local.calls).toEqual([
      {
        index: expect.any(Number) as unknown,
        at: expect.any(Number) as unknown,
        server: 'pool',
        operation: 'InitiateAuth',
        method: 'POST',
        path: '/',
        status: 400,
        error: 'NotAuthorizedException',
        refreshTokenReused: false,
        userContextData: null,
        clientMetadata: null,
        userPoolId: 'eu-west-1_LocalPool',
        username: 'ana',
        tokenUse: null,
        tokenFingerprint: null,
      },
    ]);
    expect(local.calls[0]!.at).toBeGreaterThanOrEqual(before);
  });

  it('distinguishes tokens by fingerprint and use', async () => {
    const { IdToken, AccessToken, RefreshToken } = await client.signIn('admin');
    local.clearCalls();
    await client.api('orders?page=2', IdToken);
    await client.api('orders', AccessToken);
    await client.call('GetUser', { AccessToken });
    await client.refresh(RefreshToken);
    expect(local.calls).toMatchObject([
      { path: '/orders', tokenUse: 'id', tokenFingerprint: fingerprint(IdToken), status: 200 },
      { tokenUse: 'access', tokenFingerprint: fingerprint(AccessToken), status: 401 },
      { tokenUse: 'access', username: 'admin', operation: 'GetUser' },
      { tokenUse: null, username: 'admin', tokenFingerprint: fingerprint(RefreshToken) },
    ]);
  });

  it.each([0, 60])('marks the reuse of a refresh token, grace period %d s', async (seconds) => {
    local.configure({ retryGracePeriodSeconds: seconds });
    const { RefreshToken } = await client.signIn();
    local.clearCalls();
    await client.refresh(RefreshToken);
    await client.refresh(RefreshToken);
    await client.revoke(RefreshToken);
    expect(local.calls.map((call) => call.refreshTokenReused)).toEqual([false, true, false]);
  });

  it('has the user context of a call', async () => {
    const UserContextData = { EncodedData: 'fingerprint', IpAddress: '203.0.113.7' };
    const { clientId: ClientId } = local;
    await client.call('ForgotPassword', { ClientId, Username: 'ana', UserContextData });
    expect(local.calls).toMatchObject([
      { status: 200, userContextData: { encodedData: 'fingerprint', ipAddress: '203.0.113.7' } },
    ]);
  });

  it('contains no token', async () => {
    const tokens = await client.signIn();
    await client.api('orders', tokens.IdToken);
    await client.refresh(tokens.RefreshToken);
    const log = JSON.stringify(local.calls);
    for (const token of [tokens.IdToken, tokens.AccessToken, tokens.RefreshToken]) {
      expect(log).not.toContain(token.slice(0, 20));
    }
  });

  it('contains no username that the pool does not know', async () => {
    await client.passwordAuth('a password in the wrong field');
    expect(local.calls[0]!.username).toBeNull();
  });

  it.each(['drop', 'lose-answer', 'cut'] as const)('gives %s the status 0', async (kind) => {
    local.fault({ on: '/public', kind });
    await client.api('public').catch(() => undefined);
    expect(local.calls).toMatchObject([{ status: 0, error: null, path: '/public' }]);
  });

  it('contains no preflights and no control calls', async () => {
    await fetch(local.apiUrl, { method: 'OPTIONS' });
    await fetch(local.poolUrl, { method: 'OPTIONS' });
    await client.control('clear-faults');
    expect(local.calls).toEqual([]);
  });

  it('does not restart its index when it is cleared', async () => {
    await client.api('public');
    const { index } = local.calls[0]!;
    local.clearCalls();
    await client.api('public');
    expect(local.calls).toMatchObject([{ index: index + 1 }]);
  });
});
