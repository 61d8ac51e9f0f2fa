// What both gateways reject with when Cognito answered an error.

/** An error that Cognito answered; the shape of the AWS SDK's service exceptions, without the request. */
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
