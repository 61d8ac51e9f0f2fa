import type { SoftwareToken } from './totp';

/** `AuthFlow` values of InitiateAuth that begin a sign-in. */
export type SignInFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH' | 'USER_AUTH';

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export type ChallengeName =
  | 'PASSWORD_VERIFIER'
  | 'NEW_PASSWORD_REQUIRED'
  | 'SMS_MFA'
  | 'SOFTWARE_TOKEN_MFA'
  | 'EMAIL_OTP'
  | 'SMS_OTP'
  | 'SELECT_MFA_TYPE'
  | 'MFA_SETUP'
  | 'SELECT_CHALLENGE'
  | 'PASSWORD'
  | 'PASSWORD_SRP'
  | 'WEB_AUTHN'
  | 'CUSTOM_CHALLENGE'
  | 'DEVICE_SRP_AUTH'
  | 'DEVICE_PASSWORD_VERIFIER';

/** Where a sign-in stands between two calls. */
export interface SignInProgress {
  /** The user's real name; for an unknown one (where the pool hides that) what was typed. */
  readonly username: string;
  /** `CONFIRM_SIGN_UP`: begun by SignUp; `AUTO_SIGN_IN`: by ConfirmSignUp, good for one USER_AUTH without a factor. */
  readonly awaits: ChallengeName | 'CONFIRM_SIGN_UP' | 'AUTO_SIGN_IN';
  readonly flow: SignInFlow;
  /** While `MFA_SETUP`: what AssociateSoftwareToken has handed out. */
  readonly softwareToken?: SoftwareToken;
  /** Has VerifySoftwareToken accepted a code of that token? */
  readonly softwareTokenVerified?: boolean;
}
