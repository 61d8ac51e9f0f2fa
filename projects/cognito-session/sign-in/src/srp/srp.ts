// The client half of SRP as Cognito speaks it: proves that a password is known without sending it. The names are those of
// RFC 5054; how Cognito hashes, pads and derives its key is written down nowhere but in the clients that AWS publishes.

import { type Bytes, concat, encodeText, toBytes, toInteger } from './bytes';
import { newSignInError, type SignInError } from '../sign-in-error';

/**
 * The prime of group 15, 3072 bits, by the formula that defines it: 2^3072 - 2^3008 - 1 + 2^64 * ([2^2942 pi] + 1690314).
 * Written out it is 384 bytes that nothing compresses; made, it takes 0.7 ms once. A spec compares it with OpenSSL's.
 * @see https://www.rfc-editor.org/rfc/rfc3526#section-4
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
 * Length of the private value in bytes. RFC 5054 asks for at least 256 bits, RFC 7919 for 275 in a group of this size.
 * AWS's clients take 1024 bits, which makes a sign-in twice as slow and adds nothing to what the group can give.
 * @see https://www.rfc-editor.org/rfc/rfc5054#section-2.5.4
 * @see https://www.rfc-editor.org/rfc/rfc7919#appendix-A.2
 */
const PRIVATE_VALUE_BYTES = 40;

/** The key pair of one sign-in; never used twice. */
export interface SrpEphemeral {
  /** What Cognito is told as `SRP_A`: hexadecimal, without leading zeros. */
  readonly publicValue: string;
  /** Stays in the page. */
  readonly privateValue: bigint;
}

/** Whose password it is: a user's or a device's. */
export interface SrpIdentity {
  /** Of a user: what follows `_` in the user pool's id. Of a device: its `DeviceGroupKey`. */
  readonly group: string;
  /** Of a user: the challenge's `USER_ID_FOR_SRP`, often not the name that was typed. Of a device: its `DeviceKey`. */
  readonly user: string;
  /** Taken as it is, in UTF-8: neither trimmed nor normalized, as in AWS's clients. */
  readonly password: string;
}

/** What Cognito's answer to `SRP_A` holds for the key, both hexadecimal. */
export interface SrpAnswer {
  readonly SRP_B?: string;
  readonly SALT?: string;
}

/**
 * A new key pair, about 3 ms of work.
 * @throws {@link SignInError} `INVALID_CONFIG` on a page without WebCrypto: before anything was sent.
 */
export function createSrpEphemeral(): SrpEphemeral {
  subtle();
  const privateValue = toInteger(randomBytes(PRIVATE_VALUE_BYTES));
  // RFC 5054 wants A % N checked for 0, which no power of 2 can be: N is odd.
  return { publicValue: modPow(GENERATOR, privateValue).toString(16), privateValue };
}

/**
 * The key for HMAC-SHA-256 that only those get who know the password, or its verifier; about 7 ms of work.
 * @throws {@link SignInError} `UNAVAILABLE` for an answer that no honest server gives.
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
  // With either of them zero, the key would not depend on the password alone.
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

/** What Cognito keeps in place of the password: g^x. */
export async function createSrpVerifier(identity: SrpIdentity, salt: bigint): Promise<bigint> {
  return modPow(GENERATOR, await hashPassword(identity, salt));
}

/** The error for an answer that cannot be gone on with. */
export function unusableAnswer(): SignInError {
  return newSignInError('UNAVAILABLE', 'no honest server sends this SRP challenge');
}

/** Bytes that nobody can guess. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** WebCrypto, which browsers offer in secure contexts only: https, and http from localhost. */
export function subtle(): SubtleCrypto {
  const offered = crypto.subtle as SubtleCrypto | undefined;
  if (offered) return offered;
  throw newSignInError('INVALID_CONFIG', 'SRP needs https');
}

/** `x`, the private key that a password makes. */
async function hashPassword({ group, user, password }: SrpIdentity, salt: bigint): Promise<bigint> {
  return hash(toBytes(salt), await digest(encodeText(`${group}${user}:${password}`)));
}

async function hash(...parts: readonly Bytes[]): Promise<bigint> {
  return toInteger(await digest(...parts));
}

async function digest(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await subtle().digest('SHA-256', concat(...parts)));
}

/** What is no number throws a SyntaxError. */
function parseHex(hex: string | undefined): bigint {
  return BigInt(`0x${hex}`);
}

/**
 * `base ** exponent % N`, bit by bit. Windows of several bits save a fifth of the time and cost more code than that is
 * worth; Montgomery's and Barrett's ways, written with BigInt, are not faster than its own `%`. The time depends on the
 * numbers, as in AWS's clients.
 */
function modPow(base: bigint, exponent: bigint): bigint {
  let power = 1n;
  for (const bit of exponent.toString(2)) {
    power = (power * power) % N;
    if (bit === '1') power = (power * base) % N;
  }
  return power;
}
