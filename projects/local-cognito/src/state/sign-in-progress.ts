// The progress of a sign-in between two calls, and the types of its challenge handlers.

import type { CallOrigin } from '../pool/operation';
import type { SrpExchange } from './srp-server';
import type { SoftwareToken } from '../pool/totp';
import type { ChallengeResult } from '../pool/triggers';

/** `AuthFlow` values of InitiateAuth that begin a sign-in. */
export type SignInFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH' | 'USER_AUTH';

/**
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
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

/** One try to sign in, from InitiateAuth to the tokens. */
export interface SignInAttempt {
  /** The user's real name, or the typed name of an unknown user if the pool hides that. */
  readonly username: string;
  readonly flow: SignInFlow;
  readonly clientId: string;
  /** The caller of the latest call. */
  readonly origin: CallOrigin;
  /** That of the latest RespondToAuthChallenge; the token trigger never sees InitiateAuth's. */
  readonly clientMetadata: Readonly<Record<string, string>>;
  /** The key of the user's confirmed device that signs in. */
  readonly deviceKey?: string | null;
}

/** The purpose of a sent code: the first factor, the second, or an address to set up as one. */
export type CodePurpose = 'first-factor' | 'second-factor' | 'set-up';

/** A sent code that the user must enter. */
export interface AwaitedCode {
  /** null for an unknown user: no code is right. */
  readonly code: string | null;
  readonly purpose: CodePurpose;
  readonly destination: string;
}

/** The progress of a sign-in by CUSTOM_AUTH. */
export interface CustomProgress {
  /** The challenges so far, as the triggers see them. */
  readonly session: readonly ChallengeResult[];
  /** Of the current challenge. */
  readonly privateParameters: Readonly<Record<string, string>>;
  readonly metadata: string | null;
}

/** The progress of a sign-in between two calls. */
export interface SignInProgress extends SignInAttempt {
  /**
   * `CONFIRM_SIGN_UP` begins with SignUp. `AUTO_SIGN_IN` begins with ConfirmSignUp and is valid for
   * one USER_AUTH without a factor.
   */
  readonly awaits: ChallengeName | 'CONFIRM_SIGN_UP' | 'AUTO_SIGN_IN';
  /** During `PASSWORD_VERIFIER` and `DEVICE_PASSWORD_VERIFIER`. */
  readonly srp?: SrpExchange;
  /** During `SMS_MFA`, `EMAIL_OTP` and `SMS_OTP`. */
  readonly awaitedCode?: AwaitedCode;
  /** During `WEB_AUTHN`: the key under which the challenge is stored. */
  readonly passkeyChallenge?: string;
  /** During CUSTOM_AUTH. */
  readonly custom?: CustomProgress;
  /** During `MFA_SETUP`: the secret from AssociateSoftwareToken. */
  readonly softwareToken?: SoftwareToken;
  /** Has VerifySoftwareToken accepted a code of that token? */
  readonly softwareTokenVerified?: boolean;
}

/** The answer to a challenge, with the sign-in's progress. */
export interface ChallengeAnswer {
  readonly progress: SignInProgress;
  /** `ChallengeResponses`. */
  readonly responses: Readonly<Record<string, string>>;
}

/** The outputs of InitiateAuth and RespondToAuthChallenge. */
export type SignInStep = object;

/** The same, possibly asynchronous: signing tokens and running triggers take time. */
export type NextStep = SignInStep | Promise<SignInStep>;

/** Handles the answer to one challenge; throws a `CognitoError` if it is wrong. */
export type ChallengeHandler = (answer: ChallengeAnswer) => NextStep;

/** A class that handles the answers to challenges. */
export interface ChallengeGroup {
  readonly challenges: Partial<Readonly<Record<ChallengeName, ChallengeHandler>>>;
}
