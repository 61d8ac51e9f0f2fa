// What a sign-in form must tell apart.

import { SessionError } from 'ngx-cognito-session';

/**
 * Codes of {@link SignInError}; the list is closed.
 *
 * - `WRONG_CREDENTIALS`: user name or password is wrong, or the user is disabled; never says which.
 * - `USER_NOT_CONFIRMED`: the account waits for its confirmation code.
 * - `PASSWORD_RESET_REQUIRED`: an administrator reset the password.
 * - `TOO_MANY_ATTEMPTS`: Cognito asks to wait.
 * - `UNAVAILABLE`: Cognito could not be asked (network, 5xx).
 * - `REFUSED`: a Lambda trigger, the firewall or an expired challenge said no; `cause` holds its words.
 * - `INVALID_CONFIG`: pool or app client do not allow this; nothing a user can mend.
 * - `INVALID_TOKEN`: Cognito's answer is not a session of this pool and client.
 */
export type SignInErrorCode =
  | 'WRONG_CREDENTIALS'
  | 'USER_NOT_CONFIRMED'
  | 'PASSWORD_RESET_REQUIRED'
  | 'TOO_MANY_ATTEMPTS'
  | 'UNAVAILABLE'
  | 'REFUSED'
  | 'INVALID_CONFIG'
  | 'INVALID_TOKEN';

/** A sign-in that failed; `cause` is the answer of Cognito, whose `name` is the AWS name. Never holds a password. */
export class SignInError extends SessionError<SignInErrorCode> {
  override readonly name = 'SignInError';
}

const CODES: Readonly<Record<string, SignInErrorCode>> = {
  NotAuthorizedException: 'WRONG_CREDENTIALS',
  // Only seen when the pool does not hide whether a user exists; the form must hide it all the same.
  UserNotFoundException: 'WRONG_CREDENTIALS',
  UserNotConfirmedException: 'USER_NOT_CONFIRMED',
  PasswordResetRequiredException: 'PASSWORD_RESET_REQUIRED',
  TooManyRequestsException: 'TOO_MANY_ATTEMPTS',
  LimitExceededException: 'TOO_MANY_ATTEMPTS',
  TooManyFailedAttemptsException: 'TOO_MANY_ATTEMPTS',
  ResourceNotFoundException: 'INVALID_CONFIG',
  InvalidParameterException: 'INVALID_CONFIG',
  OperationNotEnabledException: 'INVALID_CONFIG',
  UnsupportedOperationException: 'INVALID_CONFIG',
};

const MESSAGES: Readonly<Record<SignInErrorCode, string>> = {
  WRONG_CREDENTIALS: 'user name or password is wrong',
  USER_NOT_CONFIRMED: 'the account is not confirmed yet',
  PASSWORD_RESET_REQUIRED: 'the password must be reset',
  TOO_MANY_ATTEMPTS: 'Cognito asks to wait before the next try',
  UNAVAILABLE: 'Cognito could not be reached',
  REFUSED: 'Cognito refused the sign-in',
  INVALID_CONFIG: 'the user pool or app client does not allow this sign-in',
  INVALID_TOKEN: 'the answer is not a session of this user pool and app client',
};

/**
 * The error a form gets for what Cognito, or the way to it, answered.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export function signInError(cause: unknown): SignInError {
  const {
    name = '',
    message = '',
    $metadata,
  } = (cause ?? {}) as {
    name?: string;
    message?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  // NotAuthorizedException as well, but about the app client: no password would be right.
  const secret = /secret hash|client secret|with secret/i.test(message);
  const ours = cause instanceof SessionError ? (cause as SessionError).code : undefined;
  const code =
    ours === 'INVALID_TOKEN' || ours === 'INVALID_CONFIG'
      ? ours
      : secret
        ? 'INVALID_CONFIG'
        : (CODES[name] ?? (status >= 400 && status < 500 ? 'REFUSED' : 'UNAVAILABLE'));
  return new SignInError(code, MESSAGES[code], cause);
}
