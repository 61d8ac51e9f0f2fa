// Checks metadata for a user pool's triggers: the setting `clientMetadata` at start, and the result
// of its function.

import { SessionError } from '../session-error';

/** Metadata for the triggers of a user pool, or a function that returns it. */
export type ClientMetadataSource = Record<string, string> | (() => Record<string, string>);

/**
 * Checks that `value` is metadata, and copies it.
 *
 * @throws {@link SessionError} `INVALID_CONFIG`, with the text `expected`. It names the field and
 *   quotes no value, because an app may send a secret.
 */
export function checkClientMetadata(value: unknown, expected: string): Record<string, string> {
  // Checks the tag: a Map, a list or a promise would pass as an empty object.
  const isObject = Object.prototype.toString.call(value) === '[object Object]';
  const metadata = { ...(value as Record<string, string>) };
  const wrong = Object.keys(metadata).find((name) => typeof metadata[name] !== 'string');
  if (isObject && wrong === undefined) return metadata;
  const culprit = isObject ? `; ${JSON.stringify(wrong)} is none` : '';
  const message = `clientMetadata must be ${expected} whose values are all strings${culprit}`;
  throw new SessionError('INVALID_CONFIG', message);
}
