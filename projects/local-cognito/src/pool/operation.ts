// What every operation of the pool is, and the checks that most of them share.

import { refusals } from './cognito-error';
import type { JsonObject } from './json-object';
import type { ResolvedAppClient } from './app-client';
import type { Settings } from './settings';

/** Where a call comes from, as far as HTTP tells. */
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

/** A member of the input that must be there. */
export function required(input: JsonObject, member: string): string {
  const value = input.text(member);
  if (value === undefined) {
    throw refusals.missingMember(member.charAt(0).toLowerCase() + member.slice(1));
  }
  return value;
}

/** One of `AuthParameters` or `ChallengeResponses` that must be there. */
export function requiredParameter(parameters: JsonObject, name: string): string {
  const value = parameters.text(name);
  if (value === undefined) {
    throw refusals.missingAuthParameter(name);
  }
  return value;
}

/** The settings of the client that calls; a `ClientId` that the pool does not have is refused. */
export function callingClient(input: JsonObject, settings: Settings): ResolvedAppClient {
  const clientId = required(input, 'ClientId');
  const client = settings.client(clientId);
  if (client === undefined) {
    throw refusals.unknownClient(clientId);
  }
  return client;
}

/**
 * `Username` where AWS's model gives it a pattern: SignUp, ForgotPassword and their confirmations.
 * The message is as public error handlers quote it; no page of AWS has it.
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

/** Does the name fit the pattern that AWS gives user names? */
export function isUsername(name: string): boolean {
  return usernamePattern.test(name);
}
