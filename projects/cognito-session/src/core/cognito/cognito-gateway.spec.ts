// The contract of CognitoGateway, over both implementations and every operation.

import { COGNITO_CALLS as CALLS, OPERATIONS } from '../../../test/support/cognito-calls';
import {
  ENDPOINT,
  WIRED_GATEWAYS,
  type WireReply,
  type WireRequest,
} from '../../../test/support/wired-gateways';
import type { CognitoGateway, CognitoOperation } from './cognito-gateway';

/**
 * Samples for tests that depend on no operation: two of a sign-in, one without an answer, one of an
 * account.
 */
const SAMPLES: readonly CognitoOperation[] = [
  'InitiateAuth',
  'GetTokensFromRefreshToken',
  'RevokeToken',
  'SignUp',
];

function call(
  gateway: CognitoGateway,
  operation: CognitoOperation,
  signal?: AbortSignal,
): Promise<unknown> {
  const { input } = CALLS[operation];
  return gateway.send(operation, input, signal ? { signal } : undefined);
}
const failure = (outcome: Promise<unknown>): Promise<unknown> =>
  outcome.then(
    () => 'no failure',
    (error: unknown) => error,
  );

const NAME = 'NotAuthorizedException';
const error = (status: number, body: unknown, headers: Record<string, string> = {}): WireReply => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const ERRORS: [string, WireReply, string, number][] = [
  ['__type with a namespace', error(400, { __type: `com.amazonaws.x.v1#${NAME}` }), NAME, 400],
  ['__type with a URL behind', error(400, { __type: `${NAME}:http://x.amazon.com/` }), NAME, 400],
  ['the header', error(400, {}, { 'x-amzn-errortype': NAME }), NAME, 400],
  ['the header and a colon', error(400, {}, { 'x-amzn-errortype': `${NAME}:` }), NAME, 400],
  [
    'the header with a URL behind',
    error(400, {}, { 'x-amzn-errortype': `${NAME}:http://internal.amazon.com/coral/x/` }),
    NAME,
    400,
  ],
  [
    'the header with namespace and URL',
    error(400, {}, { 'x-amzn-errortype': `com.amazonaws.x#${NAME}:http://x.amazon.com/` }),
    NAME,
    400,
  ],
  ['code', error(400, { code: NAME }), NAME, 400],
  ['code with a namespace', error(400, { code: `com.amazonaws.x#${NAME}` }), NAME, 400],
  ['a name nobody knows', error(400, { __type: 'BrandNewException' }), 'BrandNewException', 400],
  ['403 of a firewall', error(403, { __type: 'ForbiddenException' }), 'ForbiddenException', 403],
  [
    'an inner error',
    error(500, { __type: 'InternalErrorException' }),
    'InternalErrorException',
    500,
  ],
  ['no name', error(400, {}), 'UnknownError', 400],
  ['an empty body', error(500, ''), 'UnknownError', 500],
  ['HTML with 500', error(500, '<html>oops</html>'), 'UnknownError', 500],
  ['HTML with 403', error(403, '<html>blocked</html>'), 'UnknownError', 403],
  ['HTML with 503', error(503, '<html>later</html>'), 'UnknownError', 503],
  ['HTML with 200', error(200, '<html>log in to this network</html>'), 'UnreadableAnswer', 200],
  ['cut JSON with 200', error(200, '{"AuthenticationResult":{"IdTo'), 'UnreadableAnswer', 200],
  ['JSON with something behind', error(200, '{} x'), 'UnreadableAnswer', 200],
];

