// Passkeys by the browser's own JSON forms of WebAuthn's binary ones.

import { signInErrorOf } from './sign-in-error';

/** Wraps what the browser or the device's owner refused. */
async function ask(
  ask: () => Promise<Credential | null>,
): Promise<ReturnType<PublicKeyCredential['toJSON']>> {
  try {
    const credential = (await ask()) as PublicKeyCredential;
    return credential.toJSON();
  } catch (cause) {
    // NotAllowedError: cancelled or timed out; InvalidStateError: there is one already; TypeError: not supported.
    throw signInErrorOf('PASSKEY_FAILED', { cause });
  }
}

/**
 * Lets the user prove a passkey.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-getAssertion
 */
export function usePasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  signal?: AbortSignal,
): Promise<unknown> {
  return ask(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      ...(signal && { signal }),
    }),
  );
}

/**
 * Lets the user make a passkey.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-createCredential
 */
export function createPasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
  signal?: AbortSignal,
): Promise<unknown> {
  return ask(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      ...(signal && { signal }),
    }),
  );
}
