// Proves the effect of each test control, in code and over the control route.

import { request } from 'node:http';
import { startLocalCognito, type LocalCognito } from '../local-cognito';
import { RawClient } from '../../test/support/raw-client';

interface ControlAccess {
  expireTokens(): unknown;
  rejectTokens(): unknown;
  revokeRefreshTokens(username?: string): unknown;
  disableUser(username: string): unknown;
  enableUser(username: string): unknown;
  moveClock(seconds: number): unknown;
  setApiCors(on: boolean): unknown;
  setOffline(target: 'pool' | 'api' | 'both', on: boolean): unknown;
  configure(settings: { rotation: boolean }): unknown;
  dropOnce(on: string): unknown;
  clearFaults(): unknown;
  clearCalls(): unknown;
  reset(): unknown;
}

function inCode(local: LocalCognito): ControlAccess {
  return Object.assign(Object.create(local) as LocalCognito, {
    dropOnce: (on: string) => local.fault({ on, kind: 'drop' }),
  });
}

function overControl(local: LocalCognito): ControlAccess {
  const pull = async (verb: string, body?: object) => {
    expect(await new RawClient(local).control(verb, body)).toMatchObject({ status: 200, body: {} });
  };
  return {
    expireTokens: () => pull('expire-tokens'),
    rejectTokens: () => pull('reject-tokens'),
    revokeRefreshTokens: (username) => pull('revoke-refresh-tokens', { username }),
    disableUser: (username) => pull('disable-user', { username }),
    enableUser: (username) => pull('enable-user', { username }),
    moveClock: (seconds) => pull('move-clock', { seconds }),
    setApiCors: (on) => pull('api-cors', { on }),
    setOffline: (target, on) => pull('offline', { target, on }),
    configure: (settings) => pull('configure', settings),
    dropOnce: (on) => pull('fault', { on, kind: 'drop', times: 1 }),
    clearFaults: () => pull('clear-faults'),
    clearCalls: () => pull('clear-calls'),
    reset: () => pull('reset'),
  };
}

describe.each([
  ['in code', inCode],
  ['over the control route', overControl],
])('test controls %s', (_, open) => {
  let local: LocalCognito;
  let client: RawClient;
  let controls: ControlAccess;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
    controls = open(local);
  });
  beforeEach(() => controls.reset());
  afterAll(() => local.stop());

  it('expired tokens get 401 "expired", and refreshed tokens get 200', async () => {
    const { IdToken, RefreshToken } = await client.signIn();
    await controls.expireTokens();
    expect((await client.api('orders', IdToken)).body).toEqual({
      message: 'The incoming token has expired',
    });
    const { body } = await client.refresh(RefreshToken);
    const fresh = (body['AuthenticationResult'] as { IdToken: string }).IdToken;
    expect((await client.api('orders', fresh)).status).toBe(200);
  });

  it('rejected tokens get 401 Unauthorized, and later tokens get 200', async () => {
    const { IdToken } = await client.signIn();
    await controls.rejectTokens();
    expect((await client.api('orders', IdToken)).body).toEqual({ message: 'Unauthorized' });
    expect((await client.api('orders', (await client.signIn()).IdToken)).status).toBe(200);
  });

  it('revoking all refresh tokens ends every session', async () => {
    const { RefreshToken } = await client.signIn();
    await controls.revokeRefreshTokens();
    expect((await client.refresh(RefreshToken)).body['message']).toBe(
      'Refresh Token has been revoked',
    );
  });

  it('revoking the refresh tokens of one user keeps those of the others', async () => {
    const { RefreshToken } = await client.signIn('ana');
    await controls.revokeRefreshTokens('admin');
    expect((await client.refresh(RefreshToken)).status).toBe(200);
  });

  it('a user can be disabled and enabled', async () => {
    await controls.disableUser('ana');
    expect((await client.passwordAuth('ana')).status).toBe(400);
    await controls.enableUser('ana');
    expect((await client.passwordAuth('ana')).status).toBe(200);
  });

  it('the clock moves', async () => {
    const { IdToken } = await client.signIn();
    await controls.moveClock(3600);
    expect((await client.api('orders', IdToken)).status).toBe(401);
  });

  it('the API’s refusals get CORS headers', async () => {
    await controls.setApiCors(true);
    const { headers } = await client.api('orders');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('the pool alone goes offline, and online again', async () => {
    await controls.setOffline('pool', true);
    await expect(client.passwordAuth('ana')).rejects.toThrow('fetch failed');
    expect((await client.api('public')).status).toBe(200);
    await controls.setOffline('pool', false);
    expect((await client.passwordAuth('ana')).status).toBe(200);
  });

  it('both go offline, preflights included', async () => {
    await controls.setOffline('both', true);
    await expect(client.api('public')).rejects.toThrow('fetch failed');
    await expect(fetch(local.poolUrl, { method: 'OPTIONS' })).rejects.toThrow('fetch failed');
    expect(local.calls).toMatchObject([{ server: 'api', status: 0 }]);
  });

  it('settings change', async () => {
    await controls.configure({ rotation: false });
    const { RefreshToken, ExpiresIn } = await client.signIn();
    expect((await client.oldRefresh(RefreshToken)).status).toBe(200);
    expect(ExpiresIn).toBe(3600);
  });

  it('a fault is set, and faults are cleared', async () => {
    await controls.dropOnce('/public');
    await expect(client.api('public')).rejects.toThrow('fetch failed');
    await controls.dropOnce('/public');
    await controls.clearFaults();
    expect((await client.api('public')).status).toBe(200);
  });

  it('the log is cleared', async () => {
    await client.api('public');
    await controls.clearCalls();
    expect(local.calls).toEqual([]);
  });

  it('reset restores the state of the start', async () => {
    const { RefreshToken } = await client.signIn();
    await controls.disableUser('ana');
    await controls.configure({ rotation: false });
    await controls.moveClock(100_000);
    await controls.setOffline('both', true);
    await controls.dropOnce('*');
    await controls.setApiCors(true);
    await controls.reset();
    expect(local.calls).toEqual([]);
    expect((await client.refresh(RefreshToken)).body['message']).toBe('Invalid Refresh Token.');
    const tokens = await client.signIn('ana');
    expect((await client.refresh(tokens.RefreshToken)).body).toHaveProperty(
      'AuthenticationResult.RefreshToken',
    );
    expect((await client.api('orders')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await client.api('orders', tokens.IdToken)).status).toBe(200);
  });
});

