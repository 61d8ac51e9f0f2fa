// Tests the error of a form for each failure: AWS names and texts, and their codes.

import { SessionError } from 'ngx-cognito-session';
import { CognitoServiceError } from '../../src/core/cognito/cognito-service-error';
import { UnexpectedRedirect } from '../../src/core/cognito/unexpected-redirect';
import { newSignInError, SignInError, toSignInError } from './sign-in-error';
import type { SignInErrorCode } from './sign-in-error-code';

const of = (name: string, message = 'no', call = 'InitiateAuth', status = 400): SignInError =>
  toSignInError(new CognitoServiceError(name, message, status), call);

const BY_TOKEN = 'GetUser with AccessToken';

/**
 * Cognito's name and text, the code, whether the text is for the user, and the call if it is not
 * InitiateAuth.
 */
const LINES: [
  name: string,
  message: string,
  code: SignInErrorCode,
  worded?: 'worded' | '',
  call?: string,
][] = [
  ['NotAuthorized', 'Incorrect username or password.', 'WRONG_CREDENTIALS'],
  ['NotAuthorized', 'User is disabled.', 'WRONG_CREDENTIALS'],
  ['NotAuthorized', '', 'WRONG_CREDENTIALS'],
  ['UserNotFound', 'User does not exist.', 'WRONG_CREDENTIALS'],
  ['UserNotConfirmed', 'User is not confirmed.', 'USER_NOT_CONFIRMED'],
  ['PasswordResetRequired', 'Password reset required for the user', 'PASSWORD_RESET_REQUIRED'],
  ['CodeMismatch', 'Invalid verification code provided, please try again.', 'WRONG_CODE'],
  ['EnableSoftwareTokenMFA', 'Code mismatch and fail enable Software Token MFA', 'WRONG_CODE'],
  ['ExpiredCode', 'Your software token has already been used once.', 'CODE_EXPIRED'],
  ['ExpiredCode', 'Invalid code provided, please request a code again.', 'CODE_EXPIRED'],
  ['CodeDeliveryFailure', 'Could not deliver', 'CODE_NOT_SENT'],
  ['NotAuthorized', 'Invalid session for the user.', 'CHALLENGE_EXPIRED'],
  ['NotAuthorized', 'Invalid session for the user, session is expired.', 'CHALLENGE_EXPIRED'],
  ['NotAuthorized', 'Session is expired', 'CHALLENGE_EXPIRED'],
  ['WebAuthnChallengeNotFound', 'gone', 'CHALLENGE_EXPIRED'],
  ['NotAuthorized', 'Password attempts exceeded', 'TOO_MANY_ATTEMPTS'],
  ['TooManyRequests', 'Rate exceeded', 'TOO_MANY_ATTEMPTS'],
  ['LimitExceeded', 'Attempt limit exceeded, please try after some time.', 'TOO_MANY_ATTEMPTS'],
  ['TooManyFailedAttempts', 'Attempt limit exceeded', 'TOO_MANY_ATTEMPTS'],
  ['InvalidPassword', 'Password not long enough', 'WEAK_PASSWORD', 'worded'],
  ['PasswordHistoryPolicyViolation', 'Used before', 'WEAK_PASSWORD', 'worded'],
  [
    'InvalidParameter',
    "1 validation error detected: Value at 'password' failed to satisfy constraint",
    'WEAK_PASSWORD',
    'worded',
    'SignUp',
  ],
  [
    'InvalidParameter',
    "Value at 'proposedPassword' failed",
    'WEAK_PASSWORD',
    'worded',
    'ChangePassword with AccessToken',
  ],
  [
    'InvalidParameter',
    "2 errors:\nValue at 'password' failed",
    'WEAK_PASSWORD',
    'worded',
    'ConfirmForgotPassword',
  ],
  ['InvalidParameter', "Value at 'password' failed", 'INVALID_INPUT', 'worded'],
  ['UsernameExists', 'User already exists', 'USER_EXISTS'],
  ['AliasExists', 'An account with the email already exists.', 'ALIAS_EXISTS'],
  ['InvalidParameter', 'Invalid email address format.', 'INVALID_INPUT', 'worded'],
  [
    'InvalidParameter',
    'Username cannot be of email format, since user pool is configured for email alias.',
    'INVALID_INPUT',
    'worded',
  ],
  ['InvalidParameter', "Value 'client' at 'username' failed", 'INVALID_INPUT', 'worded'],
  [
    'NotAuthorized',
    'User password cannot be reset in the current state.',
    'INVALID_INPUT',
    'worded',
  ],
  ['NotAuthorized', 'Cannot modify an already provided email', 'INVALID_INPUT', 'worded'],
  ['NotAuthorized', 'A client attempted to write unauthorized attribute', 'INVALID_CONFIG'],
  [
    'NotAuthorized',
    'Temporary password has expired and must be reset by an administrator.',
    'TEMPORARY_PASSWORD_EXPIRED',
  ],
  ['InvalidParameter', "Value at 'previousPassword' failed", 'INVALID_INPUT', 'worded'],
  ['SoftwareTokenMFANotFound', 'no', 'INVALID_CONFIG'],
  [
    'NotAuthorized',
    'User cannot be confirmed. Current status is CONFIRMED',
    'INVALID_INPUT',
    'worded',
  ],
  ['WebAuthnClientMismatch', 'no', 'PASSKEY_FAILED'],
  ['WebAuthnCredentialNotSupported', 'no', 'PASSKEY_FAILED'],
  ['NotAuthorized', 'Access Token has been revoked', 'NOT_SIGNED_IN', '', BY_TOKEN],
  ['NotAuthorized', 'Access Token has expired', 'NOT_SIGNED_IN', '', BY_TOKEN],
  ['NotAuthorized', 'Invalid Access Token', 'NOT_SIGNED_IN', '', BY_TOKEN],
  ['UserLambdaValidation', 'not here', 'REFUSED', 'worded'],
  ['Forbidden', 'Request blocked', 'REFUSED'],
  ['InvalidLambdaResponse', 'no', 'REFUSED'],
  ['BrandNew', 'no', 'INVALID_CONFIG'],
  ['NotAuthorized', 'Unable to verify secret hash for client x', 'INVALID_CONFIG'],
  ['NotAuthorized', 'Client x is configured with secret but SECRET_HASH', 'INVALID_CONFIG'],
  ['NotAuthorized', 'Access Token does not have required scopes', 'INVALID_CONFIG'],
  ['InvalidParameter', 'USER_SRP_AUTH is not enabled for the client.', 'INVALID_CONFIG'],
  ['InvalidParameter', 'Auth flow not supported', 'INVALID_CONFIG'],
  ['InvalidParameter', 'Custom auth lambda trigger is not configured', 'INVALID_CONFIG'],
  ...[
    'ResourceNotFound',
    'OperationNotEnabled',
    'UnsupportedOperation',
    'FeatureUnavailableInTier',
    'WebAuthnNotEnabled',
    'WebAuthnConfigurationMissing',
    'WebAuthnOriginNotAllowed',
    'WebAuthnRelyingPartyMismatch',
  ].map((name): (typeof LINES)[number] => [name, 'no', 'INVALID_CONFIG']),
];

