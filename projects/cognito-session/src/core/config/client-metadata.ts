// Reads the metadata of one automatic refresh from the setting `clientMetadata`: an object, or a
// function that is called for each refresh.

import { checkClientMetadata, type ClientMetadataSource } from './client-metadata-check';
import { SessionError } from '../session-error';

/**
 * Reads the setting. An object has been checked at start; the result of a function is checked here.
 *
 * @throws {@link SessionError} `INVALID_CONFIG` if the app's function throws or returns no
 *   metadata. It names the field and quotes no value, because an app may send a secret.
 */
export function readClientMetadata(
  source: ClientMetadataSource | undefined,
): Record<string, string> | undefined {
  if (typeof source !== 'function') return source;
  let metadata: unknown;
  try {
    metadata = source();
  } catch (error) {
    throw new SessionError('INVALID_CONFIG', 'clientMetadata: the function has thrown', error);
  }
  return checkClientMetadata(metadata, 'a function that returns an object, not a promise,');
}
