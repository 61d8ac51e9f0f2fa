// What a form must tell apart when a sign-in or an account operation fails.

import { SessionError } from 'ngx-cognito-session';

/**
 * Codes of {@link SignInError}; the list is closed.
 *
 * - `WRONG_CREDENTIALS`: user name or password is wrong, or the user is disabled; never says which.
 * - `USER_NOT_CONFIRMED`: the account waits for its confirmation code.
 * - `PASSWORD_RESET_REQUIRED`: an administrator reset the password.
 * - `WRONG_CODE`: the code is wrong; the same step can be answered again.
 * - `CODE_EXPIRED`: the code is too old; ask for a new one.
 * - `CODE_NOT_SENT`: Cognito could not deliver the code.
 * - `CHALLENGE_EXPIRED`: the challenge was not answered in time (3 minutes by default); start the sign-in again.
 * - `TOO_MANY_ATTEMPTS`: Cognito asks to wait; `retryAt` tells until when, if it is known.
 * - `WEAK_PASSWORD`: the password does not meet the pool's policy; `reason` has the policy's text.
 * - `USER_EXISTS`: the user name is taken.
 * - `ALIAS_EXISTS`: the e-mail address or phone number belongs to another user.
 * - `INVALID_INPUT`: a value is missing or malformed; `reason` has Cognito's text.
 * - `PASSKEY_FAILED`: the browser made or used no passkey: cancelled, timed out, not supported.
 * - `NOT_SIGNED_IN`: the operation needs a session, and there is none, or Cognito ended it.
 * - `UNAVAILABLE`: Cognito could not be asked (network, 5xx).
 * - `REFUSED`: a Lambda trigger or the firewall said no; `reason` has a trigger's text.
 * - `INVALID_CONFIG`: pool or app client do not allow this; nothing a user can mend.
 * - `INVALID_TOKEN`: Cognito's answer is not a session of this pool and client.
 */
export type SignInErrorCode =
  | 'WRONG_CREDENTIALS'
  | 'USER_NOT_CONFIRMED'
  | 'PASSWORD_RESET_REQUIRED'
  | 'WRONG_CODE'
  | 'CODE_EXPIRED'
  | 'CODE_NOT_SENT'
  | 'CHALLENGE_EXPIRED'
  | 'TOO_MANY_ATTEMPTS'
  | 'WEAK_PASSWORD'
  | 'USER_EXISTS'
  | 'ALIAS_EXISTS'
  | 'INVALID_INPUT'
  | 'PASSKEY_FAILED'
  | 'NOT_SIGNED_IN'
  | 'UNAVAILABLE'
  | 'REFUSED'
  | 'INVALID_CONFIG'
  | 'INVALID_TOKEN';

/**
 * A sign-in or account operation that failed; `cause` is the answer of Cognito, whose `name` is the AWS name. No field
 * of it ever holds a password, a code or a token.
 */
export class SignInError extends SessionError<SignInErrorCode> {
  override readonly name = 'SignInError';
  /** Cognito's own words, for people: the policy a password does not meet, what is wrong with a value, why a trigger refused. */
  readonly reason: string | undefined;
  /** When to try again, in ms since epoch; undefined when Cognito did not say. */
  readonly retryAt: number | undefined;

  constructor(
    code: SignInErrorCode,
    message: string,
    { cause, reason, retryAt }: { cause?: unknown; reason?: string; retryAt?: number } = {},
  ) {
    super(code, message, cause);
    this.reason = reason;
    this.retryAt = retryAt;
  }
}

/** What each code says, and the AWS names that mean it, without `Exception`. */
const MEANINGS: Readonly<Record<SignInErrorCode, readonly [message: string, names?: string]>> = {
  // UserNotFound is only seen when the pool does not hide whether a user exists; the form must hide it all the same.
  WRONG_CREDENTIALS: ['user name or password is wrong', 'NotAuthorized UserNotFound'],
  USER_NOT_CONFIRMED: ['the account is not confirmed yet', 'UserNotConfirmed'],
  PASSWORD_RESET_REQUIRED: ['the password must be reset', 'PasswordResetRequired'],
  WRONG_CODE: ['the code is wrong', 'CodeMismatch EnableSoftwareTokenMFA'],
  CODE_EXPIRED: ['the code has expired', 'ExpiredCode'],
  CODE_NOT_SENT: ['the code could not be sent', 'CodeDeliveryFailure'],
  CHALLENGE_EXPIRED: ['this took too long, start again', 'WebAuthnChallengeNotFound'],
  TOO_MANY_ATTEMPTS: [
    'Cognito asks to wait before the next try',
    'TooManyRequests LimitExceeded TooManyFailedAttempts',
  ],
  WEAK_PASSWORD: ['the password is too weak', 'InvalidPassword PasswordHistoryPolicyViolation'],
  USER_EXISTS: ['the user name is taken', 'UsernameExists'],
  ALIAS_EXISTS: ['the address belongs to another user', 'AliasExists'],
  INVALID_INPUT: ['a value is missing or malformed', 'InvalidParameter'],
  PASSKEY_FAILED: ['no passkey was made or used', 'WebAuthnClientMismatch'],
  NOT_SIGNED_IN: ['there is no session'],
  UNAVAILABLE: ['Cognito could not be reached'],
  REFUSED: ['Cognito refused', 'UserLambdaValidation'],
  INVALID_CONFIG: [
    'the user pool or app client does not allow this',
    'ResourceNotFound OperationNotEnabled UnsupportedOperation FeatureUnavailableInTier WebAuthnNotEnabled ' +
      'WebAuthnConfigurationMissing WebAuthnOriginNotAllowed WebAuthnRelyingPartyMismatch',
  ],
  INVALID_TOKEN: ['the answer is not a session of this user pool and app client'],
};

