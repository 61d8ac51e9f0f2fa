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
 * - `CHALLENGE_EXPIRED`: the challenge was not answered in time (3 minutes by default), the user has gone on with
 *   another sign-in since, or a sign-out in any tab has ended it; start again.
 * - `TOO_MANY_ATTEMPTS`: Cognito asks to wait; `retryAt` tells until when, if it is known.
 * - `WEAK_PASSWORD`: the password does not meet the pool's policy; `reason` has the policy's text.
 * - `USER_EXISTS`: the user name is taken.
 * - `ALIAS_EXISTS`: the e-mail address or phone number belongs to another user.
 * - `INVALID_INPUT`: a value is missing or malformed; `reason` has Cognito's text.
 * - `PASSKEY_FAILED`: the browser made or used no passkey: cancelled, timed out, not supported.
 * - `NOT_SIGNED_IN`: the operation needs a session, and there is none, or Cognito ended it.
 * - `UNAVAILABLE`: Cognito could not be asked (network, 5xx), or is busy with another change of this user.
 * - `REFUSED`: a Lambda trigger or the firewall said no; `reason` has a trigger's text.
 * - `INVALID_CONFIG`: pool, app client or page (SRP needs https) do not allow this, or Cognito said something this version
 *   does not know; nothing a user can mend.
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

/** What an error tells beside its code. */
interface SignInErrorDetails {
  readonly cause?: unknown;
  readonly reason?: string | undefined;
  readonly retryAt?: number | undefined;
}

/**
 * A sign-in or account operation that failed. Choose your words by `code`: `message` is the same for all. `cause` is the
 * answer of Cognito, whose `name` is the AWS name. No field of it ever holds a password, a code or a token.
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
    { cause, reason, retryAt }: SignInErrorDetails = {},
  ) {
    super(code, message, cause);
    this.reason = reason;
    this.retryAt = retryAt;
  }
}

/**
 * What Cognito's errors mean, by name and words; the first match wins. Names alone do not do: a NotAuthorizedException
 * may be about the password, the app client, the challenge's session, a lockout or the access token. Names are as long as
 * it takes to tell them apart, and are read in any letter case.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html#API_RespondToAuthChallenge_Errors
 */
const MEANINGS: readonly (readonly [RegExp, SignInErrorCode])[] = [
  [/^InvalidParameter.*'(proposed)?password'|^InvalidPass|^PasswordHist/is, 'WEAK_PASSWORD'],
  [
    /^NotAuthorized.*(secret|scope|unauthorized)|^InvalidParameter.*not (enabled|configured|supported)/is,
    'INVALID_CONFIG',
  ],
  [/^NotAuthorized.*session|^WebAuthnChal/is, 'CHALLENGE_EXPIRED'],
  [/^NotAuthorized.*attempts|^TooMany|^Limit/is, 'TOO_MANY_ATTEMPTS'],
  [/^NotAuthorized.*access token/is, 'NOT_SIGNED_IN'],
  [/^NotAuthorized.*(current stat|provided)|^InvalidParameter/is, 'INVALID_INPUT'],
  [/^PasswordRes|^NotAuthorized.*admin/i, 'PASSWORD_RESET_REQUIRED'],
  // UserNotFound is only seen when the pool does not hide whether a user exists; the form must hide it all the same.
  [/^NotAuthorized|^UserNotFound/i, 'WRONG_CREDENTIALS'],
  [/^UserNotConf/i, 'USER_NOT_CONFIRMED'],
  [/^CodeMis|^Enable/i, 'WRONG_CODE'],
  [/^Expired/i, 'CODE_EXPIRED'],
  [/^CodeDel/i, 'CODE_NOT_SENT'],
  [/^Username/i, 'USER_EXISTS'],
  [/^Alias/i, 'ALIAS_EXISTS'],
  [/^WebAuthnC[lr]/i, 'PASSKEY_FAILED'],
  [/^(UserL|InvalidL|UnexpectedL|Forb)/i, 'REFUSED'],
  [/^Concurrent/i, 'UNAVAILABLE'],
];

/** Codes and names with which Cognito's own words are for the user. */
const WORDED = /^(WEAK|INVALID_INPUT)|UserL/i;

interface Answered {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number } | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** An error of this entry. */
export function signInErrorOf(code: SignInErrorCode, details?: SignInErrorDetails): SignInError {
  // One sentence for all: what tells is the code, and Cognito's words may be about things a page must not show.
  return new SignInError(code, 'the call failed', details);
}

/**
 * The error a form gets for what Cognito, or the way to it, answered.
 * @param error as it comes through the gateway, without anything secret that was sent.
 * @param code what was found in its words before they were blanked; by default what is in them now.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export function signInError(error: unknown, code?: SignInErrorCode): SignInError {
  if (error instanceof SignInError) return error;
  const cause = (error ?? {}) as Answered;
  const { name = '', message = '', retryAfterSeconds } = cause;
  const found = code ?? codeOf(cause);
  return signInErrorOf(found, {
    cause,
    reason: WORDED.test(found + name) ? message : undefined,
    retryAt: retryAfterSeconds ? Date.now() + retryAfterSeconds * 1000 : undefined,
  });
}

/** What a failure means for a form. */
export function codeOf(failure: unknown): SignInErrorCode {
  const error = (failure ?? {}) as Answered;
  if (error instanceof SessionError) {
    const { code } = error as SessionError;
    if (/^INVALID/.test(code)) return code as SignInErrorCode;
    return /UNAVAILABLE/.test(code) ? 'UNAVAILABLE' : 'NOT_SIGNED_IN';
  }
  const text = `${error.name} ${error.message}`;
  const refused = /^4/.test(String(error.$metadata?.httpStatusCode));
  const meaning = MEANINGS.find(([words]) => words.test(text));
  return meaning?.[1] ?? (refused ? 'INVALID_CONFIG' : 'UNAVAILABLE');
}
