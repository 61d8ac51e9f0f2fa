// The errors of Cognito's account operations, each with its type and the service's message.

import { CognitoError } from './cognito-error';

const invalidParameter = (message: string): CognitoError =>
  new CognitoError('InvalidParameterException', message);

const notAuthorized = (message: string): CognitoError =>
  new CognitoError('NotAuthorizedException', message);

/**
 * The errors of the account operations. The types are those of the API reference. A message is the
 * service's own if a public report shows it; "not confirmed" marks the others.
 */
export const accountRefusals = {
  codeMismatch: () =>
    new CognitoError(
      'CodeMismatchException',
      'Invalid verification code provided, please try again.',
    ),
  codeExpired: () =>
    new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.'),
  attemptLimit: () =>
    new CognitoError(
      'LimitExceededException',
      'Attempt limit exceeded, please try after some time.',
    ),
  weakPassword: (reason: string) =>
    new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${reason}`),

  /** https://github.com/pmill/aws-cognito/issues/37 */
  signUpClosed: () => notAuthorized('SignUp is not permitted for this user pool'),
  usernameExists: () => new CognitoError('UsernameExistsException', 'User already exists'),
  aliasExists: (alias: 'email' | 'phone_number') =>
    new CognitoError('AliasExistsException', `An account with the given ${alias} already exists.`),

  /** In a pool where the address or number is an alias. */
  usernameLooksLike: (shape: string, alias: string) =>
    invalidParameter(
      `Username cannot be of ${shape} format, since user pool is configured for ${alias} alias.`,
    ),
  /** One line per attribute. */
  attributesMissing: (names: readonly string[]) =>
    invalidParameter(
      `Attributes did not conform to the schema: ${names
        .map((name) => `${name}: The attribute is required\n`)
        .join('')}`,
    ),
  malformedEmail: () => invalidParameter('Invalid email address format.'),
  malformedPhoneNumber: () => invalidParameter('Invalid phone number format.'),
  /** For `sub`, `email_verified` and `phone_number_verified`. */
  attributeNotWritable: () => notAuthorized('A client attempted to write unauthorized attribute'),
  /** Message not confirmed. */
  attributeRequired: (name: string) => invalidParameter(`Cannot delete required attribute ${name}`),
  /** Message not confirmed. */
  attributeNotVerifiable: (name: string) =>
    invalidParameter(`Attribute ${name} cannot be verified by a code`),
  /** Message not confirmed. */
  nothingToVerify: (name: string) => invalidParameter(`User does not have ${name} to verify`),

  alreadyConfirmed: (status: string) =>
    notAuthorized(`User cannot be confirmed. Current status is ${status}`),
  nothingToResend: () => invalidParameter('User is already confirmed.'),
  noContact: () =>
    invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    ),
  cannotReset: () => notAuthorized('User password cannot be reset in the current state.'),

  totpMismatch: () =>
    new CognitoError(
      'EnableSoftwareTokenMFAException',
      'Code mismatch and fail enable Software Token MFA',
    ),
  /** https://github.com/aws-amplify/amplify-js/issues/944 */
  totpNotSetUp: () => invalidParameter('User has not set up software token mfa'),
  /** https://github.com/aws-amplify/amplify-js/issues/7016 */
  totpNotVerified: () => invalidParameter('User has not verified software token mfa'),
  totpNotInPool: () =>
    new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool.',
    ),
  /** https://github.com/aws/aws-sdk-js-v3/issues/4645 */
  mfaNotSetUp: (mfa: string) =>
    invalidParameter(`User does not have delivery config set to turn on ${mfa}`),
  /** Type as documented; message not confirmed. */
  totpNotAssociated: () =>
    new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been associated for the user.',
    ),
  /** Message not confirmed. */
  preferredMfaNotEnabled: () => invalidParameter('The preferred MFA must be enabled'),
  /** Message not confirmed. */
  mfaRequired: () => invalidParameter('MFA cannot be turned off in this pool'),
  /** Message not confirmed. */
  tokenOrSession: () => invalidParameter('Exactly one of AccessToken and Session must be given'),

  /** Type as documented by SetUserMFAPreference; messages of these two not confirmed. */
  passkeyMfaNotInPool: () => invalidParameter('Passkey MFA is not enabled for the user pool'),
  passkeyMfaNeedsAnother: () =>
    invalidParameter('Passkey MFA needs at least one other MFA method to be enabled'),

  /** Types as documented by ListUserSessions and RevokeUserSession; messages not confirmed. */
  sessionsNotTracked: () =>
    new CognitoError(
      'OperationNotEnabledException',
      'User session tracking is not enabled for the user pool.',
    ),
  sessionNotFound: () => new CognitoError('ResourceNotFoundException', 'Session does not exist.'),
  currentSession: () => invalidParameter('The current session cannot be revoked'),

  deviceNotFound: () => new CognitoError('ResourceNotFoundException', 'Device does not exist.'),
  /** Message not confirmed. */
  deviceTrackingOff: () => invalidParameter('Device tracking is not enabled for the user pool'),
  /** Message not confirmed. */
  deviceVerifierMissing: () => invalidParameter('Invalid device secret verifier config'),
  /** Messages of the WebAuthn refusals are not confirmed. */
  passkeysNotEnabled: () =>
    new CognitoError('WebAuthnNotEnabledException', 'Passkeys are not enabled for the user pool.'),
  passkeyChallengeNotFound: () =>
    new CognitoError('WebAuthnChallengeNotFoundException', 'The challenge was not found.'),
  passkeyClientMismatch: () =>
    new CognitoError(
      'WebAuthnClientMismatchException',
      'The registration was started by another client.',
    ),
  passkeyOriginNotAllowed: () =>
    new CognitoError('WebAuthnOriginNotAllowedException', 'The origin is not allowed.'),
  passkeyRelyingPartyMismatch: () =>
    new CognitoError(
      'WebAuthnRelyingPartyMismatchException',
      'The credential belongs to another relying party.',
    ),
  passkeyNotSupported: () =>
    new CognitoError('WebAuthnCredentialNotSupportedException', 'The credential is not supported.'),
  unknownPasskey: () => new CognitoError('ResourceNotFoundException', 'Credential does not exist.'),

  /** Message not confirmed. */
  invalidPage: (member: string) => invalidParameter(`Invalid ${member}`),
  notOneOf: (member: string, allowed: readonly string[]) =>
    invalidParameter(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
    ),
} as const;
