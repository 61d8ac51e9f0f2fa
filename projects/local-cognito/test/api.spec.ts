// Proves which tokens the protected API accepts, and that its refusals are those of API Gateway.

import { createHash } from 'node:crypto';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient } from './support/raw-client';

const unauthorized = { message: 'Unauthorized' };
const expired = { message: 'The incoming token has expired' };

describe('protected API', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  it('answers 200 to an ID token', async () => {
    const { IdToken } = await client.signIn();
    expect((await client.api('orders', IdToken)).status).toBe(200);
  });

  it('answers 200 to a bare ID token', async () => {
    const { IdToken } = await client.signIn();
    const response = await fetch(`${local.apiUrl}orders`, { headers: { Authorization: IdToken } });
    expect(response.status).toBe(200);
  });

  it.each([
    ['no token', () => undefined],
    ['an access token', async () => (await client.signIn()).AccessToken],
    ['a forged ID token', async () => `${(await client.signIn()).IdToken.slice(0, -8)}AAAAAAAA`],
    ['nonsense', () => 'nonsense'],
  ])('answers 401 Unauthorized to %s', async (_, getToken) => {
    const { status, body } = await client.api('orders', await getToken());
    expect([status, body]).toEqual([401, unauthorized]);
  });

  it('answers 401 Unauthorized to the token of another pool', async () => {
    const other = await startLocalCognito();
    const { IdToken } = await new RawClient(other).signIn();
    await other.stop();
    expect((await client.api('orders', IdToken)).body).toEqual(unauthorized);
  });

  it('answers "expired" from the second of exp on', async () => {
    local.configure({ idTokenValiditySeconds: 10 });
    const { IdToken } = await client.signIn();
    expect((await client.api('orders', IdToken)).status).toBe(200);
    local.moveClock(10);
    const { status, body } = await client.api('orders', IdToken);
    expect([status, body]).toEqual([401, expired]);
  });

  it('sends its refusals without CORS headers', async () => {
    const { headers } = await client.api('orders');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('sends its refusals with CORS headers after setApiCors(true)', async () => {
    local.setApiCors(true);
    const { headers } = await client.api('orders');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('sends its answers and preflights with CORS headers', async () => {
    const { IdToken } = await client.signIn();
    const answer = await client.api('orders', IdToken);
    const preflight = await fetch(`${local.apiUrl}orders`, {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Headers': 'authorization' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('DELETE');
  });

  it('echoes a posted order with its length and digest', async () => {
    const { IdToken } = await client.signIn();
    const body = JSON.stringify({ item: 'čaj 🫖' });
    const answer = await client.api('orders', IdToken, { method: 'POST', body });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      received: { item: 'čaj 🫖' },
      bytes: Buffer.byteLength(body),
      sha256: createHash('sha256').update(body).digest('hex'),
    });
  });

  it('digests an upload of any bytes', async () => {
    const { IdToken } = await client.signIn();
    const body = new Uint8Array(1_000_000).map((_, index) => index % 251);
    const answer = await client.api('upload', IdToken, { method: 'POST', body });
    expect(answer.body).toEqual({
      bytes: 1_000_000,
      sha256: createHash('sha256').update(body).digest('hex'),
    });
  });

  it('refuses more than API Gateway’s 10 MB', async () => {
    const { IdToken } = await client.signIn();
    const body = new Uint8Array(10 * 1024 * 1024 + 1);
    expect((await client.api('upload', IdToken, { method: 'POST', body })).status).toBe(413);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('answers a %s with its method and order', async (method) => {
    const { IdToken } = await client.signIn();
    const answer = await client.api('orders/7', IdToken, { method });
    expect(answer.body).toMatchObject({ id: 7, method, received: null, bytes: 0 });
  });

  it('answers 401 at /always-401 with any token', async () => {
    const { IdToken } = await client.signIn();
    expect((await client.api('always-401', IdToken)).body).toEqual(unauthorized);
  });

  it.each([
    ['without a token', undefined, false],
    ['with one', 'any', true],
  ])('shows at /public whether the request had a token, %s', async (_, token, authorized) => {
    expect((await client.api('public', token)).body).toEqual({ authorized });
  });

  it('answers an unknown path like the gateway', async () => {
    const { status, body } = await client.api('nowhere');
    expect([status, body]).toEqual([403, { message: 'Missing Authentication Token' }]);
  });
});

describe('protected API with scopes', () => {
  let local: LocalCognito;

  afterEach(() => local.stop());

  async function statusOf(scope: string, token: 'IdToken' | 'AccessToken'): Promise<number> {
    local = await startLocalCognito({ apiScopes: [scope] });
    const client = new RawClient(local);
    return (await client.api('orders', (await client.signIn())[token])).status;
  }

  it('answers 200 to an access token with a required scope', async () => {
    expect(await statusOf('aws.cognito.signin.user.admin', 'AccessToken')).toBe(200);
  });

  it('answers 401 to an access token without one', async () => {
    expect(await statusOf('orders/read', 'AccessToken')).toBe(401);
  });

  it('answers 401 to an ID token', async () => {
    expect(await statusOf('aws.cognito.signin.user.admin', 'IdToken')).toBe(401);
  });
});
