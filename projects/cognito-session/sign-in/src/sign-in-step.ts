// A sign-in as a conversation: each step says what came of the last answer and what Cognito asks next.

import type { CognitoUserSession } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';

/** What a sign-in form starts with. */
export interface SignInRequest {
  /** User name, or an alias of it the pool accepts (e-mail address, phone number). */
  username: string;
  /** Required for `USER_PASSWORD_AUTH`. */
  password?: string;
  /**
   * Which of the app client's flows to use. Required in this version, where the others of Cognito's are missing: without
   * it the sign-in errors with `INVALID_CONFIG`.
   */
  flow?: SignInFlow;
  /** Passed to the pre-sign-up, pre-authentication and user-migration triggers. */
  clientMetadata?: Record<string, string>;
}

/** Authentication flows this version speaks. */
export type SignInFlow = 'USER_PASSWORD_AUTH';

/** The user is signed in; `SessionService` holds the same session. */
export interface SignedInStep {
  readonly status: 'signed-in';
  readonly session: CognitoUserSession;
}

/** Cognito wants something more, handed to the app as Cognito put it. */
export interface ChallengeStep {
  readonly status: 'challenge';
  /** Cognito's name of the challenge, such as `NEW_PASSWORD_REQUIRED` or `SMS_MFA`. */
  readonly challenge: string;
  /** Cognito's `ChallengeParameters`. */
  readonly parameters: Readonly<Record<string, string>>;
  /**
   * Answers with Cognito's `ChallengeResponses` (`USERNAME` is filled in) and emits the next step. After an error the
   * same step can be answered again, as long as Cognito's session of it lives (3 minutes by default).
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  respond(responses: Record<string, string>): Observable<SignInStep>;
}

/** What comes next in a sign-in; `status` tells which. */
export type SignInStep = SignedInStep | ChallengeStep;
