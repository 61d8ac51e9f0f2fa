// Calls Cognito by fetch: unsigned JSON, for operations that need no AWS credentials. All public
// operations of a user pool are of that kind. This file costs 0.7 kB, and the SDK's client costs 43
// kB.

import {
  type CognitoCallOptions,
  CognitoGateway,
  type CognitoOperation,
  type CognitoOperations,
} from './cognito-gateway';
import { CognitoServiceError, parseRetryAfter, tellServerTime } from './cognito-service-error';
import { isJsonObject } from '../tokens/jwt-payload';
import { isRedirect, UnexpectedRedirect } from './unexpected-redirect';

/**
 * Speaks AWS JSON 1.1 to the user pool.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export class FetchCognitoGateway extends CognitoGateway {
  readonly #endpoint: string;

  /** @param endpoint URL of the user-pool API. */
  constructor(endpoint: string) {
    super();
    this.#endpoint = endpoint;
  }

  async send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    { signal, onServerTime }: CognitoCallOptions = {},
  ): Promise<CognitoOperations[Operation]['output']> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(input),
      // No cookies, no cache and no referrer: only the body identifies the caller.
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      // If fetch followed a 307, it would send the body to another host.
      redirect: 'manual',
      ...(signal && { signal }),
    });
    const { status, ok, headers } = response;
    if (isRedirect(status)) throw new UnexpectedRedirect(this.#endpoint);
    tellServerTime(headers.get('date'), onServerTime);
    const text = await response.text();
    const body = parseObject(text);
    // RevokeToken and GlobalSignOut answer 200 with an empty body. A captive portal answers with
    // HTML.
    if (ok && (body || !text))
      return (body ?? {}) as unknown as CognitoOperations[Operation]['output'];
    const name =
      errorName(headers.get('x-amzn-errortype')) ??
      errorName(body?.['__type']) ??
      errorName(body?.['code']) ??
      (ok ? 'UnreadableAnswer' : 'UnknownError');
    const message = body?.['message'] ?? body?.['Message'];
    throw new CognitoServiceError(
      name,
      typeof message === 'string' ? message : `HTTP ${status}`,
      status,
      parseRetryAfter(headers.get('retry-after')),
    );
  }
}

/** The plain name, from any form that AWS uses: `com.amazonaws.x#Name`, `Name:http://…`. */
function errorName(value: unknown): string | undefined {
  return typeof value === 'string' ? /(?:^|#)([A-Za-z]\w*)(?::|$)/.exec(value)?.[1] : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // SyntaxError: HTML of a captive portal, an empty body, or a body that was cut.
    return undefined;
  }
}
