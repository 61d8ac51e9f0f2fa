// Computes the client's half of SRP fast, for specs that sign in often.

import {
  createDiffieHellman,
  createHash,
  createHmac,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { formatTimestamp } from '../../src/sign-in/srp-timestamp';
import type { DeviceSecret } from './identity-js-srp-client';

const prime = getDiffieHellman('modp15').getPrime();
const openSsl = createDiffieHellman(prime, 2);
const modulus = numberOf(prime);
const multiplier = numberOf(sha256(encode(modulus), encode(2n)));

/**
 * The client's half of SRP by OpenSSL, for specs that sign in often. It is faster than the client
 * of amazon-cognito-identity-js, by which srp-server.spec.ts proves the server right.
 */
export class SrpClient {
  private readonly secret = numberOf(randomBytes(32));
  private readonly publicNumber = power(2n, this.secret);

  /** `group`: the pool's name, or a device's group key. */
  constructor(private readonly group: string) {}

  /** `SRP_A`. */
  get publicValue(): string {
    return this.publicNumber.toString(16);
  }

  /** The responses to PASSWORD_VERIFIER or DEVICE_PASSWORD_VERIFIER. */
  prove(
    parameters: Readonly<Record<string, string>>,
    name: string,
    secret: string,
    timestamp = formatTimestamp(new Date()),
  ): Record<string, string> {
    const { SRP_B = '', SALT = '', SECRET_BLOCK = '' } = parameters;
    const server = BigInt(`0x${SRP_B}`);
    const exponent = this.exponent(name, secret, BigInt(`0x${SALT}`));
    const scrambler = numberOf(sha256(encode(this.publicNumber), encode(server)));
    const blinded = multiplier * power(2n, exponent);
    const base = (((server - blinded) % modulus) + modulus) % modulus;
    const shared = encode(power(base, this.secret + scrambler * exponent));
    const key = hkdfSync('sha256', shared, encode(scrambler), 'Caldera Derived Key', 16);
    const signature = createHmac('sha256', Buffer.from(key))
      .update(this.group)
      .update(name)
      .update(Buffer.from(SECRET_BLOCK, 'base64'))
      .update(timestamp);
    return {
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: signature.digest('base64'),
      TIMESTAMP: timestamp,
    };
  }

  /** Creates a secret for a device of this group. */
  deviceSecret(deviceKey: string): DeviceSecret {
    const password = randomBytes(40).toString('base64');
    const salt = numberOf(randomBytes(16));
    const verifier = power(2n, this.exponent(deviceKey, password, salt));
    const base64 = (value: bigint): string => encode(value).toString('base64');
    return { password, config: { Salt: base64(salt), PasswordVerifier: base64(verifier) } };
  }

  private exponent(name: string, secret: string, salt: bigint): bigint {
    const inner = sha256(Buffer.from(`${this.group}${name}:${secret}`));
    return numberOf(sha256(encode(salt), inner));
  }
}

function power(base: bigint, exponent: bigint): bigint {
  openSsl.setPrivateKey(encode(exponent));
  return numberOf(openSsl.computeSecret(encode(base)));
}

function encode(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(even >= '8' ? `00${even}` : even, 'hex');
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}
