// A sign-in under way as the steps see it, and the answers it is made of.

import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { Observable } from 'rxjs';
import type { SignInRequest, SignInStep } from './sign-in-step';

/** The parts that answers of InitiateAuth and RespondToAuthChallenge share. */
export interface AuthAnswer {
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
  readonly AvailableChallenges?: string[] | undefined;
  readonly ChallengeName?: string | undefined;
  readonly ChallengeParameters?: Readonly<Record<string, string>> | undefined;
  readonly Session?: string | undefined;
}

/** Parameters and responses, by Cognito's names; what is undefined is not sent. */
export type Texts = Record<string, string | undefined>;

/** Runs a command now and gives its outcome to whoever subscribes. */
export type RunStep = (command: () => Promise<SignInStep>) => Observable<SignInStep>;

/** One sign-in under way. */
export interface AuthExchange {
  readonly run: RunStep;
  /** Let go of as soon as no challenge can need it any more. */
  password: string | undefined;
  /** Answers a challenge. */
  respond(
    answer: AuthAnswer,
    responses: Texts,
    metadata?: SignInRequest['clientMetadata'],
  ): Promise<SignInStep>;
  /**
   * The challenge of `answer` as text.
   * @param choice what the user has chosen of it already, in steps that Cognito knows nothing of.
   */
  suspend(answer: AuthAnswer, choice: string | undefined): string;
  /** The passkey that was last used. */
  passkey: { readonly rpId: string | undefined; readonly userId: unknown } | undefined;
  /** What is sent for a password: the password itself, or the public half of a proof. */
  proof(kind: string | undefined): Texts;
}
