// Passkeys in the browser. This file converts options and credentials from and to JSON, member by
// member: browsers before 2025 lack `parse…OptionsFromJSON`, and credentials of password managers
// that stand in for the authenticator (1Password, KeePassXC) throw "Illegal invocation" from
// `toJSON` and other inherited methods.

import { fromBase64, toBase64 } from './srp/bytes';
import { newSignInError } from './sign-in-error';

/** A passkey as Cognito takes it: `RegistrationResponseJSON` or `AuthenticationResponseJSON`. */
export interface PasskeyJson {
  /** Base64url. */
  readonly id: string;
  readonly response: Readonly<Record<string, unknown>>;
}

/** The members with bytes in the response of a used passkey. */
const BYTES = ['authenticatorData', 'signature', 'userHandle'] as const;

/**
 * Lets the user sign in with a passkey.
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
 * The passkey that the browser gives, as JSON; makes a `SignInError` of a refusal by the browser or
 * the user.
 * @param more the members of its response beside those that every passkey has.
 */
export async function askBrowser(
  ask: () => Promise<Credential | null>,
  more: (response: AuthenticatorResponse) => object = () => ({}),
): Promise<PasskeyJson> {
  try {
    return toJson((await ask()) as PublicKeyCredential, more);
  } catch (cause) {
    // NotAllowedError: cancelled or timed out; InvalidStateError: there is one already; TypeError:
    // not supported.
    throw newSignInError('PASSKEY_FAILED', 'the browser made or used no passkey', cause);
  }
}

/** The JSON form; only members that every credential has must be readable. */
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
  // Removes members that are undefined.
  return JSON.parse(JSON.stringify(json)) as PasskeyJson;
}

/**
 * The value that `read` gives; undefined if it is null, or if the credential has no such working
 * member.
 */
export function readable<T>(read: () => T): NonNullable<T> | undefined {
  try {
    return read() ?? undefined;
  } catch {
    return undefined;
  }
}

/** A passkey of a list, as the browser takes it. */
export function descriptor(credential: PublicKeyCredentialDescriptorJSON): object {
  return { ...credential, id: bytes(credential.id) };
}

/** The bytes of a base64url text. */
export function bytes(base64UrlText: string): Uint8Array<ArrayBuffer> {
  return fromBase64(base64UrlText.replace(/-/g, '+').replace(/_/g, '/'));
}

/** The base64url text of bytes. @throws `TypeError` for null. */
export function base64Url(buffer: ArrayBuffer | null): string {
  if (!buffer) throw new TypeError();
  return toBase64(new Uint8Array(buffer)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
