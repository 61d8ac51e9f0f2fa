// Attributes as an object; Cognito has them as a list of pairs.

import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';

/**
 * Values by name; names of custom attributes begin with `custom:`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export type UserAttributes = Readonly<Record<string, string>>;

export function attributeList(attributes: UserAttributes = {}): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

export function attributesOf(list: readonly AttributeType[] = []): UserAttributes {
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])) as UserAttributes;
}