/** Takes all columns of a line: if a test takes more parameters, Jest passes a callback. */
const TABLE = LINES.map(
  ([name, message, code, worded = '', call = 'InitiateAuth']) =>
    [name, message, code, worded, call] as const,
);

describe('an answer of Cognito', () => {
  it.each(TABLE)('%sException "%s" is %s', (name, message, code, _, call) => {
    const error = of(`${name}Exception`, message, call);
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toBeInstanceOf(SessionError);
    expect(error).toMatchObject({
      name: 'SignInError',
      code,
      cause: { name: `${name}Exception`, message },
    });
    expect(error.message).toMatch(new RegExp(`^${code}: \\w`));
    expect(error.retryAt).toBeUndefined();
  });

  it.each(TABLE.filter(([, , code]) => code !== 'INVALID_CONFIG').map((row) => [row]))(
    '%j has a reason where its words are for the user',
    ([name, message, , worded, call]) => {
      expect(of(`${name}Exception`, message, call).reason).toBe(worded ? message : undefined);
    },
  );

  it.each(TABLE)(
    'G05: %sException "%s" is %s in any letter case',
    (name, message, code, _, call) => {
      const plain = of(`${name}Exception`, message, call);
      expect(plain.code).toBe(code);
      for (const spelling of [`${name}Exception`.toLowerCase(), `${name}EXCEPTION`.toUpperCase()]) {
        const { reason } = plain;
        expect(of(spelling, message, call)).toMatchObject({ code, reason });
      }
    },
  );

  it.each([
    [399, 'UNAVAILABLE'],
    [400, 'INVALID_CONFIG'],
    [403, 'REFUSED'],
    [408, 'UNAVAILABLE'],
    [429, 'TOO_MANY_ATTEMPTS'],
    [499, 'INVALID_CONFIG'],
    [500, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
  ])('of an unknown name with status %d is %s', (status, code) => {
    expect(of('SomethingNew', 'no', '', status).code).toBe(code);
  });

  it('names operation, AWS name and text in its message', () => {
    expect(of('NotAuthorizedException', 'Client x is configured with secret').message).toBe(
      'INVALID_CONFIG: InitiateAuth: NotAuthorizedException: Client x is configured with secret',
    );
    const gone = of('UserNotFoundException', 'User does not exist.', BY_TOKEN);
    expect(gone.message).toBe(
      'NOT_SIGNED_IN: GetUser: UserNotFoundException: User does not exist.',
    );
  });

  it('leaves a text that is the reason out of its message', () => {
    const error = of('InvalidPasswordException', 'Too short', 'SignUp');
    expect(error.message).toBe('WEAK_PASSWORD: SignUp: InvalidPasswordException');
    expect(error.reason).toBe('Too short');
  });

  it('has the time of the next try, if Cognito sends it', () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const wait = (seconds?: number): SignInError =>
      toSignInError(new CognitoServiceError('TooManyRequestsException', 'no', 429, seconds));
    expect(wait(30).retryAt).toBe(1_030_000);
    expect(wait(0).retryAt).toBeUndefined();
    expect(wait().retryAt).toBeUndefined();
    now.mockRestore();
  });
});