/**
 * Names that stand for several things, told apart by Cognito's words: the first match wins.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
const WORDS: Readonly<Record<string, readonly (readonly [RegExp, SignInErrorCode])[]>> = {
  NotAuthorized: [
    // About the app client: no password would be right.
    [/secret|scope/i, 'INVALID_CONFIG'],
    [/session/i, 'CHALLENGE_EXPIRED'],
    [/attempts/i, 'TOO_MANY_ATTEMPTS'],
    [/access token/i, 'NOT_SIGNED_IN'],
    [/current status/i, 'INVALID_INPUT'],
  ],
  InvalidParameter: [
    [/'\w*password'/i, 'WEAK_PASSWORD'],
    [/enabled|client|configured|supported/i, 'INVALID_CONFIG'],
  ],
};

/** Codes with which Cognito's own words are for the user. */
const WORDED = /^(WEAK_PASSWORD|INVALID_INPUT|REFUSED)$/;

/** Codes of the session library, where they mean the same or something close. */
const OURS: Readonly<Record<string, SignInErrorCode>> = {
  INVALID_TOKEN: 'INVALID_TOKEN',
  INVALID_CONFIG: 'INVALID_CONFIG',
  NOT_SIGNED_IN: 'NOT_SIGNED_IN',
  SESSION_EXPIRED: 'NOT_SIGNED_IN',
};

interface Answered {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number } | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** An error with a code, in the words of this library. */
export function signInErrorOf(
  code: SignInErrorCode,
  details?: ConstructorParameters<typeof SignInError>[2],
): SignInError {
  return new SignInError(code, MEANINGS[code][0], details);
}

/**
 * The error a form gets for what Cognito, or the way to it, answered.
 * @param input what was sent: nothing secret of it stays in the error, even where Cognito or a trigger quoted it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export function signInError(error: unknown, input?: object): SignInError {
  if (error instanceof SignInError) return error;
  const cause = withoutSecrets(error ?? {}, input);
  const { name = '', message = '', $metadata, retryAfterSeconds } = cause;
  const status = $metadata?.httpStatusCode ?? 0;
  const plain = name.replace('Exception', '');
  const code =
    cause instanceof SessionError
      ? (OURS[(cause as SessionError).code] ?? 'UNAVAILABLE')
      : (WORDS[plain]?.find(([words]) => words.test(message))?.[1] ??
        codeOf(plain) ??
        (status >= 400 && status < 500 ? 'REFUSED' : 'UNAVAILABLE'));
  return signInErrorOf(code, {
    cause,
    ...(WORDED.test(code) && codeOf(plain) && { reason: message }),
    ...(retryAfterSeconds && { retryAt: Date.now() + retryAfterSeconds * 1000 }),
  });
}

function codeOf(name: string): SignInErrorCode | undefined {
  const codes = Object.keys(MEANINGS) as SignInErrorCode[];
  return codes.find((code) => MEANINGS[code][1]?.split(' ').includes(name));
}

/** Triggers and validation may quote what they were sent; passwords and codes of fewer than 4 characters hide in any text. */
function withoutSecrets(error: Answered, input?: object): Answered {
  let message = error.message ?? '';
  JSON.stringify(input, (key, value: unknown) => {
    const secret = /pass|code|secret|token|session|answer|credential/i.test(key);
    if (secret && typeof value === 'string' && value.length > 3) {
      message = message.replaceAll(value, '***');
    }
    return value;
  });
  if (message === (error.message ?? '')) return error;
  const { name, $metadata, retryAfterSeconds } = error;
  return Object.assign(new Error(message), { name, $metadata, retryAfterSeconds });
}
