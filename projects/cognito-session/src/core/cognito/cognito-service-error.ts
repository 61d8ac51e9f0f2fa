// The parts of an answer that both gateways read besides its body, and the error with which they
// reject.

/**
 * An error that Cognito answered, in the form of the AWS SDK's service exceptions, without the
 * request.
 */
export class CognitoServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  /** The seconds in the answer's `Retry-After`, if it has one. */
  readonly retryAfterSeconds: number | undefined;

  constructor(name: string, message: string, httpStatusCode: number, retryAfterSeconds?: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * The seconds of a `Retry-After` header, which has a number or a date; undefined if it is missing
 * or has neither.
 */
export function parseRetryAfter(value: string | null | undefined): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds >= 0 ? seconds : undefined;
}

/**
 * Passes the time of a `Date` header to `take`; does nothing if the header is missing or is no
 * date.
 */
export function tellServerTime(
  value: string | null | undefined,
  take: ((time: number) => void) | undefined,
): void {
  const time = Date.parse(value ?? '');
  if (time) take?.(time);
}
