// The codes a form acts on.

/**
 * Codes of `SignInError`; the list is closed.
 *
 * - `WRONG_CREDENTIALS`: user name or password is wrong, or the user is disabled; never says which. Only calls that
 *   judge a user name or a password have it.
 * - `USER_NOT_CONFIRMED`: the account waits for its confirmation code.
 * - `PASSWORD_RESET_REQUIRED`: an administrator reset the password; `PasswordService.forgotPassword` is the way on.
 * - `TEMPORARY_PASSWORD_EXPIRED`: the password that an administrator gave is too old. Only an administrator can give a
 *   new one: Cognito refuses `forgotPassword` for this account.
 * - `WRONG_CODE`: the code is wrong; the same step can be answered again.
 * - `CODE_EXPIRED`: the code is too old; ask for a new one.
 * - `CODE_NOT_SENT`: Cognito could not deliver the code.
 * - `CHALLENGE_EXPIRED`: the challenge was not answered in time (3 minutes by default), the user has gone on with
 *   another sign-in since, or a sign-out in any tab has ended it; start again.
 * - `TOO_MANY_ATTEMPTS`: Cognito, or what stands before it, asks to wait; `retryAt` tells until when, if it is known.
 * - `WEAK_PASSWORD`: the password does not meet the pool's policy; `reason` has the policy's text.
 * - `USER_EXISTS`: the user name is taken.
 * - `ALIAS_EXISTS`: the e-mail address or phone number belongs to another user.
 * - `INVALID_INPUT`: a value is missing or malformed; `reason` has Cognito's text.
 * - `PASSKEY_FAILED`: the browser made or used no passkey: cancelled, timed out, not supported.
 * - `NOT_SIGNED_IN`: the operation needs a session, and there is none; or Cognito takes its token no more (the account is
 *   deleted or disabled, the sign-in is revoked). By then a refresh has been tried, which ends the session if it is over; if
 *   it is not, Cognito has refused the newer token, too.
 * - `UNAVAILABLE`: Cognito could not be asked (network, 408, 5xx, somebody else's answer such as a captive portal's), or is
 *   busy with another change of this user.
 * - `REFUSED`: a Lambda trigger, threat protection, the firewall or a proxy said no; `reason` has the text of the first two.
 * - `INVALID_CONFIG`: pool, app client or page (SRP needs https) do not allow this, or Cognito said something this version
 *   does not know; nothing a user can mend.
 * - `INVALID_TOKEN`: Cognito's answer is not a session of this pool and client.
 */
export type SignInErrorCode =
  | 'WRONG_CREDENTIALS'
  | 'USER_NOT_CONFIRMED'
  | 'PASSWORD_RESET_REQUIRED'
  | 'TEMPORARY_PASSWORD_EXPIRED'
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
