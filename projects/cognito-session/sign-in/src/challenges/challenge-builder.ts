// The types of challenge builders: the input of each, and the step that it makes.

import type { Observable } from 'rxjs';
import type { AuthAnswer, AuthParameters } from '../auth-answer';
import type { SignInRequest, SignInStep } from '../sign-in-step';
import type { UserPool } from '../user-pool';

/** The sign-in attempt, as far as challenges need it. */
export interface ChallengedAttempt {
  readonly pool: UserPool;
  readonly request: Pick<SignInRequest, 'username' | 'totpIssuer'>;
  /** Forgotten as soon as no later challenge can need it. */
  password: string | undefined;
  /** The passkey that the user has last signed in with. */
  passkey: { readonly rpId: string | undefined; readonly userId: unknown } | undefined;
  /** Runs a command now; its outcome waits for subscribers. */
  run(command: () => Promise<SignInStep>): Observable<SignInStep>;
  /** Sends the responses to the challenge of `answer`; gives the next step. */
  respond(
    answer: AuthAnswer,
    responses: AuthParameters,
    metadata?: SignInRequest['clientMetadata'],
  ): Promise<SignInStep>;
  /** The parameters that prove the password: the password itself, or the public value of SRP. */
  proof(factor: string | undefined): AuthParameters;
  /**
   * The challenge of `answer` as text.
   * @param choice the user's choice, if Cognito has not got it yet.
   */
  suspend(answer: AuthAnswer, choice: string | undefined): string;
}

/** One challenge to be displayed. */
export interface ChallengeContext {
  readonly attempt: ChallengedAttempt;
  /** Cognito's answer that holds the challenge. */
  readonly answer: AuthAnswer;
  /** `ChallengeParameters` of the answer. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The user's choice that led to this step, if Cognito has not got it yet. */
  readonly choice?: string | undefined;
}

/** Makes the step of a challenge; `name` is Cognito's name of it. */
export type ChallengeBuilder<Name extends string = string> = (
  context: ChallengeContext,
  name: Name,
) => SignInStep | Promise<SignInStep>;
