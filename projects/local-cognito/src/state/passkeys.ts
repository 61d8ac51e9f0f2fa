// Makes the challenges of WebAuthn and verifies the browser's answers, at registration and at
// sign-in.

import { createHash } from 'node:crypto';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { accountRefusals } from '../pool/account-refusals';
import type { Passkey } from '../pool/passkey';
import type { MovableClock } from '../pool/movable-clock';

/** The user whom a passkey belongs to. */
export interface PasskeyOwner {
  readonly sub: string;
  readonly username: string;
  readonly displayName: string;
}

interface PendingChallenge {
  readonly challenge: string;
  readonly clientId: string | null;
  /** Milliseconds since epoch, by the emulator's clock. */
  readonly expiresAt: number;
}

const timeoutMs = 180_000;

/** ES256 and RS256, as in the service's options. */
const algorithms = [-7, -257];

/**
 * Registers and checks passkeys; the cryptography is SimpleWebAuthn's. It stores each challenge
 * under the caller's key (a username, a session). A challenge works once and for 3 minutes.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
export class Passkeys {
  private readonly pending = new Map<string, PendingChallenge>();

  /**
   * @param relyingPartyId A host name: pages of this host and its subdomains may use the passkeys.
   */
  constructor(
    private readonly clock: MovableClock,
    readonly relyingPartyId = 'localhost',
  ) {}

  /** `CredentialCreationOptions` of StartWebAuthnRegistration. */
  async registrationOptions(
    key: string,
    clientId: string,
    owner: PasskeyOwner,
    registered: readonly Passkey[],
  ): Promise<object> {
    const options = await generateRegistrationOptions({
      rpName: this.relyingPartyId,
      rpID: this.relyingPartyId,
      userID: new Uint8Array(createHash('sha256').update(owner.sub).digest()),
      userName: owner.username,
      userDisplayName: owner.displayName,
      timeout: timeoutMs,
      excludeCredentials: registered.map(descriptor),
      authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
      supportedAlgorithmIDs: algorithms,
    });
    this.remember(`register ${key}`, options.challenge, clientId);
    const { challenge, rp, user, pubKeyCredParams, timeout, excludeCredentials } = options;
    const { authenticatorSelection } = options;
    return {
      rp,
      user,
      challenge,
      pubKeyCredParams,
      timeout,
      excludeCredentials,
      authenticatorSelection,
    };
  }

  /**
   * The passkey in the browser's `RegistrationResponseJSON`; rejects with one of the service's
   * WebAuthn refusals, also for the challenge of another client. The attempt uses the challenge up.
   */
  async verifyRegistration(key: string, clientId: string, credential: unknown): Promise<Passkey> {
    const pending = this.take(`register ${key}`);
    if (pending.clientId !== clientId) {
      throw accountRefusals.passkeyClientMismatch();
    }
    const response = credential as RegistrationResponseJSON;
    const expectedOrigin = this.checkClientData(response, pending.challenge);
    const verified = await refusing(
      verifyRegistrationResponse({
        response,
        expectedChallenge: pending.challenge,
        expectedOrigin,
        expectedRPID: this.relyingPartyId,
        requireUserVerification: false,
        supportedAlgorithmIDs: algorithms,
      }),
    );
    if (!verified.verified) {
      throw accountRefusals.passkeyNotSupported();
    }
    const { id, publicKey, counter } = verified.registrationInfo.credential;
    return {
      id,
      publicKey: new Uint8Array(publicKey),
      counter,
      transports: response.response.transports ?? [],
      attachment: response.authenticatorAttachment,
      friendlyName: `Passkey ${id.slice(0, 6)}`,
      relyingPartyId: this.relyingPartyId,
      createdAt: this.clock.now(),
    };
  }

  /** The text of `CREDENTIAL_REQUEST_OPTIONS` in the challenge WEB_AUTHN. */
  async assertionOptions(
    key: string,
    registered: readonly Passkey[],
    mustVerifyUser = false,
  ): Promise<string> {
    const { challenge, timeout, rpId, allowCredentials, userVerification } =
      await generateAuthenticationOptions({
        rpID: this.relyingPartyId,
        timeout: timeoutMs,
        allowCredentials: registered.map(descriptor),
        userVerification: mustVerifyUser ? 'required' : 'preferred',
      });
    this.remember(`sign in ${key}`, challenge, null);
    return JSON.stringify({ challenge, timeout, rpId, allowCredentials, userVerification });
  }

  /**
   * The registered passkey that signed the challenge, with its counter updated. Null if the passkey
   * is unknown, or if the challenge, origin, relying party or signature is wrong.
   * @param credential The browser's `AuthenticationResponseJSON`, as an object or as the text of
   *   `CREDENTIAL`.
   */
  async verifyAssertion(
    key: string,
    registered: readonly Passkey[],
    credential: unknown,
    mustVerifyUser = false,
  ): Promise<Passkey | null> {
    try {
      const { challenge } = this.take(`sign in ${key}`);
      const response = parsed(credential) as AuthenticationResponseJSON;
      const passkey = registered.find(({ id }) => id === response.id);
      return passkey === undefined
        ? null
        : await this.checkAssertion(passkey, response, challenge, mustVerifyUser);
    } catch {
      return null;
    }
  }

  reset(): void {
    this.pending.clear();
  }

  private async checkAssertion(
    passkey: Passkey,
    response: AuthenticationResponseJSON,
    expectedChallenge: string,
    mustVerifyUser: boolean,
  ): Promise<Passkey | null> {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: this.checkClientData(response, expectedChallenge),
      expectedRPID: this.relyingPartyId,
      requireUserVerification: mustVerifyUser,
      credential: { id: passkey.id, publicKey: passkey.publicKey, counter: passkey.counter },
    });
    if (!verified) {
      return null;
    }
    passkey.counter = authenticationInfo.newCounter;
    return passkey;
  }

  private remember(id: string, challenge: string, clientId: string | null): void {
    this.pending.set(id, { challenge, clientId, expiresAt: this.clock.now() + timeoutMs });
  }

  private take(id: string): PendingChallenge {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (pending === undefined || pending.expiresAt <= this.clock.now()) {
      throw accountRefusals.passkeyChallengeNotFound();
    }
    return pending;
  }

  /**
   * Checks challenge and origin, whose refusals differ; the library's errors do not distinguish
   * them.
   */
  private checkClientData(
    credential: { readonly response: { readonly clientDataJSON: string } },
    expectedChallenge: string,
  ): string {
    const { challenge, origin } = readClientData(credential);
    if (challenge !== expectedChallenge) {
      throw accountRefusals.passkeyChallengeNotFound();
    }
    if (!this.isAllowed(origin)) {
      throw accountRefusals.passkeyOriginNotAllowed();
    }
    return origin;
  }

  /** Accepts any port, and plain HTTP on localhost only, as browsers do. */
  private isAllowed(origin: string): boolean {
    const { protocol, hostname } = URL.canParse(origin) ? new URL(origin) : new URL('null:');
    const inside = hostname === this.relyingPartyId || hostname.endsWith(`.${this.relyingPartyId}`);
    const local = hostname === 'localhost' || hostname.endsWith('.localhost');
    return inside && (protocol === 'https:' || (protocol === 'http:' && local));
  }
}

function descriptor({ id, transports }: Passkey): { id: string; transports: string[] } {
  return { id, transports: [...transports] };
}

function parsed(credential: unknown): unknown {
  return typeof credential === 'string' ? JSON.parse(credential) : credential;
}

function readClientData(credential: { readonly response: { readonly clientDataJSON: string } }): {
  challenge: string;
  origin: string;
} {
  try {
    const text = Buffer.from(credential.response.clientDataJSON, 'base64url').toString('utf8');
    const { challenge, origin } = JSON.parse(text) as Record<string, unknown>;
    return { challenge: String(challenge), origin: String(origin) };
  } catch {
    throw accountRefusals.passkeyNotSupported();
  }
}

async function refusing<T>(verification: Promise<T>): Promise<T> {
  try {
    return await verification;
  } catch (error) {
    throw error instanceof Error && error.name === 'UnexpectedRPIDHash'
      ? accountRefusals.passkeyRelyingPartyMismatch()
      : accountRefusals.passkeyNotSupported();
  }
}
