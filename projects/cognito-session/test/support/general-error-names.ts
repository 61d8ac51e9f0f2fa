// Lists the names of errors that any operation of Cognito may answer.

/**
 * Names without a row: with a 4xx status each is `INVALID_CONFIG`, which is what it should be.
 * Whoever finds a new name of the SDK here has judged it.
 */
export const GENERAL_NAMES: readonly string[] = [
  'FeatureUnavailableInTierException',
  'InvalidEmailRoleAccessPolicyException',
  'InvalidSmsRoleAccessPolicyException',
  'InvalidSmsRoleTrustRelationshipException',
  'InvalidUserPoolConfigurationException',
  'MFAMethodNotFoundException',
  // Also what a secondary Region of a multi-Region pool answers.
  'OperationNotEnabledException',
  'ResourceNotFoundException',
  'SoftwareTokenMFANotFoundException',
  'UnsupportedOperationException',
  'WebAuthnConfigurationMissingException',
  'WebAuthnNotEnabledException',
  'WebAuthnOriginNotAllowedException',
  'WebAuthnRelyingPartyMismatchException',
];