describe('no answer of Cognito', () => {
  it.each([undefined, null, {}, new TypeError('Failed to fetch'), 'text', 5])(
    'as %p is UNAVAILABLE',
    (cause) => {
      expect(toSignInError(cause)).toMatchObject({ name: 'SignInError', code: 'UNAVAILABLE' });
    },
  );

  it.each([
    ['INVALID_TOKEN', 'INVALID_TOKEN'],
    ['INVALID_CONFIG', 'INVALID_CONFIG'],
    ['NOT_SIGNED_IN', 'NOT_SIGNED_IN'],
    ['SESSION_EXPIRED', 'NOT_SIGNED_IN'],
    ['REFRESH_UNAVAILABLE', 'UNAVAILABLE'],
    ['STORE_UNAVAILABLE', 'UNAVAILABLE'],
  ] as const)("but the library's own %s is %s", (code, as) => {
    const cause = new SessionError(code, 'clientId: why');
    const error = toSignInError(cause, 'GetUser');
    expect(error.message).toBe(`${as}: GetUser: clientId: why`);
    expect(error.code).toBe(as);
    expect(error.cause).toBe(cause);
  });

  it('an error that has its code already stays the same', () => {
    const error = new SignInError('WEAK_PASSWORD', 'x', { reason: 'why', retryAt: 5 });
    expect(toSignInError(error, 'SignUp', { code: 'WRONG_CODE', isReason: true })).toBe(error);
    expect(error).toMatchObject({ code: 'WEAK_PASSWORD', reason: 'why', retryAt: 5 });
    expect(error).not.toHaveProperty('cause');
  });

  it('has no text in its message when no call has been searched for secrets', () => {
    expect(toSignInError(new TypeError('pa55')).message).toBe('UNAVAILABLE: TypeError');
    expect(toSignInError(new TypeError('Failed to fetch'), 'SignUp').message).toBe(
      'UNAVAILABLE: SignUp: TypeError: Failed to fetch',
    );
    expect(toSignInError(undefined).message).toBe('UNAVAILABLE: not an error');
  });
});

it('a meaning that was found before wins over the text, and the error is the cause itself', () => {
  const cause = new CognitoServiceError('UserNotConfirmedException', 'why', 400);
  const meaning = { code: 'WRONG_CODE', isReason: true } as const;
  expect(toSignInError(cause, 'SignUp', meaning)).toMatchObject({
    code: 'WRONG_CODE',
    reason: 'why',
  });
  expect(toSignInError(cause).cause).toBe(cause);
});

it('an error of the entry itself has its own sentence, and a cause when there is one', () => {
  const cause = new Error('beneath');
  expect(newSignInError('WRONG_CODE', 'why').message).toBe('WRONG_CODE: why');
  expect(newSignInError('WRONG_CODE', 'why')).not.toHaveProperty('cause');
  expect(newSignInError('WRONG_CODE', 'why', cause).cause).toBe(cause);
  expect(Object.keys(newSignInError('WRONG_CODE', 'why', cause))).not.toContain('cause');
});

it('K10: an endpoint that redirects is UNAVAILABLE', () => {
  const error = toSignInError(new UnexpectedRedirect('https://idp.example.com/?token=x'));
  expect(error).toMatchObject({ code: 'UNAVAILABLE', cause: { name: 'UnexpectedRedirect' } });
  expect((error.cause as Error).message).toBe(
    'https://idp.example.com/ answered with a redirect, which is not followed',
  );
});

it('every code can be reached', () => {
  const reached = new Set([
    ...TABLE.map(([, , code]) => code),
    toSignInError(new TypeError('Failed to fetch')).code,
    toSignInError(new SessionError('INVALID_TOKEN', 'x')).code,
  ]);
  const all: Record<SignInErrorCode, true> = {
    WRONG_CREDENTIALS: true,
    USER_NOT_CONFIRMED: true,
    PASSWORD_RESET_REQUIRED: true,
    TEMPORARY_PASSWORD_EXPIRED: true,
    WRONG_CODE: true,
    CODE_EXPIRED: true,
    CODE_NOT_SENT: true,
    CHALLENGE_EXPIRED: true,
    TOO_MANY_ATTEMPTS: true,
    WEAK_PASSWORD: true,
    USER_EXISTS: true,
    ALIAS_EXISTS: true,
    INVALID_INPUT: true,
    PASSKEY_FAILED: true,
    NOT_SIGNED_IN: true,
    UNAVAILABLE: true,
    REFUSED: true,
    INVALID_CONFIG: true,
    INVALID_TOKEN: true,
  };
  expect([...reached].sort()).toEqual(Object.keys(all).sort());
});
