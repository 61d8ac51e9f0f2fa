// What Cognito's errors mean for a form, by operation, AWS name and wording. `npm run sign-in:errors`
// makes the table of docs/sign-in.md of it.

import type { SignInErrorCode } from './sign-in-error-code';

/** One meaning; the first row that matches wins. */
export type ErrorRow = readonly [
  /** AWS names, separated by `|`; compared in any letter case. */
  names: string,
  /** The calls it is about, by their {@link callName}. */
  calls: RegExp,
  /** What AWS's text says. */
  words: RegExp,
  code: SignInErrorCode,
  /** Whether AWS's text is for people. */
  reason?: 'reason',
];

/** Every call, and every text. */
const ANY = /(?:)/;
/** Calls that bring an access token, as {@link callName} says. */
const OF_USER = / with AccessToken$/;
const SIGN_IN = /^(InitiateAuth|RespondToAuthChallenge)$/;
/** Calls that name a user and judge no password. */
const NAMES_USER = /^(ConfirmSignUp|ResendConfirmationCode|ForgotPassword|ConfirmForgotPassword)$/;
const SETS_PASSWORD = /^(SignUp|ConfirmForgotPassword|ChangePassword|RespondToAuthChallenge)\b/;
/** In a sign-in these two bring the challenge's session in place of an access token. */
const SETS_UP_TOTP = /SoftwareToken$/;

const NOT_AUTHORIZED = 'NotAuthorizedException';
const INVALID_PARAMETER = 'InvalidParameterException';
const USER_NOT_FOUND = 'UserNotFoundException';

/**
 * Names alone do not do: a NotAuthorizedException may be about the password, the app client, the
 * challenge's session, a lockout or the access token.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html#API_RespondToAuthChallenge_Errors
 */
export const ERROR_TABLE: readonly ErrorRow[] = [
  [NOT_AUTHORIZED, ANY, /secret|required scope|unauthorized attribute/i, 'INVALID_CONFIG'],
  [NOT_AUTHORIZED, /^SignUp$/, /not permitted/i, 'INVALID_CONFIG'],
  [NOT_AUTHORIZED, ANY, /attempts/i, 'TOO_MANY_ATTEMPTS'],
  [NOT_AUTHORIZED, ANY, /security reasons/i, 'REFUSED', 'reason'],
  [NOT_AUTHORIZED, SIGN_IN, /administrator/i, 'TEMPORARY_PASSWORD_EXPIRED'],
  [NOT_AUTHORIZED, ANY, /current stat|already provided/i, 'INVALID_INPUT', 'reason'],
  [NOT_AUTHORIZED, /^ChangePassword\b/, /password/i, 'WRONG_CREDENTIALS'],
  // The account behind the token is gone, or the token is too old or revoked.
  [NOT_AUTHORIZED, OF_USER, ANY, 'NOT_SIGNED_IN'],
  [NOT_AUTHORIZED, ANY, /session/i, 'CHALLENGE_EXPIRED'],
  // Also in words that are new: the form must not tell an unknown user from a wrong password.
  [NOT_AUTHORIZED, SIGN_IN, ANY, 'WRONG_CREDENTIALS'],
  [NOT_AUTHORIZED, NAMES_USER, /username|user is|user does/i, 'WRONG_CREDENTIALS'],
  [NOT_AUTHORIZED, ANY, ANY, 'INVALID_CONFIG'],
  [USER_NOT_FOUND, OF_USER, ANY, 'NOT_SIGNED_IN'],
  [USER_NOT_FOUND, SETS_UP_TOTP, ANY, 'CHALLENGE_EXPIRED'],
  // Only seen when the pool does not hide whether a user exists; the form must hide it all the same.
  [USER_NOT_FOUND, ANY, ANY, 'WRONG_CREDENTIALS'],
  ['UserNotConfirmedException', ANY, ANY, 'USER_NOT_CONFIRMED'],
  ['PasswordResetRequiredException', ANY, ANY, 'PASSWORD_RESET_REQUIRED'],
  [INVALID_PARAMETER, SETS_PASSWORD, /'(proposed)?password'/i, 'WEAK_PASSWORD', 'reason'],
  [
    INVALID_PARAMETER,
    ANY,
    /not (enabled|configured|supported)|'clientId'|SECRET_HASH/i,
    'INVALID_CONFIG',
  ],
  [INVALID_PARAMETER, ANY, ANY, 'INVALID_INPUT', 'reason'],
  [
    'InvalidPasswordException|PasswordHistoryPolicyViolationException',
    ANY,
    ANY,
    'WEAK_PASSWORD',
    'reason',
  ],
  ['CodeMismatchException|EnableSoftwareTokenMFAException', ANY, ANY, 'WRONG_CODE'],
  ['ExpiredCodeException', ANY, ANY, 'CODE_EXPIRED'],
  ['CodeDeliveryFailureException', ANY, ANY, 'CODE_NOT_SENT'],
  [
    'TooManyRequestsException|LimitExceededException|TooManyFailedAttemptsException|ThrottlingException',
    ANY,
    ANY,
    'TOO_MANY_ATTEMPTS',
  ],
  ['UsernameExistsException', ANY, ANY, 'USER_EXISTS'],
  ['AliasExistsException', ANY, ANY, 'ALIAS_EXISTS'],
  ['WebAuthnChallengeNotFoundException', ANY, ANY, 'CHALLENGE_EXPIRED'],
  [
    'WebAuthnClientMismatchException|WebAuthnCredentialNotSupportedException',
    ANY,
    ANY,
    'PASSKEY_FAILED',
  ],
  ['UserLambdaValidationException', ANY, ANY, 'REFUSED', 'reason'],
  [
    'UnexpectedLambdaException|InvalidLambdaResponseException|ForbiddenException',
    ANY,
    ANY,
    'REFUSED',
  ],
  ['ConcurrentModificationException|InternalErrorException', ANY, ANY, 'UNAVAILABLE'],
];

/** How a call stands in the table: its operation, and whether its input has an access token. */
export function callName(operation: string, input: object): string {
  return operation + ('AccessToken' in input ? ' with AccessToken' : '');
}

/**
 * The row of an error.
 * @param call the {@link callName} of what was called; the empty text when that is not known.
 */
export function findErrorRow(name: string, words: string, call: string): ErrorRow | undefined {
  return ERROR_TABLE.find(
    ([names, calls, texts]) =>
      names.toLowerCase().split('|').includes(name.toLowerCase()) &&
      calls.test(call) &&
      texts.test(words),
  );
}
