// A gateway that answers what the spec says, and remembers what it was asked.

import {
  type CognitoCallOptions,
  CognitoGateway,
  type CognitoOperation,
  type CognitoOperations,
} from '../../src/core/cognito/cognito-gateway';

/** One call that reached the gateway. */
export interface GatewayCall {
  readonly operation: CognitoOperation;
  readonly input: unknown;
  readonly signal: AbortSignal | undefined;
  /** Takes the time of the answer, as a gateway that can read it says. */
  readonly onServerTime?: ((time: number) => void) | undefined;
}

/**
 * Answers each call with what `answer` returns, resolves to or throws; `{}` unless the spec sets
 * it.
 */
export class ScriptedGateway extends CognitoGateway {
  readonly calls: GatewayCall[] = [];

  constructor(public answer: (call: GatewayCall) => unknown = () => ({})) {
    super();
  }

  async send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    { signal, onServerTime }: CognitoCallOptions = {},
  ): Promise<CognitoOperations[Operation]['output']> {
    const call = { operation, input, signal, ...(onServerTime && { onServerTime }) };
    this.calls.push(call);
    return (await this.answer(call)) as CognitoOperations[Operation]['output'];
  }
}
