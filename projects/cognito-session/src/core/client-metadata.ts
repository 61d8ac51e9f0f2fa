// The check of the setting `clientMetadata`, which an app gives once or works out anew for each refresh.

import { SessionError } from './session-error';

/** Metadata for the triggers of a user pool, or a function that gets it. */
export type ClientMetadataSource = Record<string, string> | (() => Record<string, string>);

/**
 * Gives the metadata of each call. An object is checked and copied here; the result of a function
 * is checked each time it is called.
 *
 * @throws {@link SessionError} `INVALID_CONFIG` for a wrong value, here or from the function that is
 *   returned. It names the field and quotes no value, because an app may send a secret.
 */
export function checkClientMetadata(source: unknown): () => Record<string, string> | undefined {
  if (source === undefined) return () => undefined;
  if (typeof source !== 'function') {
    const metadata = checked(source, 'an object, or a function that returns one,');
    return () => metadata;
  }
  return () => {
    let metadata: unknown;
    try {
      metadata = (source as () => unknown)();
    } catch (error) {
      throw new SessionError('INVALID_CONFIG', 'clientMetadata: the function has thrown', error);
    }
    return checked(metadata, 'a function that returns an object, not a promise,');
  };
}

function checked(value: unknown, expected: string): Record<string, string> {
  const refuse = (what: string): SessionError =>
    new SessionError('INVALID_CONFIG', `clientMetadata must be ${expected} ${what}`);
  const where = 'whose values are all strings';
  // By its tag: a Map, a list or a promise would pass as an object without a single value.
  if (Object.prototype.toString.call(value) !== '[object Object]') throw refuse(where);
  const metadata: Record<string, string> = {};
  for (const [name, text] of Object.entries(value as object) as [string, unknown][]) {
    if (typeof text !== 'string') throw refuse(`${where}; ${JSON.stringify(name)} is none`);
    metadata[name] = text;
  }
  return metadata;
}
