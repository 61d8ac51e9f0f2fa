// The one way to Cognito's user-pool API. Inputs and outputs have the AWS SDK's types, imported as types only.

import type {
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput,
  GlobalSignOutCommandInput,
  GlobalSignOutCommandOutput,
  InitiateAuthCommandInput,
  InitiateAuthCommandOutput,
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput,
  RevokeTokenCommandInput,
  RevokeTokenCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';

/** Operations of the user-pool API that the library calls, with their inputs and outputs. */
export interface CognitoOperations {
  InitiateAuth: { input: InitiateAuthCommandInput; output: InitiateAuthCommandOutput };
  RespondToAuthChallenge: {
    input: RespondToAuthChallengeCommandInput;
    output: RespondToAuthChallengeCommandOutput;
  };
  GetTokensFromRefreshToken: {
    input: GetTokensFromRefreshTokenCommandInput;
    output: GetTokensFromRefreshTokenCommandOutput;
  };
  RevokeToken: { input: RevokeTokenCommandInput; output: RevokeTokenCommandOutput };
  GlobalSignOut: { input: GlobalSignOutCommandInput; output: GlobalSignOutCommandOutput };
}

/** Name of an operation, as in `X-Amz-Target`. */
export type CognitoOperation = keyof CognitoOperations;

/** Options of one call. */
export interface CognitoCallOptions {
  /** Ends the call; the promise then rejects. */
  signal?: AbortSignal;
}

/**
 * Sends one operation to the user pool; `withGateway` takes any implementation.
 *
 * One call is one HTTP request: retries are the caller's. An answer of Cognito that is an error rejects with an error
 * whose `name` is the AWS name and whose `$metadata.httpStatusCode` is the status, as the AWS SDK does it; anything
 * else (no network, an answer that is not Cognito's) rejects with any other error. It must not wait for a session, which
 * may be waiting for it: a request sent by `HttpClient` needs `SESSION_TOKEN` set to `'none'`.
 */
export abstract class CognitoGateway {
  abstract send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    options?: CognitoCallOptions,
  ): Promise<CognitoOperations[Operation]['output']>;
}
