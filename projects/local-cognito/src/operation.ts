import { refusals } from './cognito-error';
import type { JsonObject } from './json-object';
import type { Settings } from './settings';

/** One operation of the user pool: a JSON input in, a JSON output or a `CognitoError` out. */
export type Operation = (input: JsonObject) => object | Promise<object>;

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

/** Refuses the `ClientId` of another client. */
export function checkClient(input: JsonObject, settings: Settings): void {
  const clientId = required(input, 'ClientId');
  if (clientId !== settings.value.clientId) {
    throw refusals.unknownClient(clientId);
  }
}
