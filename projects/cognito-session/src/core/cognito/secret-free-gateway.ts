// Keeps secrets out of errors. This gateway wraps every other one, the app's own as well, and
// replaces the error of a failed call by a copy without the secrets that were sent. Loaded by
// import(), together with the default gateway.

import {
  type CognitoCallOptions,
  CognitoGateway,
  type CognitoOperation,
  type CognitoOperations,
} from './cognito-gateway';
import { FetchCognitoGateway } from './fetch-cognito-gateway';
import { blank, secretsIn } from './sent-secrets';

/** Options of one call. */
export interface SecretFreeCallOptions extends CognitoCallOptions {
  /**
   * Gets the original failure, to judge its text. The copy would not do: for a user whose password
   * is "session", that word is missing from its "Invalid session".
   */
  readonly judge?: (failure: unknown) => void;
}

/** The number of causes that are copied. The limit also ends circular chains. */
const DEEPEST_CAUSE = 8;

/**
 * Rejects with a copy of the wrapped gateway's error: an `Error` that has only its `name`,
 * `message`, `stack`, `$metadata`, `retryAfterSeconds` and `cause`, all without the secrets of the
 * call's input. Other fields are left out, such as the request that an HTTP client adds to its
 * errors.
 */
export class SecretFreeGateway extends CognitoGateway {
  readonly #gateway: CognitoGateway;

  /** @param gateway the gateway to wrap; default: the one by `fetch`. */
  constructor(endpoint: string, gateway: CognitoGateway = new FetchCognitoGateway(endpoint)) {
    super();
    this.#gateway = gateway;
  }

  async send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    { judge, ...options }: SecretFreeCallOptions = {},
  ): Promise<CognitoOperations[Operation]['output']> {
    try {
      return await this.#gateway.send(operation, input, options);
    } catch (failure) {
      judge?.(failure);
      throw copyOf(failure, secretsIn(input));
    }
  }
}

/** The members that a failure may have: gateways of apps reject with anything. */
interface FailureLike {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: unknown;
  readonly retryAfterSeconds?: unknown;
}

function copyOf(failure: unknown, secrets: readonly string[], depth = 0): Error {
  const given: FailureLike =
    typeof failure === 'object' && failure !== null ? failure : { message: failure };
  const { name = 'Error', message = '', stack, cause, $metadata, retryAfterSeconds } = given;
  const text = String(message);
  // A JSON parser quotes the text that it cannot read, which may be an answer with tokens.
  const shown = name === 'SyntaxError' ? 'the answer is no JSON' : blank(text, secrets);
  const inner =
    cause === undefined || depth === DEEPEST_CAUSE
      ? undefined
      : { cause: copyOf(cause, secrets, depth + 1) };
  const copy: Error & FailureLike = new Error(shown, inner);
  // The stack begins with the message.
  const lines = typeof stack === 'string' ? stack : '';
  copy.stack = blank(text ? lines.replaceAll(text, () => shown) : lines, secrets);
  const keep = (value: unknown): unknown =>
    typeof value === 'string' ? blank(value, secrets) : value;
  const isPlain = (value: unknown): boolean => /^(string|number)$/.test(typeof value);
  return Object.assign(copy, {
    name: String(name),
    ...(typeof $metadata === 'object' &&
      $metadata !== null && {
        $metadata: Object.fromEntries(
          Object.entries($metadata)
            .filter(([, value]) => isPlain(value))
            .map(([key, value]) => [key, keep(value)]),
        ),
      }),
    ...(isPlain(retryAfterSeconds) && { retryAfterSeconds: keep(retryAfterSeconds) }),
  });
}
