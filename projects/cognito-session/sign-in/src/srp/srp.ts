// The client's half of SRP as Cognito speaks it: proves the password without sending it. The names
// are those of RFC 5054. Only the clients that AWS publishes show how Cognito hashes, pads and
// derives keys.

import { type Bytes, concat, encodeText, toBytes, toInteger } from './bytes';
import { newSignInError, type SignInError } from '../sign-in-error';

/**
 * The prime of the 3072-bit group, 2^3072 - 2^3008 - 1 + 2^64 * ([2^2942 pi] + 1690314), with the
 * generator 2 of RFC 3526, where RFC 5054 takes 5.
 * @see https://www.rfc-editor.org/rfc/rfc3526#section-4
 * @see https://www.rfc-editor.org/rfc/rfc5054#appendix-A
 */
const N = /* @__PURE__ */ BigInt(
  '0x' +
    'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74' +
    '020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437' +
    '4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05' +
    '98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb' +
    '9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
    'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718' +
    '3995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33' +
    'a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7' +
    'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864' +
    'd87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e2' +
    '08e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff',
);
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
