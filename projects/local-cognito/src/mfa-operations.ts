import type { Operation, OperationGroup } from './operation';
import type { PoolParts } from './pool-parts';

/** AssociateSoftwareToken, VerifySoftwareToken, SetUserMFAPreference, GetUserAuthFactors. */
export class MfaOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {};

  constructor(protected readonly parts: PoolParts) {}
}
