// Replaces the browser's WebAuthn in specs: it creates passkeys and signs challenges in software.

import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** The members of `CredentialCreationOptions` that the authenticator uses. */
export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly excludeCredentials?: readonly { readonly id: string }[];
}

/** The members of `CREDENTIAL_REQUEST_OPTIONS` that the authenticator uses. */
export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials: readonly { readonly id: string }[];
}

/** A browser's credential as JSON; mutable, so that specs can break it. */
export interface CredentialJson {
  id: string;
  rawId: string;
  type: 'public-key';
  authenticatorAttachment: 'platform';
  clientExtensionResults: Record<string, never>;
  response: Record<string, string | string[]> & { clientDataJSON: string };
}

interface HeldKey {
  readonly privateKey: KeyObject;
  counter: number;
}

/** User present. */
const present = 0x01;
/** User present and verified. */
const presentAndVerified = 0x05;
const withCredentialData = 0x40;

/**
 * A platform authenticator in software: ES256 keys, attestation "none".
 * https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data
 */
export class SoftwareAuthenticator {
  private readonly keys = new Map<string, HeldKey>();

  /**
   * @param origin The origin of the page that calls `navigator.credentials`.
   * @param verifiesUser Whether a signature has the flag "user verified".
   */
  constructor(
    private readonly origin: string,
    private readonly verifiesUser = true,
  ) {}

  /** The result of `navigator.credentials.create`, as `RegistrationResponseJSON`. */
  create(options: CreationOptions): CredentialJson {
    if (options.excludeCredentials?.some(({ id }) => this.keys.has(id)) === true) {
      throw new Error('InvalidStateError: already registered');
    }
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const id = randomBytes(16);
    this.keys.set(id.toString('base64url'), { privateKey, counter: 0 });
    const authData = Buffer.concat([
      authenticatorData(options.rp.id, presentAndVerified | withCredentialData, 0),
      Buffer.alloc(16),
      uint(id.length, 2),
      id,
      coseKey(publicKey),
    ]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return credential(id.toString('base64url'), {
      clientDataJSON: this.clientData('webauthn.create', options.challenge),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['internal'],
    });
  }

  /** The result of `navigator.credentials.get`, as `AuthenticationResponseJSON`. */
  get(options: RequestOptions): CredentialJson {
    const id = options.allowCredentials.find((allowed) => this.keys.has(allowed.id))?.id;
    const held = this.keys.get(id ?? '');
    if (id === undefined || held === undefined) {
      throw new Error('NotAllowedError: no such passkey here');
    }
    held.counter += 1;
    const flags = this.verifiesUser ? presentAndVerified : present;
    const authData = authenticatorData(options.rpId, flags, held.counter);
    const clientDataJSON = this.clientData('webauthn.get', options.challenge);
    const signed = Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    return credential(id, {
      clientDataJSON,
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, held.privateKey).toString('base64url'),
    });
  }

  private clientData(type: string, challenge: string): string {
    const data = { type, challenge, origin: this.origin, crossOrigin: false };
    return Buffer.from(JSON.stringify(data)).toString('base64url');
  }
}

function credential(id: string, response: CredentialJson['response']): CredentialJson {
  return {
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: 'platform',
    clientExtensionResults: {},
    response,
  };
}

function authenticatorData(relyingPartyId: string, flags: number, counter: number): Buffer {
  return Buffer.concat([
    sha256(Buffer.from(relyingPartyId)),
    Buffer.from([flags]),
    uint(counter, 4),
  ]);
}

/** EC2, ES256, P-256: https://www.rfc-editor.org/rfc/rfc9053#section-7.1.1 */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const key = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]);
  return cbor(key);
}

/** The part of CBOR that these messages need: https://www.rfc-editor.org/rfc/rfc8949#section-3 */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') {
    return value < 0 ? head(1, -1 - value) : head(0, value);
  }
  if (typeof value === 'string') {
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  }
  if (Buffer.isBuffer(value)) {
    return Buffer.concat([head(2, value.length), value]);
  }
  if (value instanceof Map) {
    const parts = [...(value as Map<unknown, unknown>)].flat().map(cbor);
    return Buffer.concat([head(5, value.size), ...parts]);
  }
  throw new Error('value must be a number, a string, bytes or a Map');
}

function head(majorType: number, argument: number): Buffer {
  const first = majorType << 5;
  if (argument < 24) {
    return Buffer.from([first | argument]);
  }
  return argument < 256
    ? Buffer.from([first | 24, argument])
    : Buffer.concat([Buffer.from([first | 25]), uint(argument, 2)]);
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
