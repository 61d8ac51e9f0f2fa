// Passkeys through the browser. Options and credentials are turned from and into JSON here, field by field: browsers
// before 2025 lack `parse…OptionsFromJSON`, and password managers that stand in for the authenticator (1Password,
// KeePassXC) give credentials whose `toJSON` and other inherited methods throw "Illegal invocation".

import { fromBase64, toBase64 } from './bytes';
import { newSignInError } from './sign-in-error';

/** A passkey as Cognito takes it: `RegistrationResponseJSON` or `AuthenticationResponseJSON`. */
export interface PasskeyJson {
  /** Base64url. */
  readonly id: string;
  readonly response: Readonly<Record<string, unknown>>;
}

/** Static methods of `PublicKeyCredential` that browsers may lack and TypeScript does not know yet. */
interface PasskeySignals {
  signalUnknownCredential?(options: object): Promise<void>;
  signalAllAcceptedCredentials?(options: object): Promise<void>;
}

/** Fields of a credential's response that hold bytes. */
const BYTES = ['attestationObject', 'authenticatorData', 'signature', 'userHandle'] as const;

/**
 * Lets the user prove a passkey.
 * @throws {@link SignInError} `PASSKEY_FAILED`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-getAssertion
 */
export function usePasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  signal?: AbortSignal,
): Promise<PasskeyJson> {
  return ask(() =>
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
 * Lets the user make a passkey.
 * @param mediation `'conditional'`: without a dialog, where the user's password manager agrees.
 * @throws {@link SignInError} `PASSKEY_FAILED`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-createCredential
 */
export function createPasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
  signal?: AbortSignal,
  mediation?: 'conditional',
): Promise<PasskeyJson> {
  return ask(() =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: options.excludeCredentials?.map(descriptor),
      } as unknown as PublicKeyCredentialCreationOptions,
      ...(signal && { signal }),
      ...(mediation && { mediation }),
    }),
  );
}

/**
 * Whether the browser can make a passkey without a dialog.
 * @see https://developer.mozilla.org/docs/Web/API/PublicKeyCredential/getClientCapabilities_static
 */
export async function canCreateQuietly(): Promise<boolean> {
  try {
    const { conditionalCreate } = await PublicKeyCredential.getClientCapabilities();
    return conditionalCreate === true;
  } catch {
    // The browser knows no passkeys, or cannot tell.
    return false;
  }
}

/**
 * Tells the user's password managers which passkeys open something, best effort; they may hide or remove the others.
 * Nothing happens where the browser lacks the method. Never rejects.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods
 */
export async function signalPasskeys(method: keyof PasskeySignals, options: object): Promise<void> {
  try {
    await (globalThis.PublicKeyCredential as PasskeySignals | undefined)?.[method]?.(options);
  } catch {
    // The user has other things to do than to hear of it.
  }
}

/** Wraps what the browser or the device's owner refused. */
async function ask(ask: () => Promise<Credential | null>): Promise<PasskeyJson> {
  try {
    return toJson((await ask()) as PublicKeyCredential);
  } catch (cause) {
    // NotAllowedError: cancelled or timed out; InvalidStateError: there is one already; TypeError: not supported.
    throw newSignInError('PASSKEY_FAILED', 'the browser made or used no passkey', cause);
  }
}

/** The JSON form; only fields that every credential has must be readable. */
function toJson(credential: PublicKeyCredential): PasskeyJson {
  const { rawId, response: given } = credential;
  const id = base64Url(rawId);
  const made = given as AuthenticatorAttestationResponse;
  const response: Record<string, unknown> = { clientDataJSON: base64Url(given.clientDataJSON) };
  for (const name of BYTES) {
    response[name] = readable(() => base64Url((given as never)[name]));
  }
  response['authenticatorData'] ??= readable(() => base64Url(made.getAuthenticatorData()));
  response['transports'] = readable(() => made.getTransports());
  response['publicKey'] = readable(() => base64Url(made.getPublicKey()));
  response['publicKeyAlgorithm'] = readable(() => made.getPublicKeyAlgorithm());
  const json = {
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: readable(() => credential.authenticatorAttachment),
    clientExtensionResults: readable(() => credential.getClientExtensionResults()) ?? {},
    response,
  };
  // Without what is undefined.
  return JSON.parse(JSON.stringify(json)) as PasskeyJson;
}

/** What `read` gives; undefined for null, and where the credential has no such field or method that works. */
function readable<T>(read: () => T): NonNullable<T> | undefined {
  try {
    return read() ?? undefined;
  } catch {
    return undefined;
  }
}

function descriptor(credential: PublicKeyCredentialDescriptorJSON): object {
  return { ...credential, id: bytes(credential.id) };
}

function bytes(base64UrlText: string): Uint8Array<ArrayBuffer> {
  return fromBase64(base64UrlText.replace(/-/g, '+').replace(/_/g, '/'));
}

/** @throws `TypeError` for null and undefined. */
function base64Url(buffer: ArrayBuffer | null): string {
  if (!buffer) throw new TypeError();
  return toBase64(new Uint8Array(buffer)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
