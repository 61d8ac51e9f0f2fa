// A sign-in as JSON text, from the step that an app suspends to the page that goes on with it.

import type { AuthAnswer } from './auth-answer';
import type { SignInRequest } from './sign-in-step';

/** The version of the text; a release counts it up when older ones could not read what it writes. */
export const SUSPENDED_VERSION = 1;

/** What the text holds. No password, no code and no secret may ever be a part of it. */
export interface SuspendedSignIn {
  readonly v: typeof SUSPENDED_VERSION;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Random; by this a sign-out finds it. */
  readonly id: string;
  /** When Cognito asked, in milliseconds since the epoch; 0 when a sign-out had ended it already. */
  readonly at: number;
  /** The user name that Cognito knows. */
  readonly username: string;
  readonly request: Omit<SignInRequest, 'password' | 'continueFrom'>;
  readonly answer: Omit<AuthAnswer, 'AuthenticationResult'>;
  /** What the user has chosen of the challenge already. */
  readonly choice?: string | undefined;
}
