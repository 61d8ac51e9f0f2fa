// Tests the meaning of a failed refresh: which errors end the session, which may pass, and their
// messages.

import { CognitoServiceError } from '../cognito/cognito-service-error';
import { judgeRefreshFailure, refreshFailed, UnreadableAnswer } from './refresh-call';
import { SessionError } from '../session-error';

describe('judgeRefreshFailure', () => {
  const error = (name: string, status?: number, message = 'no'): Error =>
    Object.assign(new Error(message), {
      name,
      ...(status !== undefined && { $metadata: { httpStatusCode: status } }),
    });

  it.each([
    'NotAuthorizedException',
    'RefreshTokenReuseException',
    'UserNotFoundException',
    'PasswordResetRequiredException',
    'UserNotConfirmedException',
  ])('%s ends the session, whatever the status', (name) => {
    for (const status of [undefined, 400]) {
      expect(judgeRefreshFailure(error(name, status))).toEqual({
        name,
        code: 'SESSION_EXPIRED',
        retry: false,
        offline: false,
        internal: false,
        retryAfterSeconds: undefined,
      });
    }
  });

  it.each([
    'ResourceNotFoundException',
    'InvalidParameterException',
    'OperationNotEnabledException',
    'UnsupportedOperationException',
  ])('%s is a wrong setting', (name) => {
    for (const status of [undefined, 400]) {
      expect(judgeRefreshFailure(error(name, status))).toMatchObject({
        code: 'INVALID_CONFIG',
        retry: false,
        internal: false,
      });
    }
  });

  it.each([
    'TooManyRequestsException',
    'LimitExceededException',
    'ThrottlingException',
    'InternalErrorException',
  ])('%s may pass within seconds', (name) => {
    for (const status of [undefined, 400]) {
      expect(judgeRefreshFailure(error(name, status))).toMatchObject({
        code: 'REFRESH_UNAVAILABLE',
        retry: true,
        offline: false,
        internal: false,
      });
    }
  });

  it.each([
    ['TypeError', true],
    ['NetworkError', true],
    ['UnreadableAnswer', true],
    ['UnexpectedRedirect', true],
    // Cognito may still be at work, and a second call would use the same token.
    ['AbortError', false],
    ['TimeoutError', false],
  ])('%s says that Cognito was not reached (asked again: %p)', (name, retry) => {
    expect(judgeRefreshFailure(error(name))).toMatchObject({
      code: 'REFRESH_UNAVAILABLE',
      retry,
      offline: true,
      internal: false,
    });
  });

  it.each([
    'NotAuthorizedException',
    'ResourceNotFoundException',
    'TooManyRequestsException',
    'UnreadableAnswer',
  ])('G05: %s means the same in any letter case, and keeps its spelling in the error', (name) => {
    const plain = judgeRefreshFailure(error(name));
    for (const spelling of [name.toLowerCase(), name.toUpperCase()]) {
      expect(judgeRefreshFailure(error(spelling))).toEqual({ ...plain, name: spelling });
    }
  });

  it.each([
    [400, false],
    [403, false],
    [407, false],
    [408, true],
    [409, false],
    [429, true],
    [430, false],
    [499, false],
    [500, true],
    [503, true],
    [599, true],
  ])('an unknown name with status %d may pass: %p', (status, retry) => {
    expect(judgeRefreshFailure(error('SomethingNew', status))).toMatchObject({
      code: 'REFRESH_UNAVAILABLE',
      retry,
      offline: false,
      internal: false,
    });
  });

  it('an unknown name without status says nothing about Cognito', () => {
    expect(judgeRefreshFailure(error('SomethingNew'))).toMatchObject({
      code: 'REFRESH_UNAVAILABLE',
      retry: false,
      internal: true,
    });
  });

  it.each([
    'Unable to verify secret hash for client',
    'Client secret is missing',
    'App client is configured with SECRET but',
  ])('a refusal that says "%s" is a wrong setting', (message) => {
    const refusal = error('NotAuthorizedException', 400, message);
    expect(judgeRefreshFailure(refusal).code).toBe('INVALID_CONFIG');
    expect(judgeRefreshFailure(error('TooManyRequestsException', 400, message)).code).toBe(
      'REFRESH_UNAVAILABLE',
    );
  });

  it("keeps the codes of the library's own checks, and no others", () => {
    expect(judgeRefreshFailure(new SessionError('INVALID_CONFIG', 'x'))).toMatchObject({
      code: 'INVALID_CONFIG',
      retry: false,
      internal: true,
    });

    expect(judgeRefreshFailure(new SessionError('INVALID_TOKEN', 'x'))).toMatchObject({
      code: 'INVALID_TOKEN',
      retry: false,
      internal: false,
    });
    expect(judgeRefreshFailure(new SessionError('STORE_UNAVAILABLE', 'x'))).toMatchObject({
      code: 'REFRESH_UNAVAILABLE',
      internal: false,
    });
    const alike = Object.assign(error('SomethingNew'), { code: 'INVALID_TOKEN' });
    expect(judgeRefreshFailure(alike).code).toBe('REFRESH_UNAVAILABLE');
  });

  it.each([undefined, null, {}, 'text'])('judges %j without throwing', (thrown) => {
    expect(judgeRefreshFailure(thrown)).toMatchObject({
      name: 'Error',
      code: 'REFRESH_UNAVAILABLE',
      retry: false,
      offline: false,
      internal: true,
    });
  });

  it.each([
    [0, 0],
    [5, 5],
    [3600, 3600],
    [3601, 3600],
    [-1, undefined],
    [Number.NaN, undefined],
    [undefined, undefined],
  ])('Retry-After %p asks for %p seconds', (asked, seconds) => {
    const own = Object.assign(error('X', 429), { retryAfterSeconds: asked });
    expect(judgeRefreshFailure(own).retryAfterSeconds).toBe(seconds);
    const sdk = Object.assign(error('X'), {
      $metadata: { httpStatusCode: 429, retryAfterSeconds: asked },
    });
    expect(judgeRefreshFailure(sdk).retryAfterSeconds).toBe(seconds);
  });
});

describe('refreshFailed', () => {
  it.each([
    ['NotAuthorizedException', 'SESSION_EXPIRED: Cognito refused the refresh; sign in again'],
    ['SomethingNew', 'REFRESH_UNAVAILABLE: the session could not be refreshed now; it is kept'],
    [
      'InvalidParameterException',
      'INVALID_CONFIG: the pool or app client does not allow the refresh; the session is kept',
    ],
  ])('gives %s a message, with its name and its cause', (name, message) => {
    const cause = new CognitoServiceError(name, 'no', 400);
    const { kind, error, failure } = refreshFailed(cause);
    expect(kind).toBe('failed');
    expect(error.message).toBe(`${message} (${name})`);
    expect(error.cause).toBe(cause);
    expect(error.code).toBe(failure.code);
    expect(failure.name).toBe(name);
  });

  it('gives unusable tokens a message', () => {
    const { error } = refreshFailed(new SessionError('INVALID_TOKEN', 'x'));
    expect(error.message).toBe(
      'INVALID_TOKEN: the refreshed tokens are not usable; the session is kept (SessionError)',
    );
  });

  it('knows an answer that is not of Cognito by its name', () => {
    expect(new UnreadableAnswer('x').name).toBe('UnreadableAnswer');
  });
});
