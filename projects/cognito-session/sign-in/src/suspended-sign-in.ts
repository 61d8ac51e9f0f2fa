// The JSON text of a suspended sign-in: an app keeps it, and a later page resumes the sign-in from
// it.

import type { AuthAnswer } from './auth-answer';
import type { SignInRequest } from './sign-in-step';

/** The version of the text. A release that older ones cannot read counts it up. */
export const SUSPENDED_VERSION = 1;

/** The members of the text. No password, no code and no secret may ever be one of them. */
export interface SuspendedSignIn {
  readonly v: typeof SUSPENDED_VERSION;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Random; a sign-out finds the suspended sign-in by it. */
  readonly id: string;
  /**
   * When Cognito sent the challenge, in milliseconds since the epoch; 0 if a sign-out had already
   * ended it.
   */
  readonly at: number;
  /** The user name that Cognito knows. */
  readonly username: string;
  readonly request: Omit<SignInRequest, 'password' | 'continueFrom'>;
  readonly answer: Omit<AuthAnswer, 'AuthenticationResult'>;
  /** The user's choice, if Cognito has not got it yet. */
  readonly choice?: string | undefined;
}
