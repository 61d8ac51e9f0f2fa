// Tests that answers pass unchanged, and that failures become copies without the secrets that were
// sent.

import { leaksIn } from '../../../test/support/leak-search';
import { ScriptedGateway } from '../../../test/support/scripted-gateway';
import type { CognitoGateway } from './cognito-gateway';
import { CognitoServiceError } from './cognito-service-error';
import { SecretFreeGateway } from './secret-free-gateway';

const ENDPOINT = 'https://idp.example.com/';
const SECRET = 'Canary-refresh-token';
const INPUT = { ClientId: 'client', RefreshToken: SECRET };

/** The error of a refresh when the wrapped gateway rejects with `failure`. */
function through(failure: unknown, judge?: (given: unknown) => void): Promise<unknown> {
  const gateway: unknown = { send: jest.fn().mockRejectedValue(failure) };
  return new SecretFreeGateway(ENDPOINT, gateway as CognitoGateway)
    .send('GetTokensFromRefreshToken', INPUT, judge && { judge })
    .then(
      () => 'no failure',
      (error: unknown) => error,
    );
}

it('an answer passes as it is, and so do operation, input and signal', async () => {
  const answer = { AuthenticationResult: {} };
  const gateway = new ScriptedGateway(() => answer);
  const { signal } = new AbortController();
  const call = new SecretFreeGateway(ENDPOINT, gateway).send('GetTokensFromRefreshToken', INPUT, {
    signal,
  });
  expect(await call).toBe(answer);
  expect(gateway.calls).toEqual([{ operation: 'GetTokensFromRefreshToken', input: INPUT, signal }]);
});

describe('K09: a failure', () => {
  it('keeps name, text, status and time to wait, and quotes no secret', async () => {
    const message = `Value '${SECRET}' at 'refreshToken' failed for client`;
    const given = new CognitoServiceError('InvalidParameterException', message, 400, 30);
    const copy = await through(given);
    expect(copy).toBeInstanceOf(Error);
    expect(copy).toMatchObject({
      name: 'InvalidParameterException',
      message: "Value '***' at 'refreshToken' failed for client",
      $metadata: { httpStatusCode: 400 },
      retryAfterSeconds: 30,
    });
    const { stack = '' } = copy as Error;
    expect(stack).toBe(given.stack?.replaceAll(SECRET, '***'));
    expect(leaksIn(copy, [SECRET])).toEqual([]);
  });

  it('keeps its causes, without secrets, and ends circular ones', async () => {
    const cause = Object.assign(new TypeError(`of ${SECRET}`), { body: SECRET });
    expect(await through(new Error('outer', { cause }))).toMatchObject({
      message: 'outer',
      cause: { name: 'TypeError', message: 'of ***' },
    });
    const round = new Error(SECRET);
    round.cause = new Error('inner', { cause: round });
    expect(leaksIn(await through(round), [SECRET])).toEqual([]);
  });

  it('loses all other fields', async () => {
    const given = new CognitoServiceError('NotAuthorizedException', 'no', 400);
    Object.assign(given, { config: { data: JSON.stringify(INPUT) }, $fault: 'client' });
    Object.defineProperty(given, 'request', { value: { body: SECRET }, enumerable: false });
    Object.assign(given.$metadata, { requestId: `of ${SECRET}`, request: { body: SECRET } });
    const copy = await through(given);
    expect(leaksIn(copy, [SECRET])).toEqual([]);
    expect(copy).toMatchObject({ $metadata: { httpStatusCode: 400, requestId: 'of ***' } });
    expect(Object.keys(copy as object).sort()).toEqual(['$metadata', 'name']);
  });

  it('that a JSON parser threw quotes nothing of the answer', async () => {
    const text = 'Unexpected token x, "eyJhbGci.eyJz"x is not valid JSON';
    const copy = await through(new SyntaxError(text));
    expect(copy).toMatchObject({ name: 'SyntaxError', message: 'the answer is no JSON' });
    expect(leaksIn(copy, ['eyJ'])).toEqual([]);
  });

  it.each([
    [`text with ${SECRET}`, 'text with ***'],
    [undefined, ''],
    [null, 'null'],
    [{}, ''],
    [{ name: 7, message: 7 }, '7'],
  ])('that is %j is an error', async (failure, message) => {
    const copy = await through(failure);
    expect(copy).toBeInstanceOf(Error);
    expect(copy).toMatchObject({ name: expect.any(String) as string, message });
    expect(copy).not.toHaveProperty('$metadata');
    expect(copy).not.toHaveProperty('cause');
  });

  it('of the platform keeps its name', async () => {
    const copy = await through(new DOMException('The call was aborted.', 'AbortError'));
    expect(copy).toMatchObject({ name: 'AbortError', message: 'The call was aborted.' });
  });

  it('is judged in its original form', async () => {
    const judge = jest.fn();
    const given = new Error(`about ${SECRET}`);
    await through(given, judge);
    expect(judge.mock.calls).toEqual([[given]]);
  });

  it('that the gateway throws synchronously is copied, too', async () => {
    const gateway: unknown = {
      send: () => {
        throw new Error(SECRET);
      },
    };
    const call = new SecretFreeGateway(ENDPOINT, gateway as CognitoGateway).send('RevokeToken', {
      ClientId: 'client',
      Token: SECRET,
    });
    await expect(call).rejects.toMatchObject({ message: '***' });
  });
});
