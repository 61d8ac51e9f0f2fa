// Answers of Cognito, one at least for each row of the sign-in entry's table of errors, with what a
// form does about it. scripts/sign-in-errors.ts makes the table of docs/sign-in-errors.md of them;
// no app loads this.

import { callName, ERROR_TABLE, type ErrorRow, findErrorRow } from '../../sign-in/src/error-table';
import { COGNITO_CALLS, OPERATIONS } from './cognito-calls';
import { browserOperations } from './sdk-model';

/** One answer. */
export interface ErrorExample {
  /** AWS name. */
  readonly name: string;
  /** AWS's text, as public reports show it where there are some. */
  readonly text: string;
  /** A call that can answer it; the others follow from the table. */
  readonly call: string;
  /** What a form does. */
  readonly advice: string;
}

/**
 * Calls of the session itself, whose errors are `SessionError`s, and one whose errors nobody gets.
 */
const NOT_OF_THE_ENTRY = [
  'GetTokensFromRefreshToken',
  'GlobalSignOut',
  'ConfirmDevice',
  'RevokeToken',
];

/**
 * Names that every AWS service may answer and no model lists, as far as they need a row.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
const COMMON_NAMES = ['ThrottlingException'];

/**
 * Calls of the sign-in entry, by their `callName`, with the names of errors that the SDK's model
 * gives for each, and common ones.
 */
export function entryCalls(): ReadonlyMap<string, readonly string[]> {
  const models = new Map(browserOperations().map(({ name, exceptions }) => [name, exceptions]));
  const calls = OPERATIONS.filter((operation) => !NOT_OF_THE_ENTRY.includes(operation)).flatMap(
    (operation) => {
      const call = callName(operation, COGNITO_CALLS[operation].input);
      // Within a sign-in these two bring the challenge's session.
      const others = /SoftwareToken$/.test(operation)
        ? [callName(operation, {}), callName(operation, { AccessToken: '' })]
        : [call];
      const names = [...(models.get(operation) ?? []), ...COMMON_NAMES];
      return others.map((each) => [each, names] as const);
    },
  );
  return new Map(calls);
}

/**
 * Calls that can answer `name`, by the SDK's model, and for which that text has the row of the
 * example.
 */
export function callsLike({ name, text, call }: ErrorExample): readonly string[] {
  const row = findErrorRow(name, text, call);
  return [...entryCalls()]
    .filter(([, names]) => names.includes(name))
    .map(([each]) => each)
    .filter((each) => findErrorRow(name, text, each) === row);
}

/** Rows without an example: nobody has said what a form does about them. */
export function rowsWithoutAdvice(examples: readonly ErrorExample[]): readonly ErrorRow[] {
  const rows = examples.map(({ name, text, call }) => findErrorRow(name, text, call));
  return ERROR_TABLE.filter((row) => !rows.includes(row));
}

const FOR_YOU = 'is for you: says that it does not work now';
const AGAIN = 'asks again, in words that tell neither of them';
const BY_TOKEN = (operation: string): string => callName(operation, { AccessToken: '' });

const of = (name: string, ...texts: readonly [string, string, string][]): ErrorExample[] =>
  texts.map(([text, call, advice]) => ({ name: `${name}Exception`, text, call, advice }));

