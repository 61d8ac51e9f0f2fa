// The device data that threat protection scores: the app's page collects it, and the operations
// that take it send it.

import { type CognitoOperation, type CognitoOperations, SessionError } from 'ngx-cognito-session';
import { toSignInError } from './sign-in-error';

/** Operations whose input has `UserContextData`. */
type ScoredOperation = {
  [
    Operation in CognitoOperation
  ]: 'UserContextData' extends keyof CognitoOperations[Operation]['input'] ? Operation : never;
}[CognitoOperation];

/** All scored operations; the type demands each of them. */
const SCORED: Readonly<Record<ScoredOperation, true>> = {
  ConfirmForgotPassword: true,
  ConfirmSignUp: true,
  ForgotPassword: true,
  InitiateAuth: true,
  ResendConfirmationCode: true,
  RespondToAuthChallenge: true,
  SignUp: true,
};

/** The places where operations have the user's name. */
interface Named {
  readonly Username?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
}

/**
 * The member `UserContextData` for the input of an operation; nothing if the operation does not
 * take it or the app has none.
 * @param collect the app's setting `userContextData`.
 * @throws `SignInError` `INVALID_CONFIG`, naming the setting, if it throws or returns anything but
 *   text.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserContextDataType.html
 */
export function userContext(
  operation: CognitoOperation,
  input: object,
  collect: ((username: string) => unknown) | undefined,
): { readonly UserContextData?: { readonly EncodedData: string } } {
  if (!collect || !(operation in SCORED)) return {};
  const { Username, AuthParameters, ChallengeResponses }: Named = input;
  const username = Username ?? (AuthParameters ?? ChallengeResponses)?.['USERNAME'] ?? '';
  let given: unknown;
  try {
    given = collect(username);
  } catch (error) {
    throw wrong('the function has thrown', error);
  }
  if (given === undefined || given === '') return {};
  if (typeof given !== 'string') throw wrong('the function must return text or undefined');
  return { UserContextData: { EncodedData: given } };
}

/** Makes the error without the value, which identifies a device. */
function wrong(expected: string, cause?: unknown): Error {
  return toSignInError(new SessionError('INVALID_CONFIG', `userContextData: ${expected}`, cause));
}
