// The user pool: finds the operation that a request names.

import { refusals } from './cognito-error';
import { DeviceOperations } from './device-operations';
import type { JsonObject } from './json-object';
import { MfaOperations } from './mfa-operations';
import type { CallOrigin, Operation, OperationGroup } from './operation';
import { PasskeyOperations } from './passkey-operations';
import { PasswordOperations } from './password-operations';
import type { PoolParts } from './pool-parts';
import { SessionOperations } from './session-operations';
import { SignInOperations } from './sign-in-operations';
import { SignUpOperations } from './sign-up-operations';
import { UserOperations } from './user-operations';
import { UserSessionOperations } from './user-session-operations';

/** The user pool: finds the operation that a request names. */
export class UserPool {
  private readonly operations: ReadonlyMap<string, Operation>;

  constructor(parts: PoolParts) {
    const groups: readonly OperationGroup[] = [
      new SignInOperations(parts),
      new SessionOperations(parts),
      new SignUpOperations(parts),
      new PasswordOperations(parts),
      new UserOperations(parts),
      new MfaOperations(parts),
      new PasskeyOperations(parts),
      new DeviceOperations(parts),
      new UserSessionOperations(parts),
    ];
    this.operations = new Map(groups.flatMap(({ operations }) => Object.entries(operations)));
  }

  async run(operation: string | null, input: JsonObject, origin: CallOrigin): Promise<object> {
    const run = this.operations.get(operation ?? '');
    if (run === undefined) {
      throw refusals.unknownOperation();
    }
    return await run(input, origin);
  }
}
