// The table of Cognito's errors: what each AWS name means for a form, by operation and wording.
// `npm run sign-in:errors` writes the table of docs/sign-in-errors.md from it.

import type { SignInErrorCode } from './sign-in-error-code';

/** The conditions of a row; a row without them holds for every call and every text. */
interface RowDetails {
  /** The calls that the row is about, by their {@link callName}. */
  readonly calls?: RegExp;
  /** The pattern of AWS's text. */
  readonly text?: RegExp;
  /** Whether AWS's text is written for users: it becomes the `reason` of the error. */
  readonly isReason?: boolean;
}

/** The meaning of some errors. AWS names are compared in any letter case. */
export type ErrorRow = readonly [
  names: readonly string[],
  code: SignInErrorCode,
  details?: RowDetails,
];

/** Calls with an access token, as {@link callName} writes them. */
const AS_USER = / with AccessToken$/;
const SIGN_IN = /^(InitiateAuth|RespondToAuthChallenge)$/;
/** Calls that name a user and check no password. */
const NAMES_USER = /^(ConfirmSignUp|ResendConfirmationCode|ForgotPassword|ConfirmForgotPassword)$/;
const SETS_PASSWORD = /^(SignUp|ConfirmForgotPassword|ChangePassword|RespondToAuthChallenge)\b/;
/** During a sign-in, these two calls have the challenge's session in place of an access token. */
const SETS_UP_TOTP = /SoftwareToken$/;

const NOT_AUTHORIZED = ['NotAuthorizedException'];
const USER_NOT_FOUND = ['UserNotFoundException'];
const INVALID_PARAMETER = ['InvalidParameterException'];

/**
 * The first row that matches wins. The name alone does not decide: a NotAuthorizedException may be
 * about the password, the app client, the challenge's session, a lockout or the access token.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html#API_RespondToAuthChallenge_Errors
 */
export const ERROR_TABLE: readonly ErrorRow[] = [
  [NOT_AUTHORIZED, 'INVALID_CONFIG', { text: /secret|required scope|unauthorized attribute/i }],
  [NOT_AUTHORIZED, 'INVALID_CONFIG', { calls: /^SignUp$/, text: /not permitted/i }],
  [NOT_AUTHORIZED, 'TOO_MANY_ATTEMPTS', { text: /attempts/i }],
  [NOT_AUTHORIZED, 'REFUSED', { text: /security reasons/i, isReason: true }],
  [NOT_AUTHORIZED, 'TEMPORARY_PASSWORD_EXPIRED', { calls: SIGN_IN, text: /administrator/i }],
  [NOT_AUTHORIZED, 'INVALID_INPUT', { text: /current stat|already provided/i, isReason: true }],
  [NOT_AUTHORIZED, 'WRONG_CREDENTIALS', { calls: /^ChangePassword\b/, text: /password/i }],
  // The token is too old or revoked, or its account is deleted or disabled.
  [NOT_AUTHORIZED, 'NOT_SIGNED_IN', { calls: AS_USER }],
  [NOT_AUTHORIZED, 'CHALLENGE_EXPIRED', { text: /session/i }],
  // Any other text, also a new one: the form must not show whether the user or the password is
  // wrong.
  [NOT_AUTHORIZED, 'WRONG_CREDENTIALS', { calls: SIGN_IN }],
  [NOT_AUTHORIZED, 'WRONG_CREDENTIALS', { calls: NAMES_USER, text: /username|user is|user does/i }],
  [NOT_AUTHORIZED, 'INVALID_CONFIG'],
  [USER_NOT_FOUND, 'NOT_SIGNED_IN', { calls: AS_USER }],
  [USER_NOT_FOUND, 'CHALLENGE_EXPIRED', { calls: SETS_UP_TOTP }],
  // A pool that hides whether a user exists never answers this; the form must hide it in any case.
  [USER_NOT_FOUND, 'WRONG_CREDENTIALS'],
  [
    INVALID_PARAMETER,
    'WEAK_PASSWORD',
    { calls: SETS_PASSWORD, text: /'(proposed)?password'/i, isReason: true },
  ],
  [
    INVALID_PARAMETER,
    'INVALID_CONFIG',
    { text: /not (enabled|configured|supported)|'clientId'|SECRET_HASH/i },
  ],
  [INVALID_PARAMETER, 'INVALID_INPUT', { isReason: true }],
  [['UserNotConfirmedException'], 'USER_NOT_CONFIRMED'],
  [['PasswordResetRequiredException'], 'PASSWORD_RESET_REQUIRED'],
  [
    ['InvalidPasswordException', 'PasswordHistoryPolicyViolationException'],
    'WEAK_PASSWORD',
    { isReason: true },
  ],
  [['CodeMismatchException', 'EnableSoftwareTokenMFAException'], 'WRONG_CODE'],
  [['ExpiredCodeException'], 'CODE_EXPIRED'],
  [['CodeDeliveryFailureException'], 'CODE_NOT_SENT'],
  [
    [
      'TooManyRequestsException',
      'LimitExceededException',
      'TooManyFailedAttemptsException',
      'ThrottlingException',
    ],
    'TOO_MANY_ATTEMPTS',
  ],
  [['UsernameExistsException'], 'USER_EXISTS'],
  [['AliasExistsException'], 'ALIAS_EXISTS'],
  [['WebAuthnChallengeNotFoundException'], 'CHALLENGE_EXPIRED'],
  [
    ['WebAuthnClientMismatchException', 'WebAuthnCredentialNotSupportedException'],
    'PASSKEY_FAILED',
  ],
  [['UserLambdaValidationException'], 'REFUSED', { isReason: true }],
  [
    ['UnexpectedLambdaException', 'InvalidLambdaResponseException', 'ForbiddenException'],
    'REFUSED',
  ],
  [['ConcurrentModificationException', 'InternalErrorException'], 'UNAVAILABLE'],
];

/** Names a call for the table: its operation, and whether its input has an access token. */
export function callName(operation: string, input: object): string {
  return operation + ('AccessToken' in input ? ' with AccessToken' : '');
}

/**
 * Finds the row of an error.
 * @param call the {@link callName} of the call; the empty text when no call is known.
 */
export function findErrorRow(name: string, text: string, call: string): ErrorRow | undefined {
  const lowerCase = name.toLowerCase();
  return ERROR_TABLE.find(
    ([names, , { calls, text: words } = {}]) =>
      names.some((each) => each.toLowerCase() === lowerCase) &&
      (!calls || calls.test(call)) &&
      (!words || words.test(text)),
  );
}
