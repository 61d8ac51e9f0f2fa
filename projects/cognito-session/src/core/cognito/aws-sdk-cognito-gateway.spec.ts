// Tests the conversion of the SDK's errors, wherever they have status and headers;
// cognito-gateway.spec.ts tests the rest.

import { AwsSdkCognitoGateway } from './aws-sdk-cognito-gateway';

/** The outcome of a call when the SDK's transport rejects with this error. */
async function failure(thrown: object): Promise<unknown> {
  const requestHandler = {
    handle: () => Promise.reject(Object.assign(new Error('words'), thrown)),
  };
  const gateway = new AwsSdkCognitoGateway('eu-west-1', 'https://idp.example.com/', {
    requestHandler: requestHandler as never,
  });
  return gateway
    .send('RevokeToken', { ClientId: 'c', Token: 't' })
    .catch((error: unknown) => error);
}

describe('an error of the SDK', () => {
  it.each([
    [{ $metadata: { httpStatusCode: 503 } }, 503],
    [{ $response: { statusCode: 502 } }, 502],
    [{ $metadata: { httpStatusCode: 503 }, $response: { statusCode: 502 } }, 503],
    [{ $metadata: {}, $response: { statusCode: 502, headers: {} } }, 502],
  ])('with %j has that status, and no time to wait', async (places, status) => {
    expect(await failure({ name: 'InternalErrorException', ...places })).toMatchObject({
      name: 'InternalErrorException',
      message: 'words',
      $metadata: { httpStatusCode: status },
      retryAfterSeconds: undefined,
    });
  });

  it.each([
    [200, 'UnreadableAnswer'],
    [399, 'UnreadableAnswer'],
    [400, 'UnknownError'],
    [503, 'UnknownError'],
  ])('about an answer of %d that it could not read is %s', async (httpStatusCode, name) => {
    const error = { name: 'SyntaxError', $metadata: { httpStatusCode } };
    expect(await failure(error)).toMatchObject({ name, message: `HTTP ${httpStatusCode}` });
    expect(await failure({ ...error, name: 'Unknown' })).toMatchObject({ name, message: 'words' });
  });

  it('keeps the time to wait of the answer', async () => {
    const $response = { statusCode: 429, headers: { 'retry-after': '7' } };
    const error = { name: 'TooManyRequestsException', $metadata: {}, $response };
    expect(await failure(error)).toMatchObject({ retryAfterSeconds: 7 });
  });

  it('without an answer is the error of the transport itself', async () => {
    expect(await failure({ name: 'AbortError' })).toMatchObject({ name: 'AbortError' });
    expect(await failure({ name: 'AbortError' })).not.toHaveProperty('retryAfterSeconds');
  });
});
