import { CognitoError } from './cognito-error';

const invalidParameter = (message: string): CognitoError =>
  new CognitoError('InvalidParameterException', message);

const notAuthorized = (message: string): CognitoError =>
  new CognitoError('NotAuthorizedException', message);

/**
 * The refusals of sign-up, account, MFA, passkey and device operations. The types are those of the API reference;
 * messages are the service's where a public report shows them, and "not confirmed" marks the others.
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

  usernameExists: () => new CognitoError('UsernameExistsException', 'User already exists'),
  aliasExists: (attribute: string) =>
    new CognitoError('AliasExistsException', `An account with the ${attribute} already exists.`),
  attributesMissing: (names: readonly string[]) =>
    invalidParameter(
      `Attributes did not conform to the schema: ${names
        .map((name) => `${name}: The attribute is required`)
        .join('; ')}\n`,
    ),
  attributeReadOnly: (name: string) =>
    invalidParameter(`user.${name}: Attribute cannot be updated.`),
  attributeMalformed: (name: string) =>
    invalidParameter(
      name === 'email'
        ? 'Invalid email address format.'
        : name === 'phone_number'
          ? 'Invalid phone number format.'
          : `Invalid attribute ${name}`,
    ),
  attributeNotAllowed: () => notAuthorized('A client attempted to write unauthorized attribute'),
  attributeNotDeletable: (name: string) =>
    invalidParameter(`Cannot delete required attribute ${name}.`),
  attributeAbsent: (name: string) => invalidParameter(`User has no ${name} to verify.`),

  signUpNotAllowed: (reason: string) =>
    new CognitoError('UserLambdaValidationException', `PreSignUp failed with error ${reason}.`),
  alreadyConfirmed: (status: string) =>
    notAuthorized(`User cannot be confirmed. Current status is ${status}`),
  nothingToResend: () => invalidParameter('User is already confirmed.'),
  cannotAutoVerify: () =>
    new CognitoError(
      'CodeDeliveryFailureException',
      'There is no verified way to deliver the code.',
    ),

  noVerifiedContact: () =>
    invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    ),
  cannotResetPassword: () => notAuthorized('User password cannot be reset in the current state.'),

  totpMismatch: () =>
    new CognitoError(
      'EnableSoftwareTokenMFAException',
      'Code mismatch and fail enable Software Token MFA',
    ),
  /** https://github.com/aws/aws-sdk-js-v3/issues/4645 */
  mfaNotSetUp: (mfa: string) =>
    invalidParameter(`User does not have delivery config set to turn on ${mfa}`),
  mfaNotInPool: (mfa: string) => invalidParameter(`${mfa} is not enabled for the user pool.`),
  totpNotInPool: () =>
    new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool',
    ),
  totpNotAssociated: () => invalidParameter('Invalid session for the user.'),
  tokenOrSession: () => invalidParameter('Exactly one of AccessToken and Session must be given.'),

  deviceNotFound: () => new CognitoError('ResourceNotFoundException', 'Device does not exist.'),
  deviceTrackingOff: () => invalidParameter('Device tracking is not enabled for the user pool.'),
  deviceVerifierMissing: () => invalidParameter('Invalid device secret verifier config.'),

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
  passkeyNotFound: () => new CognitoError('ResourceNotFoundException', 'Credential not found.'),

  memberTooLarge: (member: string, maximum: number) =>
    invalidParameter(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have value less than or equal to ${maximum}`,
    ),
  invalidPage: (member: string) => invalidParameter(`Invalid ${member}.`),
} as const;
