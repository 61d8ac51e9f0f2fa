// User attributes: an object here, a list of pairs at Cognito.

import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';

/**
 * Values of attributes by name; names of custom attributes begin with `custom:`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export type UserAttributes = Readonly<Record<string, string>>;

/** Makes Cognito's list of an object. */
export function attributeList(attributes: UserAttributes = {}): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** Makes an object of Cognito's list. */
export function attributesOf(list: readonly AttributeType[] = []): UserAttributes {
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])) as UserAttributes;
}
