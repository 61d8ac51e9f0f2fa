// The client's half of SRP as Cognito speaks it: proves the password without sending it. The names
// are those of RFC 5054. Only the clients that AWS publishes show how Cognito hashes, pads and
// derives keys.

import { type Bytes, concat, encodeText, toBytes, toInteger } from './bytes';
import { newSignInError, type SignInError } from '../sign-in-error';

/**
 * The prime of the 3072-bit group, by the formula that defines it: 2^3072 - 2^3008 - 1 + 2^64 *
 * ([2^2942 pi] + 1690314). Its hexadecimal form would take 370 bytes more of the sign-in entry,
 * because nothing compresses it. A spec compares it with OpenSSL's.
 * @see https://www.rfc-editor.org/rfc/rfc3526#section-4
 * @see https://www.rfc-editor.org/rfc/rfc5054#appendix-A
 */
function makePrime(): bigint {
  // pi = 6 arcsin(1/2) by Newton's series, in fixed point with 58 bits more than are used.
  let term = 3n << 3000n;
  let pi = term;
  for (let i = 1n; term; i += 2n) {
    term = (term * i) / (4n * (i + 1n));
    pi += term / (i + 2n);
  }
  return (1n << 3072n) - (1n << 3008n) - 1n + (((pi >> 58n) + 1690314n) << 64n);
}
const N = /* @__PURE__ */ makePrime();
const GENERATOR = 2n;

/**
 * The length of the private value in bytes. RFC 5054 asks for at least 256 bits, RFC 7919 for 275
 * in a group of this size. AWS's clients take 1024 bits, which doubles the time of a sign-in and
 * adds no security, because the group has less.
 * @see https://www.rfc-editor.org/rfc/rfc5054#section-2.5.4
 * @see https://www.rfc-editor.org/rfc/rfc7919#appendix-A.2
 */
const PRIVATE_VALUE_BYTES = 40;

/** The key pair of one sign-in; never used twice. */
export interface SrpEphemeral {
  /** Sent to Cognito as `SRP_A`: hexadecimal, without leading zeros. */
  readonly publicValue: string;
  /** Never leaves the page. */
  readonly privateValue: bigint;
}

/** The owner of the password: a user or a device. */
export interface SrpIdentity {
  /** For a user: the part of the user pool's id after `_`. For a device: its `DeviceGroupKey`. */
  readonly group: string;
  /**
   * For a user: the challenge's `USER_ID_FOR_SRP`, often not the name that was typed. For a device:
   * its `DeviceKey`.
   */
  readonly user: string;
  /** Used in UTF-8, neither trimmed nor normalized, as by AWS's clients. */
  readonly password: string;
}

/** The parameters of Cognito's answer to `SRP_A`, both hexadecimal. */
export interface SrpAnswer {
  readonly SRP_B?: string;
  readonly SALT?: string;
}

/**
 * Makes a new key pair; takes about 3 ms.
 * @throws {@link SignInError} `INVALID_CONFIG` on a page without WebCrypto, before anything is
 *   sent.
 */
export function createSrpEphemeral(): SrpEphemeral {
  subtle();
  const privateValue = toInteger(randomBytes(PRIVATE_VALUE_BYTES));
  // RFC 5054 requires A % N to be checked for 0. No power of 2 can be 0 here, because N is odd.
  return { publicValue: modPow(GENERATOR, privateValue).toString(16), privateValue };
}

/**
 * Derives the key for HMAC-SHA-256, which nobody can derive without the password or its verifier;
 * takes about 7 ms.
 * @throws {@link SignInError} `UNAVAILABLE` for an answer that no honest server sends.
 * @see https://www.rfc-editor.org/rfc/rfc5054#section-2.6
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export async function deriveSrpKey(
  { publicValue, privateValue }: SrpEphemeral,
  identity: SrpIdentity,
  { SRP_B, SALT }: SrpAnswer,
): Promise<CryptoKey> {
  const A = parseHex(publicValue);
  const B = parseHex(SRP_B);
  const salt = parseHex(SALT);
  const u = await hash(toBytes(A), toBytes(B));
  // If either of them is zero, the key does not depend on the password.
  if (B % N === 0n || u === 0n) throw unusableAnswer();
  const k = await hash(toBytes(N), toBytes(GENERATOR));
  const x = await hashPassword(identity, salt);
  // (B - k * g^x) ^ (a + u * x), with a base that is not negative.
  const premaster = modPow(B + k * (N - modPow(GENERATOR, x)), privateValue + u * x);
  return subtle().deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: toBytes(u), info: encodeText('Caldera Derived Key') },
    await subtle().importKey('raw', toBytes(premaster), 'HKDF', false, ['deriveKey']),
    { name: 'HMAC', hash: 'SHA-256', length: 128 },
    false,
    ['sign'],
  );
}

/** The verifier g^x, which Cognito keeps in place of the password. */
export async function createSrpVerifier(identity: SrpIdentity, salt: bigint): Promise<bigint> {
  return modPow(GENERATOR, await hashPassword(identity, salt));
}

/** The error for an answer that no honest server sends. */
export function unusableAnswer(): SignInError {
  return newSignInError('UNAVAILABLE', 'no honest server sends this SRP challenge');
}

/** Bytes that nobody can guess. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** WebCrypto, which browsers have in secure contexts only: https, and http from localhost. */
export function subtle(): SubtleCrypto {
  const offered = crypto.subtle as SubtleCrypto | undefined;
  if (offered) return offered;
  throw newSignInError('INVALID_CONFIG', 'SRP needs https');
}

/** `x`, the private key that is made of a password. */
async function hashPassword({ group, user, password }: SrpIdentity, salt: bigint): Promise<bigint> {
  return hash(toBytes(salt), await digest(encodeText(`${group}${user}:${password}`)));
}

async function hash(...parts: readonly Bytes[]): Promise<bigint> {
  return toInteger(await digest(...parts));
}

async function digest(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await subtle().digest('SHA-256', concat(...parts)));
}

/** Throws a SyntaxError for anything but a hexadecimal number. */
function parseHex(hex: string | undefined): bigint {
  return BigInt(`0x${hex}`);
}

/**
 * `base ** exponent % N`, bit by bit. Windows of several bits save a fifth of the time and need too
 * much code for that; Montgomery's and Barrett's ways, written with BigInt, are not faster than its
 * own `%`. The time depends on the numbers, as in AWS's clients.
 */
function modPow(base: bigint, exponent: bigint): bigint {
  let power = 1n;
  for (const bit of exponent.toString(2)) {
    power = (power * power) % N;
    if (bit === '1') power = (power * base) % N;
  }
  return power;
}
