// The server's half of SRP as Cognito computes it: verifiers, public values and the check of a
// proof.

import {
  createDiffieHellman,
  createHash,
  createHmac,
  getDiffieHellman,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { SrpVerifier } from '../pool/srp-verifier';

/** The owner of the secret: a pool's name and a user name, or a device's group key and key. */
export interface SrpIdentity {
  readonly group: string;
  readonly name: string;
}

/** A client's proof that it knows the secret. */
export interface SrpProof {
  /** base64, as the server sent it. */
  readonly secretBlock: string;
  /** Like `Mon Jan 5 03:04:09 UTC 2026`. */
  readonly timestamp: string;
  /** base64. */
  readonly signature: string;
}

/**
 * OpenSSL's 3072-bit prime of https://www.rfc-editor.org/rfc/rfc3526#section-4, which RFC 5054
 * uses. Cognito's generator is 2.
 */
const prime = getDiffieHellman('modp15').getPrime();
const modulus = numberOf(prime);
const generator = 2n;

/**
 * Multiplier k of SRP-6a. Cognito hashes its own encoding of the numbers, without RFC 5054's fixed
 * width.
 */
const multiplier = numberOf(sha256(encode(modulus), encode(generator)));

/**
 * The verifier of a password (or of a device's secret); `salt` defaults to a random one of 128
 * bits.
 */
export function createVerifier(
  identity: SrpIdentity,
  secret: string,
  salt = numberOf(randomBytes(16)),
): SrpVerifier {
  const secretHash = sha256(Buffer.from(`${identity.group}${identity.name}:${secret}`));
  const exponent = numberOf(sha256(encode(salt), secretHash));
  return { salt, verifier: power(generator, exponent) };
}

/**
 * The number in `SRP_A`. Null if it is no number, or a multiple of the modulus, with which a client
 * could prove any secret.
 */
export function readPublicValue(hex: string): bigint | null {
  if (!/^[0-9a-f]{1,800}$/i.test(hex)) {
    return null;
  }
  const value = BigInt(`0x${hex}`);
  return value % modulus === 0n ? null : value;
}

/**
 * The server's half of one SRP-6a exchange as Cognito does it: a key from HKDF instead of the
 * proofs of RFC 2945, and a signature of the secret block and the time with that key.
 */
export class SrpExchange {
  /** base64 of about a kilobyte, as the real one; opaque to the client. */
  readonly secretBlock = randomBytes(1024).toString('base64');
  private readonly publicValue: bigint;
  private readonly key: Buffer;

  /**
   * `privateValue` defaults to a random value of 256 bits, the minimum of RFC 5054; more bits would
   * only be slower.
   */
  constructor(
    private readonly identity: SrpIdentity,
    private readonly verifier: SrpVerifier,
    clientValue: bigint,
    privateValue = numberOf(randomBytes(32)),
  ) {
    const masked = multiplier * verifier.verifier + power(generator, privateValue);
    this.publicValue = masked % modulus;
    const scrambler = numberOf(sha256(encode(clientValue), encode(this.publicValue)));
    const base = (clientValue * power(verifier.verifier, scrambler)) % modulus;
    this.key = derivedKey(power(base, privateValue), scrambler);
  }

  /** `SALT`, `SRP_B` and `SECRET_BLOCK` of the challenge. */
  get parameters(): Readonly<Record<string, string>> {
    return {
      SALT: this.verifier.salt.toString(16),
      SRP_B: this.publicValue.toString(16),
      SECRET_BLOCK: this.secretBlock,
    };
  }

  /**
   * Was the signature made with the key of the right secret? Does not check the age of the time.
   */
  accepts(proof: SrpProof): boolean {
    if (proof.secretBlock !== this.secretBlock) {
      return false;
    }
    const expected = createHmac('sha256', this.key)
      .update(this.identity.group)
      .update(this.identity.name)
      .update(Buffer.from(this.secretBlock, 'base64'))
      .update(proof.timestamp)
      .digest();
    const signature = Buffer.from(proof.signature, 'base64');
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }
}

/** One round of https://www.rfc-editor.org/rfc/rfc5869; Cognito takes its first 16 bytes. */
function derivedKey(shared: bigint, scrambler: bigint): Buffer {
  const pseudoRandomKey = createHmac('sha256', encode(scrambler)).update(encode(shared)).digest();
  const info = Buffer.from('Caldera Derived Key\u0001');
  return createHmac('sha256', pseudoRandomKey).update(info).digest().subarray(0, 16);
}

/**
 * Encodes a positive number as Java does: whole bytes, after a zero byte if the first bit is set,
 * which Java would read as a sign.
 */
function encode(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest();
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** By OpenSSL, which is ten times as fast as `bigint` arithmetic. */
function power(base: bigint, exponent: bigint): bigint {
  const reduced = base % modulus;
  // OpenSSL refuses these: as public values of Diffie-Hellman they would be insecure.
  if (exponent === 0n) return 1n;
  if (reduced <= 1n) return reduced;
  if (reduced === modulus - 1n) return exponent % 2n === 0n ? 1n : reduced;
  // One of its own for each power, because it holds the exponent.
  const openSsl = createDiffieHellman(prime, 2);
  openSsl.setPrivateKey(encode(exponent));
  return numberOf(openSsl.computeSecret(encode(reduced)));
}
