// Reads the text of a suspended sign-in. Loaded by import(), because most pages resume none.

import { newSignInError, type SignInError } from './sign-in-error';
import type { SignInErrorCode } from './sign-in-error-code';
import { SUSPENDED_VERSION, type SuspendedSignIn } from './suspended-sign-in';
import type { SessionManager } from './user-pool';

/** Cognito waits at most 15 minutes for the answer to a challenge, in milliseconds. */
const LONGEST_WAIT_MS = 900_000;

/** The paths of the texts that must not be missing. */
const NEEDED = ['id', 'username', 'request.username', 'answer.ChallengeName'];

/**
 * Reads what `suspend` has written, as text or parsed.
 * @throws `SignInError`, naming the member: `INVALID_CONFIG` if it is from another pool or client,
 * `CHALLENGE_EXPIRED` if Cognito cannot be waiting any more, `INVALID_INPUT` for anything else.
 */
export function readSuspended(given: unknown, config: SessionManager['config']): SuspendedSignIn {
  const value = parsed(given);
  const { v, at, ...texts } = value;
  if (v !== SUSPENDED_VERSION) {
    throw refused('INVALID_INPUT', `v must be ${SUSPENDED_VERSION}, as suspend() writes it`);
  }
  for (const name of ['userPoolId', 'clientId'] as const) {
    if (value[name] !== config[name]) {
      throw refused('INVALID_CONFIG', `${name} must be that of provideCognitoSession`);
    }
  }
  if (!Number.isFinite(at)) throw refused('INVALID_INPUT', 'at must be a number');
  const found = pathsIn(texts);
  const missing = NEEDED.find((path) => !found.includes(path));
  if (missing) throw refused('INVALID_INPUT', `${missing} must be a text`);
  if (Date.now() - Number(at) > LONGEST_WAIT_MS) {
    throw refused('CHALLENGE_EXPIRED', 'a sign-out or 15 minutes have ended it');
  }
  return value as SuspendedSignIn;
}

/**
 * The paths of all texts that are not empty.
 * @throws if there is anything except texts, and lists and objects of texts.
 */
function pathsIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return value ? [path] : [];
  if (typeof value !== 'object' || !value) {
    throw refused('INVALID_INPUT', `${path} must be a text`);
  }
  return Object.entries(value).flatMap(([name, inner]) =>
    pathsIn(inner, path ? `${path}.${name}` : name),
  );
}

/** The members of a JSON object; none if it is not JSON. */
function parsed(given: unknown): Partial<SuspendedSignIn> {
  try {
    const value: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    return value ?? {};
  } catch {
    return {};
  }
}

/** Makes the error without any value: a value may be a part of Cognito's `Session`. */
function refused(code: SignInErrorCode, expected: string): SignInError {
  return newSignInError(code, `suspended sign-in: ${expected}`);
}
