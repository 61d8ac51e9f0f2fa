// Tests the options that the gateway passes to fetch, and how it reads errors;
// cognito-gateway.spec.ts tests the rest.

import { FetchCognitoGateway } from './fetch-cognito-gateway';

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends one call with this answer; returns the arguments of fetch and the outcome. */
async function call(
  { status = 200, headers = {}, body = '' }: Reply,
  signal?: AbortSignal,
): Promise<{ url: unknown; init: RequestInit; outcome: unknown }> {
  let asked: [unknown, RequestInit] | undefined;
  globalThis.fetch = async (url, init = {}) => {
    asked = [url, init];
    const ok = status >= 200 && status < 300;
    return { status, ok, headers: new Headers(headers), text: async () => body } as Response;
  };
  const outcome = await new FetchCognitoGateway('https://idp.example.com/')
    .send('RevokeToken', { ClientId: 'c', Token: 't' }, signal && { signal })
    .catch((error: unknown) => error);
  const [url, init] = asked!;
  return { url, init, outcome };
}

describe('FetchCognitoGateway', () => {
  it('sends no cookie and no referrer, and keeps nothing in a cache', async () => {
    const { url, init } = await call({});
    expect(url).toBe('https://idp.example.com/');
    expect(init).toEqual({
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': 'AWSCognitoIdentityProviderService.RevokeToken',
      },
      body: '{"ClientId":"c","Token":"t"}',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      redirect: 'manual',
    });
  });

  it('passes a signal on', async () => {
    const { signal } = new AbortController();
    expect((await call({}, signal)).init.signal).toBe(signal);
  });

  it.each([
    ['', {}],
    ['{}', {}],
    ['{"a":1}', { a: 1 }],
  ])('reads the body %j', async (body, value) => {
    expect((await call({ body })).outcome).toEqual(value);
  });

  it.each(['<html>', '[]', 'null', '7', '"x"', '{'])('refuses a 200 with %j', async (body) => {
    expect((await call({ body })).outcome).toMatchObject({
      name: 'UnreadableAnswer',
      message: 'HTTP 200',
      $metadata: { httpStatusCode: 200 },
    });
  });

  const named = async (reply: Reply): Promise<unknown> =>
    ((await call({ status: 400, ...reply })).outcome as Error).name;

  it('takes the name from the header first, then from the body', async () => {
    const headers = { 'x-amzn-errortype': 'A' };
    expect(await named({ headers, body: '{"__type":"B","code":"C"}' })).toBe('A');
    expect(await named({ body: '{"__type":"B","code":"C"}' })).toBe('B');
    expect(await named({ body: '{"code":"C"}' })).toBe('C');
    expect(await named({ body: '{}' })).toBe('UnknownError');
    expect(await named({ body: '<html>' })).toBe('UnknownError');
  });

  it.each([
    ['Name', 'Name'],
    ['x.y#Name', 'Name'],
    ['Name:http://x/', 'Name'],
    ['x.y#Name:http://x/#z', 'Name'],
    ['N', 'N'],
    ['Name_2', 'Name_2'],
    ['2Name', 'UnknownError'],
    ['a name', 'UnknownError'],
    ['Name-', 'UnknownError'],
    ['', 'UnknownError'],
  ])('reads the name %j as %s', async (__type, name) => {
    expect(await named({ body: JSON.stringify({ __type }) })).toBe(name);
  });

  it.each([7, null, ['x'], { a: 1 }])('treats the name %j as missing', async (__type) => {
    expect(await named({ body: JSON.stringify({ __type }) })).toBe('UnknownError');
  });

  it.each([
    ['{"message":"m","Message":"M"}', 'm'],
    ['{"Message":"M"}', 'M'],
    ['{"message":7}', 'HTTP 400'],
    ['<html>', 'HTTP 400'],
  ])('reads the text of %j', async (body, message) => {
    expect((await call({ status: 400, body })).outcome).toMatchObject({ message });
  });

  it.each([
    ['0', 0],
    ['5', 5],
    ['05', 5],
    [' 5', 5],
    ['5.5', undefined],
    ['5s', undefined],
    ['s5', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('reads Retry-After %j as %p', async (header, seconds) => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2096, 0, 1));
    const { outcome } = await call({ status: 429, headers: { 'retry-after': header } });
    expect((outcome as { retryAfterSeconds?: number }).retryAfterSeconds).toBe(seconds);
    jest.restoreAllMocks();
  });

  it.each([
    [-1000, undefined],
    [0, 0],
    [90_000, 90],
  ])('reads a Retry-After %d ms from now as %p seconds', async (ms, seconds) => {
    const now = Date.UTC(2026, 0, 15);
    jest.spyOn(Date, 'now').mockReturnValue(now);
    const headers = { 'retry-after': new Date(now + ms).toUTCString() };
    const { outcome } = await call({ status: 503, headers });
    expect((outcome as { retryAfterSeconds?: number }).retryAfterSeconds).toBe(seconds);
    jest.restoreAllMocks();
  });
});
