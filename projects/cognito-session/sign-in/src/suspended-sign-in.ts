// A sign-in as JSON text, from the step that an app suspends to the page that goes on with it.

import type { AuthAnswer } from './auth-exchange';
import { SignInError, type SignInErrorCode } from './sign-in-error';
import type { SignInRequest } from './sign-in-step';
import type { SessionManager } from './user-pool';

/** The version of the text; a release counts it up when older ones could not read what it writes. */
export const SUSPENDED_VERSION = 1;

/** Cognito waits for the answer to a challenge for 15 minutes at most, in milliseconds. */
const LONGEST_WAIT_MS = 900_000;

/** What the text holds. No password, no code and no secret may ever be a part of it. */
export interface SuspendedSignIn {
  readonly v: typeof SUSPENDED_VERSION;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Random; by this a sign-out finds it. */
  readonly id: string;
  /** When Cognito asked, in milliseconds since the epoch; 0 when a sign-out had ended it already. */
  readonly at: number;
  /** The user name that Cognito knows. */
  readonly username: string;
  readonly request: Omit<SignInRequest, 'password' | 'continueFrom'>;
  readonly answer: Omit<AuthAnswer, 'AuthenticationResult'>;
  /** What the user has chosen of the challenge already. */
  readonly choice?: string | undefined;
}

type Check = (value: unknown) => boolean;
const text: Check = (value) => typeof value === 'string' && value !== '';
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const list: Check = (value) => Array.isArray(value) && value.every(text);
const texts: Check = (value) =>
  isObject(value) && Object.values(value).every((each) => typeof each === 'string');

/** Each member with what it must be. */
const MEMBERS: Readonly<Record<string, Check>> = {
  id: text,
  at: Number.isFinite,
  username: text,
  choice: optional(text),
  request: isObject,
  'request.username': text,
  'request.flow': optional(text),
  'request.preferredChallenge': optional(text),
  'request.totpIssuer': optional(text),
  'request.clientMetadata': optional(texts),
  answer: isObject,
  'answer.ChallengeName': text,
  'answer.ChallengeParameters': optional(texts),
  'answer.AvailableChallenges': optional(list),
  'answer.Session': optional(text),
};

/**
 * Reads what `suspend` wrote, as text or parsed.
 * @throws `SignInError`, naming the member: `INVALID_INPUT` for anything else, `INVALID_CONFIG` for one of another pool or
 *   client, `CHALLENGE_EXPIRED` for one that Cognito cannot be waiting for any more.
 */
export function readSuspended(given: unknown, config: SessionManager['config']): SuspendedSignIn {
  const value = typeof given === 'string' ? parsed(given) : given;
  if (!isObject(value)) throw refused('INVALID_INPUT', 'it must be what suspend() gave');
  if (value['v'] !== SUSPENDED_VERSION) {
    throw refused('INVALID_INPUT', `v must be ${SUSPENDED_VERSION}`);
  }
  for (const name of ['userPoolId', 'clientId'] as const) {
    if (value[name] !== config[name]) {
      throw refused('INVALID_CONFIG', `${name} must be that of provideCognitoSession`);
    }
  }
  for (const [path, check] of Object.entries(MEMBERS)) {
    const [name = '', inner] = path.split('.');
    const member = inner === undefined ? value[name] : (value[name] as Members)[inner];
    if (!check(member)) throw refused('INVALID_INPUT', `${path} is missing or malformed`);
  }
  const suspended = value as unknown as SuspendedSignIn;
  if (Date.now() - suspended.at > LONGEST_WAIT_MS) {
    throw refused('CHALLENGE_EXPIRED', 'a sign-out or 15 minutes have ended it');
  }
  return suspended;
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Not JSON counts as nothing. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Quotes no value: a part of it may be Cognito's `Session`. */
function refused(code: SignInErrorCode, expected: string): SignInError {
  return new SignInError(code, `suspended sign-in: ${expected}`);
}
