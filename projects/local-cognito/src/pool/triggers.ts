// Lambda triggers as functions: their events, and the code that runs them.

import { CognitoError } from './cognito-error';

/** An event of AWS's Lambda triggers, reduced to the members that the emulator uses. */
export interface TriggerEvent<Request, Response> {
  readonly userName: string;
  /** For example `TokenGeneration_RefreshTokens`. */
  readonly triggerSource: string;
  readonly request: Request;
  /** The trigger fills it in, as a Lambda does. */
  readonly response: Response;
}

/**
 * A Lambda trigger as a function in this process. If it throws, the call is refused with
 * `UserLambdaValidationException`.
 */
export type Trigger<Request, Response> = (event: TriggerEvent<Request, Response>) => unknown;

/** One answered challenge in the `session` of the custom-authentication triggers. */
export interface ChallengeResult {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string;
}

interface CommonRequest {
  readonly userAttributes: Readonly<Record<string, string>>;
  readonly clientMetadata: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html */
export type PreSignUp = Trigger<
  CommonRequest & { readonly validationData: Readonly<Record<string, string>> },
  { autoConfirmUser?: boolean; autoVerifyEmail?: boolean; autoVerifyPhone?: boolean }
>;

/**
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
 */
export type PreAuthentication = Trigger<
  CommonRequest & { readonly validationData: Readonly<Record<string, string>> },
  object
>;

/**
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-define-auth-challenge.html
 */
export type DefineAuthChallenge = Trigger<
  CommonRequest & { readonly session: readonly ChallengeResult[]; readonly userNotFound: boolean },
  { challengeName?: string; issueTokens?: boolean; failAuthentication?: boolean }
>;

/**
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-create-auth-challenge.html
 */
export type CreateAuthChallenge = Trigger<
  CommonRequest & {
    readonly challengeName: string;
    readonly session: readonly ChallengeResult[];
    readonly userNotFound: boolean;
  },
  {
    publicChallengeParameters?: Readonly<Record<string, string>>;
    privateChallengeParameters?: Readonly<Record<string, string>>;
    challengeMetadata?: string;
  }
>;

/**
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-verify-auth-challenge-response.html
 */
export type VerifyAuthChallenge = Trigger<
  CommonRequest & {
    readonly privateChallengeParameters: Readonly<Record<string, string>>;
    readonly challengeAnswer: string;
    readonly userNotFound: boolean;
  },
  { answerCorrect?: boolean }
>;

/** Claims of one token as PreTokenGeneration changes them. */
export interface ClaimChanges {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>>;
  readonly claimsToSuppress?: readonly string[];
}

/** `groupOverrideDetails`: replaces the groups in both tokens. */
interface GroupOverride {
  readonly groupOverrideDetails?: { readonly groupsToOverride?: readonly string[] };
}

/** The response of PreTokenGeneration: event version 1 changes the ID token, version 2 both. */
export interface TokenChanges {
  claimsOverrideDetails?: ClaimChanges & GroupOverride;
  claimsAndScopeOverrideDetails?: GroupOverride & {
    readonly idTokenGeneration?: ClaimChanges;
    readonly accessTokenGeneration?: ClaimChanges & {
      readonly scopesToAdd?: readonly string[];
      readonly scopesToSuppress?: readonly string[];
    };
  };
}

/**
 * Runs at sign-in and at every refresh; `clientMetadata` is that of RespondToAuthChallenge or
 * GetTokensFromRefreshToken. If it throws, no tokens are issued; if it is slow, they come late.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export type PreTokenGeneration = Trigger<
  CommonRequest & {
    readonly groupConfiguration: { readonly groupsToOverride: readonly string[] };
    readonly scopes: readonly string[];
  },
  TokenChanges
>;

/** The triggers of the pool. */
export interface Triggers {
  readonly preSignUp?: PreSignUp;
  readonly preAuthentication?: PreAuthentication;
  readonly preTokenGeneration?: PreTokenGeneration;
  readonly defineAuthChallenge?: DefineAuthChallenge;
  readonly createAuthChallenge?: CreateAuthChallenge;
  readonly verifyAuthChallenge?: VerifyAuthChallenge;
}

/**
 * Runs a trigger, if there is one, and returns its response. The error message starts with `name`:
 * "PreSignUp failed with error <message>."
 */
export async function runTrigger<Request, Response extends object>(
  name: string,
  trigger: Trigger<Request, Partial<Response>> | undefined,
  userName: string,
  request: Request,
  triggerSource = `${name}_${name === 'PreSignUp' ? 'SignUp' : 'Authentication'}`,
): Promise<Partial<Response>> {
  const response: Partial<Response> = {};
  try {
    await trigger?.({ userName, triggerSource, request, response });
  } catch (error) {
    // No instanceof: an error from a test page belongs to another realm.
    const { message } = Object(error) as { readonly message?: unknown };
    const reason = typeof message === 'string' ? message : String(error);
    throw new CognitoError(
      'UserLambdaValidationException',
      `${name} failed with error ${reason.replace(/\.$/, '')}.`,
    );
  }
  return response;
}
