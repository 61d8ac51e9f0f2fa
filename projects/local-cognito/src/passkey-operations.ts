import type { Operation, OperationGroup } from './operation';
import type { PoolParts } from './pool-parts';

/** StartWebAuthnRegistration, CompleteWebAuthnRegistration, ListWebAuthnCredentials, DeleteWebAuthnCredential. */
export class PasskeyOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {};

  constructor(protected readonly parts: PoolParts) {}
}
