// The type of every operation of the pool, and the checks that most operations share.

import { refusals } from './cognito-error';
import type { JsonObject } from './json-object';
import type { ResolvedAppClient } from './app-client';
import type { Settings } from './settings';

/** The origin of a call, as far as HTTP shows it. */
export interface CallOrigin {
  readonly userAgent: string | null;
  readonly ipAddress: string;
}

/** One operation of the user pool: a JSON input in, a JSON output or a `CognitoError` out. */
export type Operation = (input: JsonObject, origin: CallOrigin) => object | Promise<object>;

/** Operations that belong together, by their names in `X-Amz-Target`. */
export interface OperationGroup {
  readonly operations: Readonly<Record<string, Operation>>;
}

/** A required member of the input. */
export function required(input: JsonObject, member: string): string {
  const value = input.text(member);
  if (value === undefined) {
    throw refusals.missingMember(member.charAt(0).toLowerCase() + member.slice(1));
  }
  return value;
}

/** A required member of `AuthParameters` or `ChallengeResponses`. */
export function requiredParameter(parameters: JsonObject, name: string): string {
  const value = parameters.text(name);
  if (value === undefined) {
    throw refusals.missingAuthParameter(name);
  }
  return value;
}

/** The settings of the calling client; refuses a `ClientId` that the pool does not have. */
export function callingClient(input: JsonObject, settings: Settings): ResolvedAppClient {
  const clientId = required(input, 'ClientId');
  const client = settings.client(clientId);
  if (client === undefined) {
    throw refusals.unknownClient(clientId);
  }
  return client;
}

/**
 * `Username` of the operations for which AWS's model has a pattern: SignUp, ForgotPassword and
 * their confirmations. Public error handlers quote this message; no page of AWS has it.
 */
export function requiredUsername(input: JsonObject): string {
  const username = required(input, 'Username');
  if (!usernamePattern.test(username)) {
    throw refusals.usernamePattern();
  }
  return username;
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
const usernamePattern = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;

/** Does the name match AWS's pattern for user names? */
export function isUsername(name: string): boolean {
  return usernamePattern.test(name);
}
