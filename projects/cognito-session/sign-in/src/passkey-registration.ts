// Makes passkeys, and tells password managers which of them are good. Loaded by import() with the
// page that has `PasskeyService`, because a sign-in needs none of it.

import type { SignInError } from './sign-in-error';
import type { CallInput, UserPool } from './user-pool';
import { askBrowser, base64Url, bytes, descriptor, type PasskeyJson, readable } from './web-authn';

/** The options of a new passkey. */
export interface PasskeyRegistration {
  /** Closes the browser's dialog. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Makes the passkey without a dialog, right after a sign-in with a password that the user's
   * password manager has filled in. Browsers need `conditionalCreate`, and the password manager
   * must agree. Default false.
   * @see https://developer.mozilla.org/docs/Web/API/Web_Authentication_API#conditional_create
   */
  readonly conditional?: boolean | undefined;
}

/**
 * Static methods of `PublicKeyCredential` that browsers may lack and TypeScript does not declare
 * yet.
 */
interface PasskeySignals {
  signalUnknownCredential?(options: object): Promise<void>;
  signalAllAcceptedCredentials?(options: object): Promise<void>;
}

/**
 * Registers a passkey, as described at `PasskeyService.register`.
 * @param sub the user who has asked for it; another one may sign in meanwhile.
 * @param domains takes the domain of the new passkey, by the passkey's id.
 */
export async function registerPasskey(
  pool: UserPool,
  sub: string | undefined,
  domains: Map<string, string | undefined>,
  { signal, conditional = false }: PasskeyRegistration,
): Promise<boolean> {
  if (conditional && !(await canCreateQuietly())) return false;
  const { CredentialCreationOptions } = await pool.sendAsUser('StartWebAuthnRegistration', {}, sub);
  const options = CredentialCreationOptions as unknown as PublicKeyCredentialCreationOptionsJSON;
  const mediation = conditional ? 'conditional' : undefined;
  const made = await createPasskey(options, signal, mediation).catch((error: unknown) => {
    if (!conditional) throw error;
  });
  if (!made) return false;
  const rpId = options.rp.id;
  const input = { Credential: made } as unknown as CallInput<'CompleteWebAuthnRegistration'>;
  try {
    await pool.sendAsUser('CompleteWebAuthnRegistration', input, sub);
  } catch (error) {
    // The passkey is useless, unless Cognito has registered it and only the answer was lost.
    if (!/UNAVAILABLE/.test((error as SignInError).code)) {
      void signalPasskeys('signalUnknownCredential', { rpId, credentialId: made.id });
    }
    throw error;
  }
  domains.set(made.id, rpId);
  pool.passkeyUser = { sub, rpId, userId: options.user.id };
  return true;
}

/**
 * Lets the user make a passkey.
 * @param mediation `'conditional'`: without a dialog, if the user's password manager agrees.
 * @throws {@link SignInError} `PASSKEY_FAILED`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-createCredential
 */
export function createPasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
  signal?: AbortSignal,
  mediation?: 'conditional',
): Promise<PasskeyJson> {
  const make = () =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: options.excludeCredentials?.map(descriptor),
      } as unknown as PublicKeyCredentialCreationOptions,
      ...(signal && { signal }),
      ...(mediation && { mediation }),
    });
  return askBrowser(make, attested);
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
    // The browser has no passkeys, or lacks this method.
    return false;
  }
}

/**
 * Tells the user's password managers which passkeys are good, best effort; they may hide or remove
 * the others. Does nothing in a browser without the method. Never rejects.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods
 */
export async function signalPasskeys(method: keyof PasskeySignals, options: object): Promise<void> {
  try {
    await (globalThis.PublicKeyCredential as PasskeySignals | undefined)?.[method]?.(options);
  } catch {
    // Best effort: the user cannot do anything about it.
  }
}

/** The members that a new passkey has and a used one lacks. */
function attested(response: AuthenticatorResponse): object {
  const made = response as AuthenticatorAttestationResponse;
  return {
    attestationObject: readable(() => base64Url(made.attestationObject)),
    authenticatorData: readable(() => base64Url(made.getAuthenticatorData())),
    transports: readable(() => made.getTransports()),
    publicKey: readable(() => base64Url(made.getPublicKey())),
    publicKeyAlgorithm: readable(() => made.getPublicKeyAlgorithm()),
  };
}
