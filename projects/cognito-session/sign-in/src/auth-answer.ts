// The answers and parameters of the two operations of a sign-in, by Cognito's names.

import type {
  AuthenticationResultType,
  ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider';

/** The members that the answers of InitiateAuth and RespondToAuthChallenge share. */
export interface AuthAnswer {
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
  readonly AvailableChallenges?: string[] | undefined;
  readonly ChallengeName?: ChallengeNameType | undefined;
  readonly ChallengeParameters?: Readonly<Record<string, string>> | undefined;
  readonly Session?: string | undefined;
}

/** `AuthParameters` or `ChallengeResponses`; members that are undefined are not sent. */
export type AuthParameters = Record<string, string | undefined>;
