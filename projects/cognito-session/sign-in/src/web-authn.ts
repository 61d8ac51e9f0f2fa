// Passkeys through the browser. Options and credentials are turned from and into JSON here, field by field: browsers
// before 2025 lack `parse…OptionsFromJSON`, and password managers that stand in for the authenticator (1Password,
// KeePassXC) give credentials whose `toJSON` and other inherited methods throw "Illegal invocation".

import { fromBase64, toBase64 } from './srp/bytes';
import { newSignInError } from './sign-in-error';

/** A passkey as Cognito takes it: `RegistrationResponseJSON` or `AuthenticationResponseJSON`. */
export interface PasskeyJson {
  /** Base64url. */
  readonly id: string;
  readonly response: Readonly<Record<string, unknown>>;
}

/** Fields of a response that hold bytes; those of a passkey that was used. */
const BYTES = ['authenticatorData', 'signature', 'userHandle'] as const;

/**
 * Lets the user prove a passkey.
 * @throws {@link SignInError} `PASSKEY_FAILED`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-getAssertion
 */
export function usePasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  signal?: AbortSignal,
): Promise<PasskeyJson> {
  return askBrowser(() =>
    navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: options.allowCredentials?.map(descriptor),
      } as unknown as PublicKeyCredentialRequestOptions,
      ...(signal && { signal }),
    }),
  );
}

/**
 * The passkey that the browser gives, as JSON. Wraps what the browser or the device's owner refused.
 * @param more fields of its response beside those that every passkey has.
 */
export async function askBrowser(
  ask: () => Promise<Credential | null>,
  more: (response: AuthenticatorResponse) => object = () => ({}),
): Promise<PasskeyJson> {
  try {
    return toJson((await ask()) as PublicKeyCredential, more);
  } catch (cause) {
    // NotAllowedError: cancelled or timed out; InvalidStateError: there is one already; TypeError: not supported.
    throw newSignInError('PASSKEY_FAILED', 'the browser made or used no passkey', cause);
  }
}

/** The JSON form; only fields that every credential has must be readable. */
function toJson(
  credential: PublicKeyCredential,
  more: (response: AuthenticatorResponse) => object,
): PasskeyJson {
  const { rawId, response: given } = credential;
  const id = base64Url(rawId);
  const fields = BYTES.map((name) => [name, readable(() => base64Url((given as never)[name]))]);
  const json = {
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: readable(() => credential.authenticatorAttachment),
    clientExtensionResults: readable(() => credential.getClientExtensionResults()) ?? {},
    response: {
      clientDataJSON: base64Url(given.clientDataJSON),
      ...(Object.fromEntries(fields) as object),
      ...more(given),
    },
  };
  // Without what is undefined.
  return JSON.parse(JSON.stringify(json)) as PasskeyJson;
}

/** What `read` gives; undefined for null, and where the credential has no such field or method that works. */
export function readable<T>(read: () => T): NonNullable<T> | undefined {
  try {
    return read() ?? undefined;
  } catch {
    return undefined;
  }
}

/** A passkey in a list, as the browser takes it. */
export function descriptor(credential: PublicKeyCredentialDescriptorJSON): object {
  return { ...credential, id: bytes(credential.id) };
}

/** The bytes that base64url stands for. */
export function bytes(base64UrlText: string): Uint8Array<ArrayBuffer> {
  return fromBase64(base64UrlText.replace(/-/g, '+').replace(/_/g, '/'));
}

/** The text of bytes. @throws `TypeError` for null and undefined. */
export function base64Url(buffer: ArrayBuffer | null): string {
  if (!buffer) throw new TypeError();
  return toBase64(new Uint8Array(buffer)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
