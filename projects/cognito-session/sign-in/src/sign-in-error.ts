// `SignInError`, and how it is made of Cognito's answer, or of any other failure of a call.

import { SessionError, type SessionErrorCode } from 'ngx-cognito-session';
import { findErrorRow } from './error-table';
import type { SignInErrorCode } from './sign-in-error-code';

/** `SessionError` with codes of any kind: its own type lists only those of the session. */
const AnySessionError = SessionError as unknown as new (
  code: string,
  message: string,
  cause?: unknown,
) => Error;

/** The members of an error beside its code. */
interface SignInErrorDetails {
  readonly cause?: unknown;
  readonly reason?: string | undefined;
  readonly retryAt?: number | undefined;
}

/**
 * A sign-in or account operation that failed. Choose the user's text by `code`. `message` is for
 * developers: the operation, the AWS name and AWS's text (left out when it is the `reason`).
 * `cause` is Cognito's answer, whose `name` is the AWS name. No member ever holds a password, a
 * code or a token.
 *
 * At run time it is a `SessionError`, too, so that one handler can report both. Its codes are a
 * list of their own, so check for `SignInError` first.
 */
export class SignInError extends AnySessionError {
  override readonly name = 'SignInError';
  declare readonly code: SignInErrorCode;
  /**
   * Cognito's text for users: the policy that a password does not meet, the problem of a value, or
   * the reason of a trigger.
   */
  readonly reason: string | undefined;
  /** When to try again, in milliseconds since the epoch; undefined if Cognito did not say. */
  readonly retryAt: number | undefined;

  constructor(
    code: SignInErrorCode,
    message: string,
    { cause, reason, retryAt }: SignInErrorDetails = {},
  ) {
    super(code, message, cause);
    this.reason = reason;
    this.retryAt = retryAt;
  }
}

interface Answered {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number } | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** The meaning of a failure for a form, and whether its text is written for users. */
export interface Meaning {
  readonly code: SignInErrorCode;
  readonly isReason: boolean;
}

/**
 * Makes an error of this entry itself.
 * @param message says what is wrong, for developers.
 */
export function newSignInError(
  code: SignInErrorCode,
  message: string,
  cause?: unknown,
): SignInError {
  return new SignInError(code, message, { cause });
}

/**
 * Makes the error that a form gets for a failed call.
 * @param error the failure as it comes through the gateway, without the secrets that were sent.
 * @param call the `callName` of the call; the empty text when there was none.
 * @param meaning the meaning of AWS's text before secrets were removed from it; default: of the
 *   text as it is.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export function toSignInError(
  error: unknown,
  call = '',
  { code, isReason }: Meaning = meaningOf(error, call),
): SignInError {
  if (error instanceof SignInError) return error;
  const cause: Answered = error ?? {};
  const { name, message = '', retryAfterSeconds } = cause;
  const isOwn = error instanceof SessionError;
  // Without a call, nobody has searched the text for secrets.
  const text = isOwn ? message.replace(/^\w+: /, '') : call && !isReason && message;
  return new SignInError(
    code,
    [call.split(' ')[0], !isOwn && name, text].filter(Boolean).join(': ') || 'not an error',
    {
      cause,
      reason: isReason ? reasonIn(message) : undefined,
      retryAt: retryAfterSeconds ? Date.now() + retryAfterSeconds * 1000 : undefined,
    },
  );
}

/** The code of a form for an error of the session. */
function ofSession(code: SessionErrorCode): SignInErrorCode {
  if (code === 'INVALID_CONFIG' || code === 'INVALID_TOKEN') return code;
  return code.endsWith('UNAVAILABLE') ? 'UNAVAILABLE' : 'NOT_SIGNED_IN';
}

/** Finds out what a failed call means for a form. */
export function meaningOf(failure: unknown, call: string): Meaning {
  if (failure instanceof SessionError) return { code: ofSession(failure.code), isReason: false };
  const { name, message, $metadata }: Answered = failure ?? {};
  // An app's own gateway may reject with anything: a name or a text may be missing.
  const [, code, { isReason = false } = {}] = findErrorRow(`${name}`, `${message}`, call) ?? [];
  return { code: code ?? codeOfStatus(`${$metadata?.httpStatusCode}`, name), isReason };
}

/**
 * The code for an answer without a row: of a proxy, a firewall, a captive portal, or with a new
 * name. The session judges its refreshes by the same rule (core/refresh/refresh-call.ts): a failure
 * that may pass is never a wrong setting.
 */
function codeOfStatus(status: string, name: string | undefined): SignInErrorCode {
  if (status === '429') return 'TOO_MANY_ATTEMPTS';
  // Not from Cognito, which refuses with 400.
  if (status === '403') return 'REFUSED';
  // Both gateways give this name to an answer without an AWS name.
  return /^4(?!08)/.test(status) && name !== 'UnknownError' ? 'INVALID_CONFIG' : 'UNAVAILABLE';
}

/**
 * AWS's text without the words that it puts around the text of a trigger, as in "PreSignUp failed
 * with error Not this name.".
 */
function reasonIn(text: string): string {
  const [, thrown] = /^\w+ failed with error (.*)$/s.exec(text) ?? [];
  // AWS adds a full stop, even after a sentence that has its own.
  return thrown?.replace(/(^|[.!?…])\.$/, '$1') ?? text;
}
