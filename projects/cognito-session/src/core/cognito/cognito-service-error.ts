// What both gateways read of an answer besides its body, and what they reject with when it is an
// error.

/**
 * An error that Cognito answered; the shape of the AWS SDK's service exceptions, without the
 * request.
 */
export class CognitoServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  /** Seconds that the answer's `Retry-After` asks to wait, when it had one. */
  readonly retryAfterSeconds: number | undefined;

  constructor(name: string, message: string, httpStatusCode: number, retryAfterSeconds?: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Seconds of a `Retry-After` header, a number or a date; undefined when there is none or it is
 * neither.
 */
export function parseRetryAfter(value: string | null | undefined): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds >= 0 ? seconds : undefined;
}

/** Hands on the time of a `Date` header; nothing when there is none, or it is no date. */
export function tellServerTime(
  value: string | null | undefined,
  take: ((time: number) => void) | undefined,
): void {
  const time = Date.parse(value ?? '');
  if (time) take?.(time);
}
