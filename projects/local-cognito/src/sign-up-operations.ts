import type { Operation, OperationGroup } from './operation';
import type { PoolParts } from './pool-parts';

/** SignUp, ConfirmSignUp, ResendConfirmationCode. */
export class SignUpOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {};

  constructor(protected readonly parts: PoolParts) {}
}
