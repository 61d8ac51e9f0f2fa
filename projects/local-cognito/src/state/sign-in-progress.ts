// Where a sign-in stands between two calls, and what answers its challenges.

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
  /** The user's real name; for an unknown one (where the pool hides that) what was typed. */
  readonly username: string;
  readonly flow: SignInFlow;
  readonly clientId: string;
  /** Of the latest call. */
  readonly origin: CallOrigin;
  /** Of the latest RespondToAuthChallenge; the token trigger never sees that of InitiateAuth. */
  readonly clientMetadata: Readonly<Record<string, string>>;
  /** The key of a confirmed device of the user's that the sign-in comes from. */
  readonly deviceKey?: string | null;
}

/**
 * What a code that was sent is for: the first factor, the second, or an address that is to become
 * one.
 */
export type CodePurpose = 'first-factor' | 'second-factor' | 'set-up';

/** A code that was sent and must come back. */
export interface AwaitedCode {
  /** null: nobody was there to send one to, so none is right. */
  readonly code: string | null;
  readonly purpose: CodePurpose;
  readonly destination: string;
}

/** Where a sign-in by CUSTOM_AUTH stands. */
export interface CustomProgress {
  /** The challenges so far, as the triggers see them. */
  readonly session: readonly ChallengeResult[];
  /** Of the challenge that waits for its answer. */
  readonly privateParameters: Readonly<Record<string, string>>;
  readonly metadata: string | null;
}

/** Where a sign-in stands between two calls. */
export interface SignInProgress extends SignInAttempt {
  /**
   * `CONFIRM_SIGN_UP`: begun by SignUp; `AUTO_SIGN_IN`: by ConfirmSignUp, good for one USER_AUTH
   * without a factor.
   */
  readonly awaits: ChallengeName | 'CONFIRM_SIGN_UP' | 'AUTO_SIGN_IN';
  /** While `PASSWORD_VERIFIER` or `DEVICE_PASSWORD_VERIFIER`. */
  readonly srp?: SrpExchange;
  /** While `SMS_MFA`, `EMAIL_OTP` or `SMS_OTP`. */
  readonly awaitedCode?: AwaitedCode;
  /** While `WEB_AUTHN`: under which key the challenge is remembered. */
  readonly passkeyChallenge?: string;
  /** During CUSTOM_AUTH. */
  readonly custom?: CustomProgress;
  /** While `MFA_SETUP`: what AssociateSoftwareToken has handed out. */
  readonly softwareToken?: SoftwareToken;
  /** Has VerifySoftwareToken accepted a code of that token? */
  readonly softwareTokenVerified?: boolean;
}

/** What an answer to a challenge comes with. */
export interface ChallengeAnswer {
  readonly progress: SignInProgress;
  /** `ChallengeResponses`. */
  readonly responses: Readonly<Record<string, string>>;
}

/** The outputs of InitiateAuth and RespondToAuthChallenge. */
export type SignInStep = object;

/** The same where it may take a while: tokens are signed, triggers are asked. */
export type NextStep = SignInStep | Promise<SignInStep>;

/** Takes the answer to one challenge; throws a `CognitoError` when it is wrong. */
export type ChallengeHandler = (answer: ChallengeAnswer) => NextStep;

/** A class that answers challenges. */
export interface ChallengeGroup {
  readonly challenges: Partial<Readonly<Record<ChallengeName, ChallengeHandler>>>;
}