describe.each(WIRED_GATEWAYS)('$name', ({ open }) => {
  describe.each(OPERATIONS)('%s', (operation) => {
    it('is one POST of JSON to the endpoint, named by X-Amz-Target, neither signed nor with a cookie', async () => {
      const sent: WireRequest[] = [];
      const gateway = open((request) => {
        sent.push(request);
        return { status: 200, body: '{}' };
      });
      await call(gateway, operation);
      expect(sent).toHaveLength(1);
      const [{ method, url, headers, body }] = sent as [WireRequest];
      expect({ method, url }).toEqual({ method: 'POST', url: ENDPOINT });
      expect(headers).toMatchObject({
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      });
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('cookie');
      expect(JSON.parse(body)).toEqual(CALLS[operation].input);
    });

    it('resolves to the parsed answer', async () => {
      const { answer } = CALLS[operation];
      const gateway = open(() => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(answer),
      }));
      const got = (await call(gateway, operation)) as { $metadata?: object };
      delete got.$metadata;
      expect(got).toEqual(answer);
    });

    it('rejects by name and status', async () => {
      const gateway = open(() => error(400, { __type: NAME, message: 'no' }));
      const reason = await failure(call(gateway, operation));
      expect(reason).toBeInstanceOf(Error);
      expect(reason).toMatchObject({ name: NAME, $metadata: { httpStatusCode: 400 } });
    });
  });

  it.each(ERRORS)('rejects by name and status: %s', async (_name, reply, name, status) => {
    const reason = await failure(
      call(
        open(() => reply),
        'SignUp',
      ),
    );
    expect(reason).toBeInstanceOf(Error);
    expect(reason).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });

  describe.each(SAMPLES)('%s', (operation) => {
    it('resolves for an empty 200', async () => {
      const answer = await call(
        open(() => ({ status: 200, body: '' })),
        operation,
      );
      expect(answer).toEqual(expect.any(Object));
      expect(answer).not.toHaveProperty('AuthenticationResult.IdToken');
    });

    it('sends one request, whatever the answer', async () => {
      for (const reply of [error(500, ''), error(429, { __type: 'TooManyRequestsException' })]) {
        let calls = 0;
        const gateway = open(() => {
          calls++;
          return reply;
        });
        await failure(call(gateway, operation));
        expect(calls).toBe(1);
      }
    });

    it('rejects with the error of a network that fails, without a status', async () => {
      const gateway = open(() => Promise.reject(new TypeError('Failed to fetch')));
      const reason = await failure(call(gateway, operation));
      expect(reason).toMatchObject({ name: 'TypeError' });
      expect(reason).not.toHaveProperty('$metadata.httpStatusCode');
    });

    it('ends with AbortError when its signal is aborted on the way', async () => {
      const abort = new AbortController();
      const gateway = open(() => {
        abort.abort();
        return new Promise<never>(() => undefined);
      });
      const reason = await failure(call(gateway, operation, abort.signal));
      expect(reason).toMatchObject({ name: 'AbortError' });
    });

    it('ends with AbortError when its signal was aborted before', async () => {
      const gateway = open(() => new Promise<never>(() => undefined));
      const reason = await failure(call(gateway, operation, AbortSignal.abort()));
      expect(reason).toMatchObject({ name: 'AbortError' });
    });
  });

  describe('passes on the time of the answer', () => {
    const times = async (status: number, headers: Record<string, string>): Promise<number[]> => {
      const told: number[] = [];
      const gateway = open(() => ({ status, headers, body: '{}' }));
      const { input } = CALLS.InitiateAuth;
      const onServerTime = (time: number): void => void told.push(time);
      await failure(gateway.send('InitiateAuth', input, { onServerTime }));
      return told;
    };

    it.each([200, 400, 500])('by its Date, with status %d', async (status) => {
      const date = 'Mon, 30 Nov 2026 12:00:00 GMT';
      expect(await times(status, { date })).toEqual([Date.UTC(2026, 10, 30, 12)]);
    });

    it.each([{}, { date: '' }, { date: 'soon' }])('but not by %j', async (headers) => {
      expect(await times(200, headers)).toEqual([]);
    });

    it('only to a caller that asks for it', async () => {
      const gateway = open(() => ({
        status: 200,
        headers: { date: 'Mon, 30 Nov 2026 12:00:00 GMT' },
        body: '{}',
      }));
      expect(await call(gateway, 'RevokeToken')).toBeDefined();
    });
  });

  it('knows all operations of the other gateway', async () => {
    const targets: string[] = [];
    const gateway = open(({ headers }) => {
      targets.push(headers['x-amz-target']?.split('.')[1] ?? 'none');
      return { status: 200, body: '{}' };
    });
    for (const operation of OPERATIONS) await call(gateway, operation);
    expect(targets).toEqual(OPERATIONS);
    expect(OPERATIONS).toHaveLength(32);
  });

  it('sends no member that is undefined', async () => {
    let body = '';
    const gateway = open((request) => {
      ({ body } = request);
      return { status: 200, body: '{}' };
    });
    const input = { AuthFlow: 'USER_AUTH', ClientId: 'c', Session: undefined } as const;
    await gateway.send('InitiateAuth', { ...input, ClientMetadata: undefined });
    expect(JSON.parse(body)).toEqual({ AuthFlow: 'USER_AUTH', ClientId: 'c' });
  });

  it('gives times as dates, or as Cognito wrote them: in seconds', async () => {
    const body = JSON.stringify({ Devices: [{ DeviceCreateDate: 1767225600.5 }] });
    const gateway = open(() => ({ status: 200, body }));
    const { Devices } = await gateway.send('ListDevices', { AccessToken: 'access' });
    const time: unknown = Devices?.[0]?.DeviceCreateDate;
    expect(time instanceof Date ? time.getTime() / 1000 : time).toBe(1767225600.5);
  });

  it('passes Cognito’s message on', async () => {
    const reply = error(400, { __type: NAME, message: 'Refresh Token has been revoked' });
    const reason = await failure(
      call(
        open(() => reply),
        'GetTokensFromRefreshToken',
      ),
    );
    expect(reason).toMatchObject({ message: 'Refresh Token has been revoked' });
  });

  it.each([
    ['0', 0],
    ['5', 5],
    ['86400', 86_400],
    ['Mon, 30 Nov 2026 12:02:00 GMT', 120],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
  ])('reads Retry-After %j as %p seconds', async (header, seconds) => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 10, 30, 12));
    const reply = error(429, { __type: 'TooManyRequestsException' }, { 'retry-after': header });
    const reason = await failure(
      call(
        open(() => reply),
        'GetTokensFromRefreshToken',
      ),
    );
    now.mockRestore();
    expect((reason as { retryAfterSeconds?: number }).retryAfterSeconds).toBe(seconds);
  });

  it.each([0, 301, 302, 303, 307, 308])(
    'K10: an answer of %d, a redirect or one that the browser hides, says so and is not followed',
    async (status) => {
      let calls = 0;
      const gateway = open(() => {
        calls++;
        return { status, headers: { location: 'https://evil.example/?x=1' }, body: '' };
      });
      for (const operation of SAMPLES) {
        const reason = await failure(call(gateway, operation));
        expect(reason).toMatchObject({
          name: 'UnexpectedRedirect',
          message: `${ENDPOINT} answered with a redirect, which is not followed`,
        });
        expect(reason).not.toHaveProperty('$metadata.httpStatusCode');
      }
      expect(calls).toBe(SAMPLES.length);
    },
  );

  it('has no time to wait without Retry-After', async () => {
    const reply = error(429, { __type: 'TooManyRequestsException' });
    const reason = await failure(
      call(
        open(() => reply),
        'GetTokensFromRefreshToken',
      ),
    );
    expect((reason as { retryAfterSeconds?: number }).retryAfterSeconds).toBeUndefined();
  });
});