export const ERROR_EXAMPLES: readonly ErrorExample[] = [
  ...of(
    'NotAuthorized',
    ['Incorrect username or password.', 'InitiateAuth', AGAIN],
    ['User is disabled.', 'InitiateAuth', AGAIN],
    ['User is disabled.', 'ForgotPassword', AGAIN],
    [
      'Incorrect username or password.',
      BY_TOKEN('ChangePassword'),
      'asks for the present password again',
    ],
    ['Password attempts exceeded', 'InitiateAuth', 'waits, and offers a new password'],
    [
      'Unable to login because of security reasons.',
      'InitiateAuth',
      'shows `reason`, does not ask again: threat protection blocks this attempt',
    ],
    [
      'Temporary password has expired and must be reset by an administrator.',
      'RespondToAuthChallenge',
      'sends the user to an administrator; a new password cannot be asked for',
    ],
    [
      'Invalid session for the user, session is expired.',
      'RespondToAuthChallenge',
      'starts the sign-in again',
    ],
    [
      'Access Token has been revoked',
      BY_TOKEN('GetUser'),
      'goes to the sign-in page; a call with the token of a refresh came before',
    ],
    ['User is disabled.', BY_TOKEN('ChangePassword'), 'goes to the sign-in page'],
    [
      'Client 1example is configured with secret but SECRET_HASH was not received',
      'InitiateAuth',
      `${FOR_YOU}; a browser needs an app client without a secret`,
    ],
    [
      'A client attempted to write unauthorized attribute',
      BY_TOKEN('UpdateUserAttributes'),
      `${FOR_YOU}; the app client may not write this attribute`,
    ],
    [
      'Access Token does not have required scopes',
      BY_TOKEN('GetUser'),
      `${FOR_YOU}; the token lacks aws.cognito.signin.user.admin`,
    ],
    [
      'SignUp is not permitted for this user pool',
      'SignUp',
      'says that nobody can sign up here: only administrators make accounts',
    ],
    [
      'User cannot be confirmed. Current status is CONFIRMED',
      'ConfirmSignUp',
      'shows `reason`; offers to sign in',
    ],
    [
      'User password cannot be reset in the current state.',
      'ForgotPassword',
      'shows `reason`; an administrator can help',
    ],
    [
      'Cannot modify an already provided email',
      'RespondToAuthChallenge',
      'shows `reason`, on the same step',
    ],
    ['anything else', 'SignUp', FOR_YOU],
  ),
  ...of(
    'UserNotFound',
    ['User does not exist.', 'InitiateAuth', AGAIN],
    ['User does not exist.', 'VerifySoftwareToken', 'starts the sign-in again'],
    ['User does not exist.', BY_TOKEN('GetUser'), 'goes to the sign-in page'],
  ),
  ...of('UserNotConfirmed', [
    'User is not confirmed.',
    'InitiateAuth',
    'asks for the code: `SignUpService.confirmSignUp`',
  ]),
  ...of('PasswordResetRequired', [
    'Password reset required for the user',
    'InitiateAuth',
    'goes the way of a forgotten password: `PasswordService`',
  ]),
  ...of(
    'InvalidParameter',
    [
      "1 validation error detected: Value at 'password' failed to satisfy constraint",
      'SignUp',
      'shows `reason`, asks for another password',
    ],
    [
      'USER_SRP_AUTH is not enabled for the client.',
      'InitiateAuth',
      `${FOR_YOU}; turn the flow on at the app client`,
    ],
    ['Invalid email address format.', 'SignUp', 'shows `reason` at the field'],
    [
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
      'ForgotPassword',
      'shows `reason`; an administrator can help',
    ],
  ),
  ...of('InvalidPassword', [
    'Password did not conform with policy: Password not long enough',
    'SignUp',
    'shows `reason`, asks for another password',
  ]),
  ...of('PasswordHistoryPolicyViolation', [
    'Password has previously been used',
    'ConfirmForgotPassword',
    'shows `reason`, asks for another password',
  ]),
  ...of('CodeMismatch', [
    'Invalid verification code provided, please try again.',
    'ConfirmSignUp',
    'asks again, on the same step',
  ]),
  ...of('EnableSoftwareTokenMFA', [
    'Code mismatch and fail enable Software Token MFA',
    BY_TOKEN('VerifySoftwareToken'),
    'asks again, on the same step',
  ]),
  ...of(
    'ExpiredCode',
    [
      'Invalid code provided, please request a code again.',
      'ConfirmForgotPassword',
      'offers a new code',
    ],
    [
      'Your software token has already been used once.',
      'RespondToAuthChallenge',
      "waits for the app's next code",
    ],
  ),
  ...of('CodeDeliveryFailure', [
    'Could not send the code',
    'ForgotPassword',
    'offers to try again, or another way',
  ]),
  ...of('TooManyRequests', ['Rate exceeded', 'InitiateAuth', 'waits; `retryAt` is there if known']),
  ...of('LimitExceeded', [
    'Attempt limit exceeded, please try after some time.',
    'ForgotPassword',
    'waits some minutes',
  ]),
  ...of('Throttling', ['Rate exceeded', 'InitiateAuth', 'waits; `retryAt` is there if known']),
  ...of('TooManyFailedAttempts', [
    'Too many failed attempts',
    'ConfirmSignUp',
    'waits, then offers a new code',
  ]),
  ...of('UsernameExists', ['User already exists', 'SignUp', 'asks for another name']),
  ...of('AliasExists', [
    'An account with the given email already exists.',
    'ConfirmSignUp',
    'asks for another address, or takes it over: `forceAliasCreation`',
  ]),
  ...of('WebAuthnChallengeNotFound', [
    'The challenge was not found.',
    BY_TOKEN('CompleteWebAuthnRegistration'),
    'starts again: it took too long',
  ]),
  ...of('WebAuthnClientMismatch', [
    'The registration was started by another client.',
    BY_TOKEN('CompleteWebAuthnRegistration'),
    'starts again',
  ]),
  ...of('WebAuthnCredentialNotSupported', [
    'The credential is not supported.',
    BY_TOKEN('CompleteWebAuthnRegistration'),
    'offers another device, or another way',
  ]),
  ...of('UserLambdaValidation', [
    'PreSignUp failed with error Not this name.',
    'SignUp',
    'shows `reason`: what the trigger threw, here "Not this name."',
  ]),
  ...of('UnexpectedLambda', [
    'PreSignUp failed with error Task timed out',
    'SignUp',
    'says that it does not work now; the trigger is broken',
  ]),
  ...of('InvalidLambdaResponse', [
    'Unrecognizable lambda output',
    'InitiateAuth',
    'says that it does not work now; the trigger is broken',
  ]),
  ...of('Forbidden', [
    'Request not allowed due to WAF block.',
    'InitiateAuth',
    'says that it is not allowed from here: a firewall blocks it',
  ]),
  ...of('ConcurrentModification', [
    'User was changed at the same time',
    BY_TOKEN('AssociateSoftwareToken'),
    'offers to try again',
  ]),
  ...of('InternalError', ['Something went wrong', 'InitiateAuth', 'offers to try again']),
];
