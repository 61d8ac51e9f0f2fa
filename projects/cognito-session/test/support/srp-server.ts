// The server half of Cognito's SRP, written for the specs without a look at the client half: by RFC
// 5054, with OpenSSL's own prime, Node's hashes, and numbers as bytes in the way of Java's
// BigInteger.

import { createHash, createHmac, getDiffieHellman } from 'node:crypto';

export const PRIME = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);

/** Whose password a verifier stands for. */
export interface Account {
  readonly group: string;
  readonly user: string;
  readonly password: string;
  readonly salt: bigint;
}

/** What a client sends back. */
export interface Claim {
  readonly PASSWORD_CLAIM_SIGNATURE: string;
  readonly PASSWORD_CLAIM_SECRET_BLOCK: string;
  readonly TIMESTAMP: string;
}

/** One sign-in at the server: knows the verifier, not the password. */
export class SrpServer {
  readonly #account: Omit<Account, 'password'>;
  readonly #verifier: bigint;
  readonly #b: bigint;
  readonly #secretBlock: Buffer;

  constructor(
    account: Omit<Account, 'password'>,
    verifier: bigint,
    b: bigint,
    secretBlock = Buffer.from('only Cognito can read this'),
  ) {
    this.#account = account;
    this.#verifier = verifier;
    this.#b = b;
    this.#secretBlock = secretBlock;
  }

  get publicValue(): bigint {
    return (MULTIPLIER * this.#verifier + power(2n, this.#b)) % PRIME;
  }

  get challenge(): { SRP_B: string; SALT: string; SECRET_BLOCK: string } {
    return {
      SRP_B: this.publicValue.toString(16),
      SALT: this.#account.salt.toString(16),
      SECRET_BLOCK: this.#secretBlock.toString('base64'),
    };
  }

  /** `u` for a client's public value. */
  scrambler(A: bigint): bigint {
    return toNumber(sha256(javaBytes(A), javaBytes(this.publicValue)));
  }

  premaster(A: bigint): bigint {
    return power(A * power(this.#verifier, this.scrambler(A)), this.#b);
  }

  accepts(SRP_A: string, claim: Claim): boolean {
    const A = BigInt(`0x${SRP_A}`);
    const { group, user } = this.#account;
    const key = hmac(
      hmac(javaBytes(this.scrambler(A)), javaBytes(this.premaster(A))),
      Buffer.from('Caldera Derived Key\u0001'),
    ).subarray(0, 16);
    const parts = [group, user, this.#secretBlock, claim.TIMESTAMP];
    const signature = hmac(key, Buffer.concat(parts.map((part) => Buffer.from(part as string))));
    return (
      claim.PASSWORD_CLAIM_SECRET_BLOCK === this.#secretBlock.toString('base64') &&
      claim.PASSWORD_CLAIM_SIGNATURE === signature.toString('base64')
    );
  }
}

/** The private key that a password makes, `x`. */
export function privateKeyOf({ group, user, password, salt }: Account): bigint {
  return toNumber(sha256(javaBytes(salt), sha256(Buffer.from(`${group}${user}:${password}`))));
}

export function verifierOf(account: Account): bigint {
  return power(2n, privateKeyOf(account));
}

/** `base ** exponent` in the group, bit by bit from the lowest. */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % PRIME;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/** `BigInteger.toByteArray()`: as long as bits and a sign bit need. */
export function javaBytes(number: bigint): Buffer {
  const bits = number === 0n ? 0 : number.toString(2).length;
  const bytes = Buffer.alloc(Math.floor(bits / 8) + 1);
  let rest = number;
  for (let i = bytes.length - 1; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return bytes;
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function sha256(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function hmac(key: Buffer, data: Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

const MULTIPLIER = toNumber(sha256(javaBytes(PRIME), javaBytes(2n)));
