// What the library does with each name of the AWS SDK that concerns a browser, kept by hand:
// sdk-drift.spec.ts compares it with the installed SDK, so a name that a new version brings has to
// be judged here before it passes.

/**
 * `'known'`; or why the library deliberately does without it; or why it comes later.
 */
export type Standing = 'known' | { readonly not: string } | { readonly later: string };
export type Catalogue = Readonly<Record<string, Standing>>;

const STEP_UP = { later: 'step-up authentication' } as const;
const ADMIN = { not: 'an operation for administrators, signed with AWS credentials, asks for it' };
const SECRET = { not: 'a browser cannot keep the secret of an app client' };

/** Operations that a browser may call; the known ones are those of `CognitoOperations`. */
export const OPERATIONS: Catalogue = {
  AssociateSoftwareToken: 'known',
  ChangePassword: 'known',
  CompleteWebAuthnRegistration: 'known',
  ConfirmDevice: 'known',
  ConfirmForgotPassword: 'known',
  ConfirmSignUp: 'known',
  DeleteUser: 'known',
  DeleteUserAttributes: 'known',
  DeleteWebAuthnCredential: 'known',
  ForgetDevice: 'known',
  ForgotPassword: 'known',
  GetDevice: 'known',
  GetTokensFromRefreshToken: 'known',
  GetUser: 'known',
  GetUserAttributeVerificationCode: 'known',
  GetUserAuthFactors: 'known',
  GlobalSignOut: 'known',
  InitiateAuth: 'known',
  ListDevices: 'known',
  ListUserSessions: 'known',
  ListWebAuthnCredentials: 'known',
  ResendConfirmationCode: 'known',
  RespondToAuthChallenge: 'known',
  RevokeToken: 'known',
  RevokeUserSession: 'known',
  SetUserMFAPreference: 'known',
  SetUserSettings: { not: 'AWS supports it no longer; SetUserMFAPreference replaces it' },
  SignUp: 'known',
  StartWebAuthnRegistration: 'known',
  UpdateAuthEventFeedback: {
    not: 'its FeedbackToken is in the link of an e-mail, which leads to a page of Cognito',
  },
  UpdateDeviceStatus: 'known',
  UpdateUserAttributes: 'known',
  VerifySoftwareToken: 'known',
  VerifyUserAttribute: 'known',
};

/** Values of `ChallengeNameType`; any other one is a step with `challenge: 'UNKNOWN'`. */
export const CHALLENGES: Catalogue = {
  ADMIN_NO_SRP_AUTH: ADMIN,
  CUSTOM_CHALLENGE: 'known',
  DEVICE_PASSWORD_VERIFIER: 'known',
  DEVICE_SRP_AUTH: 'known',
  EMAIL_OTP: 'known',
  MFA_SETUP: 'known',
  NEW_PASSWORD_REQUIRED: 'known',
  PASSWORD: 'known',
  PASSWORD_SRP: 'known',
  PASSWORD_VERIFIER: 'known',
  SELECT_CHALLENGE: 'known',
  SELECT_MFA_TYPE: 'known',
  SMS_MFA: 'known',
  SMS_OTP: 'known',
  SOFTWARE_TOKEN_MFA: 'known',
  WEB_AUTHN: 'known',
};

const OLD_REFRESH = {
  not: 'GetTokensFromRefreshToken replaces it, and is the only one that works with rotation',
};

/** Values of `AuthFlowType`; the known ones are those of `SignInFlow`. */
export const FLOWS: Catalogue = {
  ADMIN_NO_SRP_AUTH: ADMIN,
  ADMIN_USER_PASSWORD_AUTH: ADMIN,
  CUSTOM_AUTH: 'known',
  REFRESH_TOKEN: OLD_REFRESH,
  REFRESH_TOKEN_AUTH: OLD_REFRESH,
  USER_AUTH: 'known',
  USER_PASSWORD_AUTH: 'known',
  USER_SRP_AUTH: 'known',
};

/** Values of `AuthFactorType`. */
export const FACTORS: Catalogue = {
  EMAIL_OTP: 'known',
  PASSWORD: 'known',
  SMS_OTP: 'known',
  SOFTWARE_TOKEN: 'known',
  WEB_AUTHN: 'known',
};

/** Members of the input of `SetUserMFAPreference`, one for each second factor. */
export const MFA_SETTINGS: Catalogue = {
  AccessToken: 'known',
  EmailMfaSettings: 'known',
  SMSMfaSettings: 'known',
  SoftwareTokenMfaSettings: 'known',
  WebAuthnMfaSettings: 'known',
};

/**
 * Names in the documentation of `AuthParameters` of InitiateAuth: its keys, and the flows that use
 * them.
 */
export const AUTH_PARAMETERS: Catalogue = {
  ACCESS_TOKEN: STEP_UP,
  CUSTOM_AUTH: 'known',
  DEVICE_KEY: 'known',
  MAX_AGE: STEP_UP,
  PASSWORD: 'known',
  PREFERRED_CHALLENGE: 'known',
  REFRESH_TOKEN: OLD_REFRESH,
  REFRESH_TOKEN_AUTH: OLD_REFRESH,
  SECRET_HASH: SECRET,
  SRP_A: 'known',
  TARGET_ACR_VALUES: STEP_UP,
  USERNAME: 'known',
  USER_AUTH: 'known',
  USER_PASSWORD_AUTH: 'known',
  USER_SRP_AUTH: 'known',
};

const MISPRINT = { not: 'named in this text alone; ChallengeNameType calls it EMAIL_OTP' };

/**
 * Names in the documentation of `ChallengeResponses`: its keys, and the challenges that use them.
 */
export const CHALLENGE_RESPONSES: Catalogue = {
  CUSTOM_CHALLENGE: 'known',
  DEVICE_KEY: 'known',
  DEVICE_PASSWORD_VERIFIER: 'known',
  DEVICE_SRP_AUTH: 'known',
  EMAIL_MFA: MISPRINT,
  EMAIL_OTP: 'known',
  EMAIL_OTP_CODE: 'known',
  MFA_SETUP: 'known',
  NEW_PASSWORD: 'known',
  NEW_PASSWORD_REQUIRED: 'known',
  PASSWORD: 'known',
  PASSWORD_CLAIM_SECRET_BLOCK: 'known',
  PASSWORD_CLAIM_SIGNATURE: 'known',
  PASSWORD_SRP: 'known',
  PASSWORD_VERIFIER: 'known',
  SECRET_HASH: SECRET,
  SELECT_CHALLENGE: 'known',
  SELECT_MFA_TYPE: 'known',
  SMS_MFA: 'known',
  SMS_MFA_CODE: 'known',
  SMS_OTP: 'known',
  SMS_OTP_CODE: 'known',
  SOFTWARE_TOKEN_MFA: 'known',
  SOFTWARE_TOKEN_MFA_CODE: 'known',
  SRP_A: 'known',
  USERNAME: 'known',
  WEB_AUTHN: 'known',
};
