import type { JsonObject } from './json-object';
import { required, type Operation, type OperationGroup } from './operation';
import type { PoolParts } from './pool-parts';

/** What a signed-in user may do with the own record: GetUser, the attributes, DeleteUser. */
export class UserOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    GetUser: (input) => this.getUser(input),
  };

  constructor(private readonly parts: PoolParts) {}

  private async getUser(input: JsonObject): Promise<object> {
    const { user } = await this.parts.accessTokens.holder(required(input, 'AccessToken'));
    const attributes = [['sub', user.sub], ...user.attributes];
    return {
      UserAttributes: attributes.map(([Name, Value]) => ({ Name, Value })),
      Username: user.username,
    };
  }
}
