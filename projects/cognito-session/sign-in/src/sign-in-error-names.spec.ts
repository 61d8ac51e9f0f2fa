// Tests that names of errors count in the member `name` only: in a text they have no meaning.

import { CognitoServiceError } from '../../src/core/cognito/cognito-service-error';
import { type SignInError, toSignInError } from './sign-in-error';

const of = (name: string, message = 'no', call = 'InitiateAuth', status = 400): SignInError =>
  toSignInError(new CognitoServiceError(name, message, status), call);

it.each([
  ["InvalidParameterException: 'password'", 'WEAK_PASSWORD', 'SignUp'],
  ['InvalidPasswordException', 'WEAK_PASSWORD'],
  ['PasswordHistoryPolicyViolationException', 'WEAK_PASSWORD'],
  ['NotAuthorizedException: secret', 'INVALID_CONFIG'],
  ['InvalidParameterException: not enabled', 'INVALID_CONFIG'],
  ['NotAuthorizedException: session', 'CHALLENGE_EXPIRED'],
  ['WebAuthnChallengeNotFoundException', 'CHALLENGE_EXPIRED'],
  ['NotAuthorizedException: attempts', 'TOO_MANY_ATTEMPTS'],
  ['TooManyRequestsException', 'TOO_MANY_ATTEMPTS'],
  ['LimitExceededException', 'TOO_MANY_ATTEMPTS'],
  ['NotAuthorizedException: access token', 'NOT_SIGNED_IN', 'GetUser with AccessToken'],
  ['NotAuthorizedException: current status', 'INVALID_INPUT'],
  ['InvalidParameterException', 'INVALID_INPUT'],
  ['NotAuthorizedException', 'WRONG_CREDENTIALS'],
  ['UserNotFoundException', 'WRONG_CREDENTIALS'],
  ['UserNotConfirmedException', 'USER_NOT_CONFIRMED'],
  ['PasswordResetRequiredException', 'PASSWORD_RESET_REQUIRED'],
  ['CodeMismatchException', 'WRONG_CODE'],
  ['EnableSoftwareTokenMFAException', 'WRONG_CODE'],
  ['ExpiredCodeException', 'CODE_EXPIRED'],
  ['CodeDeliveryFailureException', 'CODE_NOT_SENT'],
  ['UsernameExistsException', 'USER_EXISTS'],
  ['AliasExistsException', 'ALIAS_EXISTS'],
  ['WebAuthnClientMismatchException', 'PASSKEY_FAILED'],
  ['ResourceNotFoundException', 'INVALID_CONFIG'],
])('%s is %s as a name, and has no meaning in a trigger’s text', (...line) => {
  const [text, code, call] = line as [string, string, string?];
  const [name = '', message] = text.split(': ');
  expect(of(name, message, call).code).toBe(code);
  expect(of('UserLambdaValidationException', `PreSignUp failed with ${text}`).code).toBe('REFUSED');
});

it.each([504, 540, 54])('the status %d is no refusal', (status) => {
  expect(of('BrandNewException', 'no', '', status).code).toBe('UNAVAILABLE');
});

it.each(['Forbidden', 'ForbiddenExceptions', 'NotForbiddenException', 'A|ForbiddenException', ''])(
  'names are compared whole: "%s" is a new one',
  (name) => {
    expect(of(name, 'words')).toMatchObject({ code: 'INVALID_CONFIG', reason: undefined });
  },
);

it('a trigger without a text has no reason', () => {
  const error = { name: 'UserLambdaValidationException', $metadata: { httpStatusCode: 400 } };
  expect(toSignInError(error)).toMatchObject({ code: 'REFUSED', reason: '' });
});
