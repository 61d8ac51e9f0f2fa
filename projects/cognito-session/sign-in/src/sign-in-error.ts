// What a form must tell apart when a sign-in or an account operation fails.

import { SessionError, type SessionErrorCode } from 'ngx-cognito-session';
import { findErrorRow } from './error-table';
import type { SignInErrorCode } from './sign-in-error-code';

/** `SessionError` without its list of codes, which would have to hold those of this entry. */
const AnySessionError = SessionError as unknown as new (
  code: string,
  message: string,
  cause?: unknown,
) => Error;

/** What an error tells beside its code. */
interface SignInErrorDetails {
  readonly cause?: unknown;
  readonly reason?: string | undefined;
  readonly retryAt?: number | undefined;
}

/**
 * A sign-in or account operation that failed. Choose your words by `code`. `message` is for developers: the operation, the
 * AWS name and, unless it is the `reason`, AWS's text. `cause` is the answer of Cognito, whose `name` is the AWS name.
 * No field of it ever holds a password, a code or a token.
 *
 * At run time it is a `SessionError`, too, so that one handler can report both. Its codes are a list of their own: look
 * for `SignInError` first.
 */
export class SignInError extends AnySessionError {
  override readonly name = 'SignInError';
  declare readonly code: SignInErrorCode;
  /** Cognito's own words, for people: the policy a password does not meet, what is wrong with a value, why a trigger refused. */
  readonly reason: string | undefined;
  /** When to try again, in ms since epoch; undefined when Cognito did not say. */
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

/** What a failure means for a form, and whether its text is for people. */
export interface Meaning {
  readonly code: SignInErrorCode;
  readonly isReason: boolean;
}

/**
 * An error of this entry itself.
 * @param message what is wrong, for developers.
 */
export function newSignInError(
  code: SignInErrorCode,
  message: string,
  cause?: unknown,
): SignInError {
  return new SignInError(code, message, { cause });
}

/**
 * The error a form gets for what Cognito, or the way to it, answered.
 * @param error as it comes through the gateway, without anything secret that was sent.
 * @param call what was called, by its `callName`; the empty text when nothing was.
 * @param meaning of its words before secrets were blanked in them; by default of the words as they are.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export function toSignInError(
  error: unknown,
  call = '',
  { code, isReason }: Meaning = meaningOf(error, call),
): SignInError {
  if (error instanceof SignInError) return error;
  const cause = (error ?? {}) as Answered;
  const { name, message = '', retryAfterSeconds } = cause;
  const isOwn = error instanceof SessionError;
  // Texts that came with no call have not been searched for secrets.
  const text = isOwn ? message.replace(/^\w+: /, '') : call && !isReason && message;
  return new SignInError(
    code,
    [call.split(' ')[0], !isOwn && name, text].filter(Boolean).join(': ') || 'not an error',
    {
      cause,
      reason: isReason ? wordsOf(message) : undefined,
      retryAt: retryAfterSeconds ? Date.now() + retryAfterSeconds * 1000 : undefined,
    },
  );
}

/** What an error of the session means for a form. */
function ofSession(code: SessionErrorCode): SignInErrorCode {
  if (code === 'INVALID_CONFIG' || code === 'INVALID_TOKEN') return code;
  return code.endsWith('UNAVAILABLE') ? 'UNAVAILABLE' : 'NOT_SIGNED_IN';
}

/** What a failure of a call means for a form. */
export function meaningOf(failure: unknown, call: string): Meaning {
  if (failure instanceof SessionError) return { code: ofSession(failure.code), isReason: false };
  const { name, message, $metadata } = (failure ?? {}) as Answered;
  // Gateways of apps reject with anything: a name or a text may be missing.
  const [, code, { isReason = false } = {}] = findErrorRow(`${name}`, `${message}`, call) ?? [];
  return { code: code ?? codeOfStatus(`${$metadata?.httpStatusCode}`, name), isReason };
}

/**
 * What an answer means that has no row: of a proxy, a firewall, a captive portal, or with a name that is new. The session
 * judges its refreshes alike (core/refresh-call.ts): what may pass is never a wrong setting.
 */
function codeOfStatus(status: string, name: string | undefined): SignInErrorCode {
  if (status === '429') return 'TOO_MANY_ATTEMPTS';
  // Cognito itself refuses with 400.
  if (status === '403') return 'REFUSED';
  // Both gateways call an answer so that has no name of AWS.
  return /^4(?!08)/.test(status) && name !== 'UnknownError' ? 'INVALID_CONFIG' : 'UNAVAILABLE';
}

/** AWS's text without the frame it puts around what a trigger throws: "PreSignUp failed with error Not this name." */
function wordsOf(text: string): string {
  const [, thrown] = /^\w+ failed with error (.*)$/s.exec(text) ?? [];
  // AWS adds a full stop, also to a sentence that has its own end.
  return thrown?.replace(/(^|[.!?…])\.$/, '$1') ?? text;
}
