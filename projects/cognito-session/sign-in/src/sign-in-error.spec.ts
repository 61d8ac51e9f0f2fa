// What a sign-in form is told for each failure.

import { SessionError } from 'ngx-cognito-session';
import { CognitoServiceError } from '../../src/core/cognito-service-error';
import { type SignInError, signInError } from './sign-in-error';

describe('signInError', () => {
  const of = (name: string, status = 400, message = 'no'): SignInError =>
    signInError(new CognitoServiceError(name, message, status));

  it.each([
    ['NotAuthorizedException', 'WRONG_CREDENTIALS', 'user name or password is wrong'],
    ['UserNotFoundException', 'WRONG_CREDENTIALS', 'user name or password is wrong'],
    ['UserNotConfirmedException', 'USER_NOT_CONFIRMED', 'the account is not confirmed yet'],
    ['PasswordResetRequiredException', 'PASSWORD_RESET_REQUIRED', 'the password must be reset'],
    ['TooManyRequestsException', 'TOO_MANY_ATTEMPTS', 'Cognito asks to wait before the next try'],
    ['LimitExceededException', 'TOO_MANY_ATTEMPTS', 'Cognito asks to wait before the next try'],
    [
      'TooManyFailedAttemptsException',
      'TOO_MANY_ATTEMPTS',
      'Cognito asks to wait before the next try',
    ],
    [
      'ResourceNotFoundException',
      'INVALID_CONFIG',
      'the user pool or app client does not allow this sign-in',
    ],
    [
      'InvalidParameterException',
      'INVALID_CONFIG',
      'the user pool or app client does not allow this sign-in',
    ],
    [
      'OperationNotEnabledException',
      'INVALID_CONFIG',
      'the user pool or app client does not allow this sign-in',
    ],
    [
      'UnsupportedOperationException',
      'INVALID_CONFIG',
      'the user pool or app client does not allow this sign-in',
    ],
    ['UserLambdaValidationException', 'REFUSED', 'Cognito refused the sign-in'],
  ])('says for %s: %s', (name, code, message) => {
    const error = of(name);
    expect(error).toMatchObject({ code, message: `${code}: ${message}`, cause: { name } });
  });

  it.each([
    [399, 'UNAVAILABLE'],
    [400, 'REFUSED'],
    [499, 'REFUSED'],
    [500, 'UNAVAILABLE'],
  ])('takes an unknown name with status %d for %s', (status, code) => {
    expect(of('SomethingNew', status).code).toBe(code);
  });

  it.each([
    'Unable to verify secret hash for client',
    'Client Secret is missing',
    'configured with secret but',
  ])('takes "%s" for a wrong setting', (message) => {
    expect(of('NotAuthorizedException', 400, message).code).toBe('INVALID_CONFIG');
  });

  it.each([undefined, null, {}, new TypeError('Failed to fetch'), 'text'])(
    'takes %p for Cognito being out of reach',
    (cause) => {
      const error = signInError(cause);
      expect(error.code).toBe('UNAVAILABLE');
      expect(error.message).toBe('UNAVAILABLE: Cognito could not be reached');
    },
  );

  it.each([
    [
      'INVALID_TOKEN',
      'INVALID_TOKEN',
      'the answer is not a session of this user pool and app client',
    ],
    ['INVALID_CONFIG', 'INVALID_CONFIG', 'the user pool or app client does not allow this sign-in'],
    ['STORE_UNAVAILABLE', 'UNAVAILABLE', 'Cognito could not be reached'],
  ] as const)("takes the library's own %s for %s", (code, as, message) => {
    expect(signInError(new SessionError(code, 'x'))).toMatchObject({
      code: as,
      message: `${as}: ${message}`,
    });
  });
});
