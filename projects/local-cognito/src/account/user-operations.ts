// Cognito's operations on a signed-in user's own record.

import { accountRefusals } from '../pool/account-refusals';
import { deliveryTo, type DeliveryAttribute } from '../pool/code-delivery';
import { CodeSender } from './code-sender';
import type { JsonObject } from '../pool/json-object';
import { required, type Operation, type OperationGroup } from '../pool/operation';
import type { PoolParts } from '../state/pool-parts';
import type { PoolUser } from '../pool/pool-user';
import {
  attributeList,
  checkAliasIsFree,
  checkWritable,
  readAttributes,
  readVerifiable,
  verifiable,
  verify,
} from './user-attributes';

/** GetUser, the operations on attributes, and DeleteUser. */
export class UserOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    GetUser: async (input) => this.getUser(await this.authenticate(input)),
    UpdateUserAttributes: async (input) => this.update(await this.authenticate(input), input),
    DeleteUserAttributes: async (input) =>
      this.deleteAttributes(await this.authenticate(input), input),
    GetUserAttributeVerificationCode: async (input) =>
      this.sendCode(await this.authenticate(input), input),
    VerifyUserAttribute: async (input) =>
      this.verifyAttribute(await this.authenticate(input), input),
    DeleteUser: async (input) => this.deleteUser(await this.authenticate(input)),
  };

  private readonly sender: CodeSender;

  constructor(private readonly parts: PoolParts) {
    this.sender = new CodeSender(parts);
  }

  private async authenticate(input: JsonObject): Promise<PoolUser> {
    return (await this.parts.accessTokens.authenticate(required(input, 'AccessToken'))).user;
  }

  private getUser(user: PoolUser): object {
    return {
      UserAttributes: attributeList([['sub', user.sub], ...user.attributes]),
      Username: user.username,
      ...(user.mfa.size === 0 ? {} : { UserMFASettingList: [...user.mfa] }),
      ...(user.preferredMfa === null ? {} : { PreferredMfaSetting: user.preferredMfa }),
    };
  }

  /** A changed address or number is unverified; the old one is no alias any more. */
  private update(user: PoolUser, input: JsonObject): object {
    const changes = readAttributes(input, 'UserAttributes');
    checkWritable(changes);
    for (const [name, value] of changes) {
      if (value === '') {
        this.checkDeletable(name);
      }
    }
    const changed = verifiable.filter(
      (attribute) =>
        changes.has(attribute) && changes.get(attribute) !== user.attributes.get(attribute),
    );
    this.checkAliases(user, changes, changed);
    for (const [name, value] of changes) {
      this.set(user, name, value);
    }
    return { CodeDeliveryDetailsList: changed.flatMap((name) => this.askToVerify(user, name)) };
  }

  private deleteAttributes(user: PoolUser, input: JsonObject): object {
    const names = input.textList('UserAttributeNames');
    for (const name of names) {
      this.checkDeletable(name);
    }
    for (const name of names) {
      this.set(user, name, '');
    }
    return {};
  }

  private sendCode(user: PoolUser, input: JsonObject): object {
    const attribute = readVerifiable(input);
    const delivery = deliveryTo(user, attribute);
    if (delivery === undefined) {
      throw accountRefusals.nothingToVerify(attribute);
    }
    return { CodeDeliveryDetails: this.sender.sendForAttribute(user, delivery) };
  }

  private verifyAttribute(user: PoolUser, input: JsonObject): object {
    const attribute = readVerifiable(input);
    const purpose = `verify ${attribute}` as const;
    this.parts.codes.check(user.username, purpose, required(input, 'Code'));
    checkAliasIsFree(this.parts.users, user, attribute);
    this.parts.codes.forget(user.username, purpose);
    verify(this.parts.users, user, attribute);
    return {};
  }

  /** Ends the user's tokens. They stay invalid for a later user of the same name. */
  private deleteUser(user: PoolUser): object {
    this.parts.users.remove(user);
    this.parts.refreshTokens.revokeAll(user.username);
    this.parts.codes.forget(user.username);
    return {};
  }

  private checkDeletable(name: string): void {
    if (name === 'sub' || name.endsWith('_verified')) {
      throw accountRefusals.attributeNotWritable();
    }
    if (this.parts.settings.value.requiredAttributes.includes(name)) {
      throw accountRefusals.attributeRequired(name);
    }
  }

  private checkAliases(
    user: PoolUser,
    changes: ReadonlyMap<string, string>,
    changed: readonly DeliveryAttribute[],
  ): void {
    for (const attribute of changed) {
      const owner = this.parts.users.ownerOf(attribute, changes.get(attribute) ?? '');
      if (owner !== undefined && owner !== user) {
        throw accountRefusals.aliasExists(attribute);
      }
    }
  }

  private set(user: PoolUser, name: string, value: string): void {
    const before = user.attributes.get(name);
    if (value === '') {
      user.attributes.delete(name);
      user.attributes.delete(`${name}_verified`);
    } else {
      user.attributes.set(name, value);
    }
    const attribute = verifiable.find((known) => known === name);
    if (attribute !== undefined && value !== before) {
      this.parts.codes.forget(user.username, `verify ${attribute}`);
      if (value !== '') {
        user.attributes.set(`${name}_verified`, 'false');
      }
    }
  }

  private askToVerify(user: PoolUser, attribute: DeliveryAttribute): object[] {
    const delivery = deliveryTo(user, attribute);
    return delivery === undefined ? [] : [this.sender.sendForAttribute(user, delivery)];
  }
}
