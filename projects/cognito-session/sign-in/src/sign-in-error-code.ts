// The codes of `SignInError`, with the meaning of each for a form.

/**
 * Codes of `SignInError`; the list is closed.
 *
 * - `WRONG_CREDENTIALS`: the user name or the password is wrong, or the user is disabled; the error
 *   never says which. Only calls that check a user name or a password fail with it.
 * - `USER_NOT_CONFIRMED`: the account waits for its confirmation code.
 * - `PASSWORD_RESET_REQUIRED`: an administrator has reset the password; go on with
 *   `PasswordService.forgotPassword`.
 * - `TEMPORARY_PASSWORD_EXPIRED`: the password that an administrator has set is too old. Only an
 *   administrator can set a new one: Cognito refuses `forgotPassword` for this account.
 * - `WRONG_CODE`: the code is wrong; the same step can be answered again.
 * - `CODE_EXPIRED`: the code is too old; ask for a new one.
 * - `CODE_NOT_SENT`: Cognito could not deliver the code.
 * - `CHALLENGE_EXPIRED`: start the sign-in again. The challenge was not answered in time (3 minutes
 *   by default), the user has meanwhile gone on with another sign-in, or a sign-out in any tab has
 *   ended this one.
 * - `TOO_MANY_ATTEMPTS`: Cognito, or a proxy before it, asks to wait; `retryAt` is the end of the
 *   wait, if the answer has it.
 * - `WEAK_PASSWORD`: the password does not meet the pool's policy; `reason` has the policy's text.
 * - `USER_EXISTS`: the user name is taken.
 * - `ALIAS_EXISTS`: the e-mail address or phone number belongs to another user.
 * - `INVALID_INPUT`: a value is missing or malformed; `reason` has Cognito's text.
 * - `PASSKEY_FAILED`: the browser made or used no passkey: the user cancelled, it took too long, or
 *   the browser does not support passkeys.
 * - `NOT_SIGNED_IN`: the operation needs a session and there is none, or Cognito refuses its token
 *   (the account is deleted or disabled, the sign-in is revoked). The library has then tried a
 *   refresh. A session that is over has ended by it; if it is not over, Cognito has refused the
 *   newer token, too.
 * - `UNAVAILABLE`: Cognito could not be reached (network, 408, 5xx, an answer that is not
 *   Cognito's, such as a captive portal's), or it is busy with another change of this user.
 * - `REFUSED`: a Lambda trigger, threat protection, a firewall or a proxy has refused the call;
 *   `reason` has the text of the first two.
 * - `INVALID_CONFIG`: the pool, the app client or the page (SRP needs https) does not allow this,
 *   or Cognito's error is new to this version. A user can do nothing about it.
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