describe('control route', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  async function readCalls(query = ''): Promise<{ index: number }[]> {
    const response = await fetch(`${local.poolUrl}control/calls${query}`);
    return ((await response.json()) as { calls: { index: number }[] }).calls;
  }

  function statusWithHost(host: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const call = request(`${local.poolUrl}control/calls`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', reject).end();
    });
  }

  it('reads the calls', async () => {
    await client.api('public');
    expect(await readCalls()).toEqual(local.calls);
  });

  it('reads the calls from an index on', async () => {
    await client.api('public');
    await client.api('public');
    const last = local.calls.at(-1)!;
    expect(await readCalls(`?since=${last.index}`)).toEqual([last]);
  });

  it('stays reachable while the pool is offline', async () => {
    local.setOffline('both', true);
    expect(await readCalls()).toEqual([]);
  });

  it('can be called by a page of any origin', async () => {
    const preflight = await fetch(`${local.poolUrl}control/fault`, { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('*');
  });

  it.each(['localhost:1', '127.0.0.1', '[::1]:80'])('accepts the host %s', async (host) => {
    expect(await statusWithHost(host)).toBe(200);
  });

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80'])(
    'refuses the host %s',
    async (host) => {
      expect(await statusWithHost(host)).toBe(403);
    },
  );

  it.each([
    ['fault', { kind: 'drop' }, 'on is missing'],
    ['fault', { on: '*', kind: 'drop', times: 'often' }, 'times must be a number'],
    ['fault', { on: '*', kind: 'nonsense' }, 'kind must be delay, late-work'],
    ['move-clock', {}, 'seconds is missing'],
    ['disable-user', { username: 'nobody' }, 'username must be one of ana, admin, disabled'],
    ['offline', { target: 'moon', on: true }, 'target must be pool, api or both'],
    ['configure', { retryGracePeriodSeconds: 61 }, 'retryGracePeriodSeconds must be'],
    ['api-cors', { on: 'yes' }, 'on must be true or false'],
  ])('%s with %j is refused, and the message names the field', async (verb, body, message) => {
    const answer = await client.control(verb, body);
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain(message);
  });

  it('answers 404 with all verbs to an unknown verb', async () => {
    const { status, body } = await client.control('explode');
    expect(status).toBe(404);
    expect(body['message']).toContain('clear-calls, fault');
  });
});
