// A gateway that answers what the spec says, and remembers what it was asked.

import {
  CognitoGateway,
  type CognitoOperation,
  type CognitoOperations,
} from '../core/cognito-gateway';

/** One call that reached the gateway. */
export interface GatewayCall {
  readonly operation: CognitoOperation;
  readonly input: unknown;
  readonly signal: AbortSignal | undefined;
}

/** Answers each call with what `answer` returns, resolves to or throws; `{}` unless the spec sets it. */
export class ScriptedGateway extends CognitoGateway {
  readonly calls: GatewayCall[] = [];

  constructor(public answer: (call: GatewayCall) => unknown = () => ({})) {
    super();
  }

  async send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<CognitoOperations[Operation]['output']> {
    const call = { operation, input, signal };
    this.calls.push(call);
    return (await this.answer(call)) as CognitoOperations[Operation]['output'];
  }
}
