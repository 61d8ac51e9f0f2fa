import type { Operation, OperationGroup } from './operation';
import type { PoolParts } from './pool-parts';

/** ForgotPassword, ConfirmForgotPassword, ChangePassword. */
export class PasswordOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {};

  constructor(protected readonly parts: PoolParts) {}
}
