// Reads the text of a suspended sign-in. Loaded by import(): most pages resume none.

import { newSignInError, type SignInError } from './sign-in-error';
import type { SignInErrorCode } from './sign-in-error-code';
import { SUSPENDED_VERSION, type SuspendedSignIn } from './suspended-sign-in';
import type { SessionManager } from './user-pool';

/** Cognito waits for the answer to a challenge for 15 minutes at most, in milliseconds. */
const LONGEST_WAIT_MS = 900_000;

/** What must be there. */
const NEEDED = ['id', 'username', 'request.username', 'answer.ChallengeName'];

/**
 * Reads what `suspend` wrote, as text or parsed.
 * @throws `SignInError`, naming the member: `INVALID_INPUT` for anything else, `INVALID_CONFIG` for one of another pool or
 *   client, `CHALLENGE_EXPIRED` for one that Cognito cannot be waiting for any more.
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

/** The paths of all texts that are not empty. @throws for anything else than texts, and lists and objects of texts. */
function pathsIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return value ? [path] : [];
  if (typeof value !== 'object' || !value) {
    throw refused('INVALID_INPUT', `${path} must be a text`);
  }
  return Object.entries(value).flatMap(([name, inner]) =>
    pathsIn(inner, path ? `${path}.${name}` : name),
  );
}

/** What is no JSON counts as an object without members. */
function parsed(given: unknown): Partial<SuspendedSignIn> {
  try {
    return Object(typeof given === 'string' ? JSON.parse(given) : given) as object;
  } catch {
    return {};
  }
}

/** Quotes no value: a part of it may be Cognito's `Session`. */
function refused(code: SignInErrorCode, expected: string): SignInError {
  return newSignInError(code, `suspended sign-in: ${expected}`);
}
