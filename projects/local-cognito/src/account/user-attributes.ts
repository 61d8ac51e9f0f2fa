// Reads users' attributes from requests and refuses the ones that Cognito would not accept.

import { accountRefusals } from '../pool/account-refusals';
import { refusals } from '../pool/cognito-error';
import type { DeliveryAttribute } from '../pool/code-delivery';
import type { JsonObject } from '../pool/json-object';
import type { UserDirectory } from '../pool/local-users';
import type { PoolUser } from '../pool/pool-user';

/** Attributes that codes can verify, and that can be aliases of the user name. */
export const verifiable: readonly DeliveryAttribute[] = ['email', 'phone_number'];

/** Attributes that only the pool may write. */
const readOnly: readonly string[] = ['sub', 'email_verified', 'phone_number_verified'];

/**
 * A list of `AttributeType`, for example `UserAttributes` or `ValidationData`; an absent value
 * counts as empty.
 */
export function readAttributes(input: JsonObject, member: string): Map<string, string> {
  return new Map(
    input.objects(member).map((attribute): [string, string] => {
      const name = attribute.text('Name');
      if (name === undefined) {
        throw refusals.missingMember(`${member}.1.member.name`);
      }
      return [name, attribute.text('Value') ?? ''];
    }),
  );
}

/** Refuses attributes that a user may not write, and malformed addresses and numbers. */
export function checkWritable(attributes: ReadonlyMap<string, string>): void {
  for (const [name, value] of attributes) {
    if (readOnly.includes(name)) {
      throw accountRefusals.attributeNotWritable();
    }
    if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) && value !== '') {
      throw accountRefusals.malformedEmail();
    }
    if (name === 'phone_number' && !/^\+\d{7,15}$/.test(value) && value !== '') {
      throw accountRefusals.malformedPhoneNumber();
    }
  }
}

/** `email` or `phone_number`; refuses other names. */
export function readVerifiable(input: JsonObject): DeliveryAttribute {
  const name = input.text('AttributeName');
  if (name === undefined) {
    throw refusals.missingMember('attributeName');
  }
  const attribute = verifiable.find((known) => known === name);
  if (attribute === undefined) {
    throw accountRefusals.attributeNotVerifiable(name);
  }
  return attribute;
}

/** Refuses an address or number that is another user's alias. */
export function checkAliasIsFree(
  users: UserDirectory,
  user: PoolUser,
  attribute: DeliveryAttribute,
): void {
  const value = user.attributes.get(attribute);
  const owner = value === undefined ? undefined : users.ownerOf(attribute, value);
  if (owner !== undefined && owner !== user) {
    throw accountRefusals.aliasExists(attribute);
  }
}

/**
 * Marks the attribute as verified, which makes it an alias. Another user with the same alias loses
 * it.
 */
export function verify(users: UserDirectory, user: PoolUser, attribute: DeliveryAttribute): void {
  const value = user.attributes.get(attribute);
  const owner = value === undefined ? undefined : users.ownerOf(attribute, value);
  owner?.attributes.set(`${attribute}_verified`, 'false');
  user.attributes.set(`${attribute}_verified`, 'true');
}

/** `UserAttributes` as GetUser returns them. */
export function attributeList(attributes: Iterable<readonly [string, string]>): object[] {
  return [...attributes].map(([Name, Value]) => ({ Name, Value }));
}
