// What the sign-in entry makes of each exception of the AWS SDK, kept by hand: sdk-drift.spec.ts
// compares it with the installed SDK and with the code that the entry gives.

import type { SignInErrorCode } from '../../sign-in/src/sign-in-error-code';

/** The code that a form gets; or why none is chosen for it. */
export type ExceptionStanding = SignInErrorCode | { readonly not: string };

const SERVER_SIDE = { not: 'no operation that a browser may call answers with it' };

/**
 * By name, for an answer without a message. `INVALID_CONFIG` is also the code of any other answer
 * with a 4xx status: for the names that have it here, that is what it should be.
 */
export const EXCEPTIONS: Readonly<Record<string, ExceptionStanding>> = {
  AccessDeniedException: SERVER_SIDE,
  AliasExistsException: 'ALIAS_EXISTS',
  CodeDeliveryFailureException: 'CODE_NOT_SENT',
  CodeMismatchException: 'WRONG_CODE',
  ConcurrentModificationException: 'UNAVAILABLE',
  DeviceKeyExistsException: 'INVALID_CONFIG',
  DuplicateProviderException: SERVER_SIDE,
  EnableSoftwareTokenMFAException: 'WRONG_CODE',
  ExpiredCodeException: 'CODE_EXPIRED',
  FeatureUnavailableInTierException: 'INVALID_CONFIG',
  ForbiddenException: 'REFUSED',
  GroupExistsException: SERVER_SIDE,
  InternalErrorException: 'UNAVAILABLE',
  InternalServerException: SERVER_SIDE,
  InvalidEmailRoleAccessPolicyException: 'INVALID_CONFIG',
  InvalidLambdaResponseException: 'REFUSED',
  InvalidOAuthFlowException: SERVER_SIDE,
  InvalidParameterException: 'INVALID_INPUT',
  InvalidPasswordException: 'WEAK_PASSWORD',
  InvalidSmsRoleAccessPolicyException: 'INVALID_CONFIG',
  InvalidSmsRoleTrustRelationshipException: 'INVALID_CONFIG',
  InvalidUserPoolConfigurationException: 'INVALID_CONFIG',
  LimitExceededException: 'TOO_MANY_ATTEMPTS',
  MFAMethodNotFoundException: 'INVALID_CONFIG',
  ManagedLoginBrandingExistsException: SERVER_SIDE,
  NotAuthorizedException: 'WRONG_CREDENTIALS',
  // Also what a secondary Region of a multi-Region pool answers; telling that apart comes later.
  OperationNotEnabledException: 'INVALID_CONFIG',
  PasswordHistoryPolicyViolationException: 'WEAK_PASSWORD',
  PasswordResetRequiredException: 'PASSWORD_RESET_REQUIRED',
  PreconditionNotMetException: SERVER_SIDE,
  RefreshTokenReuseException: { not: 'an answer to refreshes alone, which end the session by it' },
  ResourceNotFoundException: 'INVALID_CONFIG',
  ScopeDoesNotExistException: SERVER_SIDE,
  ServiceQuotaExceededException: SERVER_SIDE,
  SoftwareTokenMFANotFoundException: 'INVALID_CONFIG',
  TermsExistsException: SERVER_SIDE,
  TierChangeNotAllowedException: SERVER_SIDE,
  TooManyFailedAttemptsException: 'TOO_MANY_ATTEMPTS',
  TooManyRequestsException: 'TOO_MANY_ATTEMPTS',
  UnauthorizedException: 'INVALID_CONFIG',
  UnexpectedLambdaException: 'REFUSED',
  UnsupportedIdentityProviderException: SERVER_SIDE,
  UnsupportedOperationException: 'INVALID_CONFIG',
  UnsupportedTokenTypeException: 'INVALID_CONFIG',
  UnsupportedUserStateException: SERVER_SIDE,
  UserImportInProgressException: SERVER_SIDE,
  UserLambdaValidationException: 'REFUSED',
  UserNotConfirmedException: 'USER_NOT_CONFIRMED',
  UserNotFoundException: 'WRONG_CREDENTIALS',
  UserPoolAddOnNotEnabledException: SERVER_SIDE,
  UserPoolTaggingException: SERVER_SIDE,
  UsernameExistsException: 'USER_EXISTS',
  WebAuthnChallengeNotFoundException: 'CHALLENGE_EXPIRED',
  WebAuthnClientMismatchException: 'PASSKEY_FAILED',
  WebAuthnConfigurationMissingException: 'INVALID_CONFIG',
  WebAuthnCredentialNotSupportedException: 'PASSKEY_FAILED',
  WebAuthnNotEnabledException: 'INVALID_CONFIG',
  WebAuthnOriginNotAllowedException: 'INVALID_CONFIG',
  WebAuthnRelyingPartyMismatchException: 'INVALID_CONFIG',
};
