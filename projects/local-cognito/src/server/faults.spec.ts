// Proves the effect of each fault at the pool and at the API, and the number of calls it affects.

import { decodeJwt } from 'jose';
import { startLocalCognito, type Fault, type LocalCognito } from '../local-cognito';
import { RawClient, tokensOf } from '../../test/support/raw-client';

describe('faults', () => {
  let local: LocalCognito;
  let client: RawClient;
  let idToken: string;
  let refreshToken: string;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
  });
  beforeEach(async () => {
    local.reset();
    ({ IdToken: idToken, RefreshToken: refreshToken } = await client.signIn());
    local.clearCalls();
  });
  afterAll(() => local.stop());

  it('drop closes the connection without doing the work', async () => {
    local.fault({ on: 'GetTokensFromRefreshToken', kind: 'drop' });
    await expect(client.refresh(refreshToken)).rejects.toThrow('fetch failed');
    expect((await client.refresh(refreshToken)).status).toBe(200);
  });

  it('lose-answer closes the connection after doing the work', async () => {
    local.fault({ on: 'GetTokensFromRefreshToken', kind: 'lose-answer' });
    await expect(client.refresh(refreshToken)).rejects.toThrow('fetch failed');
    expect((await client.refresh(refreshToken)).body['__type']).toBe('RefreshTokenReuseException');
  });

  it('cut sends headers and a part of the body', async () => {
    local.fault({ on: '/orders', kind: 'cut' });
    const response = await fetch(`${local.apiUrl}orders`, { headers: { Authorization: idToken } });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it.each([301, 302, 307, 308])('redirect answers %d with a Location', async (status) => {
    const location = `${local.apiUrl}public`;
    local.fault({ on: 'GetUser', kind: 'redirect', status, location });
    const answer = await fetch(local.poolUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.GetUser' },
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([status, location]);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('redirect works at the API, to a path of its own', async () => {
    local.fault({ on: '/orders', kind: 'redirect', location: '/public' });
    expect((await client.api('orders', idToken)).body).toHaveProperty('authorized');
  });

  describe('broken-tokens', () => {
    const on = 'GetTokensFromRefreshToken';

    it('puts claims into both tokens, which stay signed, and rotates the refresh token', async () => {
      local.fault({ on, kind: 'broken-tokens', claims: { exp: 'soon', iss: null } });
      const broken = tokensOf(await client.refresh(refreshToken));
      for (const token of [broken.IdToken, broken.AccessToken]) {
        expect(decodeJwt(token)).toMatchObject({ exp: 'soon', sub: decodeJwt(idToken).sub });
        expect(decodeJwt(token)).not.toHaveProperty('iss');
      }
      expect(decodeJwt(broken.IdToken)['token_use']).toBe('id');
      expect(broken.RefreshToken).not.toBe(refreshToken);
      expect((await client.refresh(broken.RefreshToken)).status).toBe(200);
    });

    it('makes one token undecodable and leaves the other', async () => {
      local.fault({ on, kind: 'broken-tokens', token: 'access' });
      const broken = tokensOf(await client.refresh(refreshToken));
      expect(() => decodeJwt(broken.AccessToken)).toThrow();
      expect(decodeJwt(broken.IdToken).sub).toBe(decodeJwt(idToken).sub);
    });

    it('gives the tokens to another sub', async () => {
      local.fault({ on, kind: 'broken-tokens', claims: { sub: 'somebody-else' } });
      const broken = tokensOf(await client.refresh(refreshToken));
      expect(decodeJwt(broken.IdToken).sub).toBe('somebody-else');
    });

    it('leaves a refusal as it is', async () => {
      local.fault({ on, kind: 'broken-tokens' });
      expect((await client.refresh('unknown')).body['__type']).toBe('NotAuthorizedException');
    });
  });

  it('ConfirmDevice fails once, or always', async () => {
    const confirm = async () => (await client.call('ConfirmDevice', {})).body['__type'];
    local.fault({ on: 'ConfirmDevice', kind: 'throttle' });
    expect(await confirm()).toBe('TooManyRequestsException');
    expect(await confirm()).toBe('InvalidParameterException');
    local.fault({ on: 'ConfirmDevice', kind: 'status', times: 'forever' });
    expect([await confirm(), await confirm()]).toEqual([
      'InternalErrorException',
      'InternalErrorException',
    ]);
  });

  it('status answers with the given status, type and message', async () => {
    local.fault({ on: 'GetUser', kind: 'status', status: 503, errorType: 'Gone', message: 'č' });
    const { status, body } = await client.call('GetUser', {});
    expect(status).toBe(503);
    expect(body).toEqual({ __type: 'Gone', message: 'č' });
  });

  it('status at the API is readable by the browser', async () => {
    local.fault({ on: '/orders', kind: 'status', status: 503 });
    const { status, headers } = await client.api('orders', idToken);
    expect(status).toBe(503);
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('throttle is TooManyRequestsException at the pool', async () => {
    local.fault({ on: 'GetUser', kind: 'throttle' });
    expect((await client.call('GetUser', {})).body).toEqual({
      __type: 'TooManyRequestsException',
      message: 'Rate exceeded',
    });
  });

  it('throttle is 429 at the API', async () => {
    local.fault({ on: '/orders', kind: 'throttle' });
    expect((await client.api('orders', idToken)).status).toBe(429);
  });

  it('waf is a 403 without CORS headers at the pool', async () => {
    local.fault({ on: 'GetUser', kind: 'waf' });
    const { status, headers, body } = await client.call('GetUser', {});
    expect(status).toBe(403);
    expect(body['__type']).toBe('ForbiddenException');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('waf is a 403 without CORS headers at the API', async () => {
    local.fault({ on: '/orders', kind: 'waf' });
    const { status, headers, body } = await client.api('orders', idToken);
    expect([status, body]).toEqual([403, { message: 'Forbidden' }]);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('html answers a page where JSON was expected', async () => {
    local.fault({ on: 'GetUser', kind: 'html' });
    const { status, headers } = await client.call('GetUser', {});
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('empty answers 200 without a body', async () => {
    local.fault({ on: 'GetUser', kind: 'empty' });
    expect(await client.call('GetUser', {})).toMatchObject({ status: 200, body: { text: '' } });
  });

  it('times sets the number of calls that a fault affects', async () => {
    local.fault({ on: '/orders', kind: 'status', times: 2 });
    const statuses = [];
    for (let call = 0; call < 3; call += 1) {
      statuses.push((await client.api('orders', idToken)).status);
    }
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('forever lasts until the faults are cleared', async () => {
    local.fault({ on: '/orders', kind: 'status', times: 'forever' });
    await client.api('orders', idToken);
    expect((await client.api('orders', idToken)).status).toBe(500);
    local.clearFaults();
    expect((await client.api('orders', idToken)).status).toBe(200);
  });

  it('a path includes the paths below it and no others', async () => {
    local.fault({ on: '/orders', kind: 'status', times: 'forever' });
    expect((await client.api('orders/1', idToken)).status).toBe(500);
    expect((await client.api('public')).status).toBe(200);
  });

  it('* affects pool and API', async () => {
    local.fault({ on: '*', kind: 'status', times: 2 });
    expect((await client.call('GetUser', {})).status).toBe(500);
    expect((await client.api('public')).status).toBe(500);
  });

  it('faults are used in the order in which they were set', async () => {
    local.fault({ on: '/public', kind: 'status', status: 501 });
    local.fault({ on: '*', kind: 'status', status: 502 });
    expect((await client.api('public')).status).toBe(501);
    expect((await client.api('public')).status).toBe(502);
  });

  it('each connection serves one call, so that no browser repeats a dropped call silently', async () => {
    expect((await client.api('public')).headers.get('connection')).toBe('close');
  });

  it('faults do not affect preflights', async () => {
    local.fault({ on: '*', kind: 'drop' });
    expect((await fetch(local.apiUrl, { method: 'OPTIONS' })).status).toBe(200);
  });

  it.each([
    [{ on: '', kind: 'drop' }, 'on must be'],
    [{ on: '*', kind: 'nonsense' }, 'kind must be delay, late-work'],
    [{ on: '*', kind: 'drop', times: 0 }, 'times must be'],
    [{ on: '*', kind: 'delay', ms: -1 }, 'ms must be'],
    [{ on: '*', kind: 'status', status: 99 }, 'status must be'],
    [{ on: '*', kind: 'redirect', location: '/', status: 303 }, 'status must be'],
    [{ on: '*', kind: 'redirect' }, 'location must be'],
    [{ on: '*', kind: 'broken-tokens', token: 'refresh' }, 'token must be'],
  ])('%j is refused, and the message names the field', (fault, message) => {
    expect(() => local.fault(fault as Fault)).toThrow(message);
  });

  it.each(['delay', 'late-work'] as const)('stop ends a call that %s holds', async (kind) => {
    const short = await startLocalCognito();
    short.fault({ on: '*', kind, ms: 3_600_000 });
    const call = new RawClient(short).api('public').catch((error: unknown) => error);
    // The call arrives during this round trip, which must not use up the fault of a slow call.
    await new RawClient(short).control('clear-calls');
    await short.stop();
    expect(await call).toHaveProperty('message', 'fetch failed');
  });
});

describe('faults that wait', () => {
  let local: LocalCognito;
  let workedAt: number;

  beforeAll(async () => {
    const preAuthentication = () => {
      workedAt = performance.now();
    };
    local = await startLocalCognito({ triggers: { preAuthentication } });
  });
  afterAll(() => local.stop());

  async function signInUnder(kind: 'delay' | 'late-work', ms: number) {
    local.fault({ on: 'InitiateAuth', kind, ms });
    const sentAt = performance.now();
    const { status } = await new RawClient(local).passwordAuth('ana');
    expect(status).toBe(200);
    return { beforeWork: workedAt - sentAt, afterWork: performance.now() - workedAt };
  }

  it('delay does the work at once and answers late', async () => {
    expect((await signInUnder('delay', 100)).afterWork).toBeGreaterThan(95);
  });

  it('late-work starts the work late', async () => {
    expect((await signInUnder('late-work', 100)).beforeWork).toBeGreaterThan(95);
  });
});
