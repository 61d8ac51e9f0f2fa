// The user pool: finds the operation that a request names.

import { refusals } from '../pool/cognito-error';
import { DeviceOperations } from '../devices/device-operations';
import type { JsonObject } from '../pool/json-object';
import { MfaOperations } from '../account/mfa-operations';
import type { CallOrigin, Operation, OperationGroup } from '../pool/operation';
import { PasskeyOperations } from '../devices/passkey-operations';
import { PasswordOperations } from '../account/password-operations';
import type { PoolParts } from '../state/pool-parts';
import { SessionOperations } from '../account/session-operations';
import { SignInOperations } from '../sign-in/sign-in-operations';
import { SignUpOperations } from '../account/sign-up-operations';
import { UserOperations } from '../account/user-operations';
import { UserSessionOperations } from '../account/user-session-operations';

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
