// What the installed AWS SDK knows of the user-pool API: read at run time from its schemas and
// enums, and from the documentation in its types where the model has no member for it.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';

/** An operation that a browser may call, since no AWS credentials sign it. */
export interface BrowserOperation {
  readonly name: string;
  /** Names of its input's members. */
  readonly members: readonly string[];
  /** Names of the exceptions it may answer with. */
  readonly exceptions: readonly string[];
}

/** Kinds of schemas in the SDK, by the number that stands first in them. */
const OPERATION = 9;
const STRUCTURE = 3;

const isSchema = (value: unknown, kind: number): value is readonly unknown[] =>
  Array.isArray(value) && value[0] === kind;

/** Schemas may stand behind a function, since they refer to each other. */
const resolved = (value: unknown): unknown =>
  typeof value === 'function' ? (value as () => unknown)() : value;

/** Names of a structure's members. */
function membersOf(structure: unknown): readonly string[] {
  return isSchema(structure, STRUCTURE) ? (structure[4] as readonly string[]) : [];
}

/** The types of the package, as text; `import()` of them gives nothing at run time. */
function typesText(file: string): string {
  const main = require.resolve('@aws-sdk/client-cognito-identity-provider');
  return readFileSync(join(dirname(main), '..', 'dist-types', file), 'utf8');
}

/**
 * Every operation that a browser may call: its input has an access token, or the SDK's model says
 * that it needs no AWS credentials.
 */
export function browserOperations(): readonly BrowserOperation[] {
  const { config } = new sdk.CognitoIdentityProviderClient({ region: 'eu-west-1' });
  const unsigned = (operation: string): boolean =>
    config
      .httpAuthSchemeProvider({ operation, region: 'eu-west-1' })
      .some(({ schemeId }) => schemeId === 'smithy.api#noAuth');
  return Object.values(sdk)
    .filter((value) => isSchema(value, OPERATION))
    .map(([, , name, , input]) => ({
      name: name as string,
      members: membersOf(resolved(input)),
    }))
    .filter(({ name, members }) => members.includes('AccessToken') || unsigned(name))
    .map((operation) => ({ ...operation, exceptions: exceptionsOf(operation.name) }));
}

function exceptionsOf(operation: string): readonly string[] {
  const text = typesText(`commands/${operation}Command.d.ts`);
  return [...text.matchAll(/@throws \{@link (\w+Exception)\}/g)]
    .map(([, name]) => String(name))
    .filter((name) => name !== sdk.CognitoIdentityProviderServiceException.name);
}

/** Names of all exceptions the SDK knows. */
export function exceptionNames(): readonly string[] {
  const base: unknown = sdk.CognitoIdentityProviderServiceException.prototype;
  return Object.entries(sdk)
    .filter(([, value]) => typeof value === 'function' && inherits(value.prototype, base))
    .map(([name]) => name);
}

function inherits(prototype: unknown, base: unknown): boolean {
  return typeof prototype === 'object' && prototype !== null
    ? Object.getPrototypeOf(prototype) === base
    : false;
}

/**
 * Names in capitals in the documentation of a field, such as the keys of `AuthParameters`; the
 * model itself has a map of text there.
 */
export function documentedNames(shape: string, field: string): readonly string[] {
  const text = typesText('models/models_0.d.ts') + typesText('models/models_1.d.ts');
  const from = text.indexOf(`export interface ${shape} {`);
  const body = text.slice(from, text.indexOf('\n}', from));
  const at = body.search(new RegExp(`\\n {4}${field}\\??:`));
  const documentation = body.slice(body.lastIndexOf('/**', at), at);
  const names = documentation.match(/\b[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\b|\bUSERNAME\b|\bPASSWORD\b/g);
  return [...new Set(names ?? [])];
}
