/**
 * An error that the pool sends over the wire. The SDK's model annotates some errors with 403 or
 * 429, yet the service sends 400 with `__type`: https://github.com/aws/aws-sdk-cpp/issues/1789.
 * Clients must branch on the type.
 */
export class CognitoError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
    /**
     * Does it end the sign-in? Otherwise the session stays valid for another try at the same step.
     */
    readonly endsSignIn = false,
  ) {
    super(message);
  }
}

const notAuthorized = (message: string): CognitoError =>
  new CognitoError('NotAuthorizedException', message);

const signInEnds = (message: string): CognitoError =>
  new CognitoError('NotAuthorizedException', message, 400, true);

const invalidParameter = (message: string): CognitoError =>
  new CognitoError('InvalidParameterException', message);

/**
 * Every refusal of the pool. Types and messages are the service's own if a public report shows
 * them; "not confirmed" marks the others.
 */
export const refusals = {
  wrongPassword: () => signInEnds('Incorrect username or password.'),
  /**
   * A sign-in meets it only with `preventUserExistenceErrors: false`
   * (https://github.com/localstack/localstack/issues/3201), a call by access token always.
   */
  unknownUser: () => new CognitoError('UserNotFoundException', 'User does not exist.'),
  userDisabled: () => signInEnds('User is disabled.'),
  /**
   * The message is as public error handlers quote it.
   * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
   */
  blockedByThreatProtection: () => signInEnds('Unable to login because of security reasons.'),
  /**
   * As public error handlers quote it; older ones have "User account has expired, it must be reset
   * by an administrator."
   */
  temporaryPasswordExpired: () =>
    signInEnds('Temporary password has expired and must be reset by an administrator.'),
  userNotConfirmed: () => new CognitoError('UserNotConfirmedException', 'User is not confirmed.'),
  passwordResetRequired: () =>
    new CognitoError('PasswordResetRequiredException', 'Password reset required for the user'),
  attemptsExceeded: () => notAuthorized('Password attempts exceeded'),

  invalidSession: () => notAuthorized('Invalid session for the user.'),
  expiredSession: () => notAuthorized('Invalid session for the user, session is expired.'),
  /** For SMS and email codes within a sign-in. */
  wrongMfaCode: () =>
    new CognitoError('CodeMismatchException', 'Invalid code or auth state for the user.'),
  wrongTotpCode: () => new CognitoError('CodeMismatchException', 'Invalid code received for user'),
  totpCodeUsed: () =>
    new CognitoError('ExpiredCodeException', 'Your software token has already been used once.'),

  /** With the full stop: https://github.com/aws/aws-sdk-js-v3/issues/7162 */
  invalidRefreshToken: () => notAuthorized('Invalid Refresh Token.'),
  refreshTokenRevoked: () => notAuthorized('Refresh Token has been revoked'),
  /** Message not confirmed. */
  refreshTokenExpired: () => notAuthorized('Refresh Token has expired'),
  /** The type is documented by GetTokensFromRefreshToken; message not confirmed. */
  refreshTokenReused: () =>
    new CognitoError('RefreshTokenReuseException', 'Refresh Token has been rotated'),
  /**
   * "Refresh token rotation isn't compatible with the authentication flow REFRESH_TOKEN_AUTH":
   * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
   * Type and message not confirmed; they are those for a flow that the client does not enable.
   */
  flowNotEnabled: (flow: string) => invalidParameter(`${flow} flow not enabled for this client`),
  /**
   * The message for flows other than USER_PASSWORD_AUTH, for example
   * https://github.com/aws-amplify/amplify-js/issues/7143
   */
  flowNotEnabledForClient: (flow: string) =>
    invalidParameter(`${flow} is not enabled for the client.`),
  /** Message not confirmed. */
  invalidSrpValue: () => invalidParameter('Incorrect SRP_A'),
  /** For an answer that the challenge does not offer; message not confirmed. */
  invalidAnswer: (name: string) => invalidParameter(`Invalid value for ${name}`),
  mfaNotSetUp: () => invalidParameter('User has not set up a second factor'),
  missingAttributes: (names: readonly string[]) =>
    invalidParameter(`Invalid attributes given, ${names.join(', ')} is missing`),
  /** https://github.com/aws-amplify/amplify-js/issues/10041 */
  attributeAlreadyProvided: (name: string) =>
    notAuthorized(`Cannot modify an already provided ${name}`),
  /** Message not confirmed. */
  invalidLambdaResponse: () =>
    new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output'),

  /** Message not confirmed. */
  invalidAccessToken: () => notAuthorized('Invalid Access Token'),
  accessTokenExpired: () => notAuthorized('Access Token has expired'),
  accessTokenRevoked: () => notAuthorized('Access Token has been revoked'),

  unknownClient: (clientId: string) =>
    new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`),
  missingMember: (member: string) =>
    invalidParameter(
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    ),
  missingAuthParameter: (name: string) => invalidParameter(`Missing required parameter ${name}`),
  /** The type is documented by RevokeToken; message not confirmed. */
  notARefreshToken: () =>
    new CognitoError('UnsupportedTokenTypeException', 'The token is not a refresh token'),

  /** RevokeToken documents the type; its cause and its message are not confirmed. */
  tokenOfAnotherClient: () =>
    new CognitoError('UnauthorizedException', 'The token was issued to another client'),
  usernamePattern: () =>
    invalidParameter(
      `1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+`,
    ),
  /** At sign-in the service quotes the given value, as public reports show. */
  signInNamePattern: (typed: string) =>
    invalidParameter(
      `2 validation errors detected: ${['userName', 'userAlias']
        .map(
          (member) =>
            `Value '${typed}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+`,
        )
        .join('; ')}`,
    ),

  unknownOperation: () => new CognitoError('UnknownOperationException', ''),
  unreadableBody: () => new CognitoError('SerializationException', ''),
  /**
   * SDK v3 retries this type by itself. Wire status not confirmed: the model says 429, and the
   * service sends comparable errors as 400.
   */
  throttled: () => new CognitoError('TooManyRequestsException', 'Rate exceeded'),
  /** Type, message and status as in https://github.com/ravenscar/franken-srp/issues/13 */
  blockedByWaf: () =>
    new CognitoError('ForbiddenException', 'Request not allowed due to WAF block.', 403),
} as const;
