// Signs the JWTs of the pool and verifies them. It publishes the public keys as a JWK set.

import { randomBytes } from 'node:crypto';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
} from 'jose';

/** The use of a JWT of the pool: its `token_use` claim. */
export type TokenUse = 'id' | 'access';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/**
 * The pool's two RSA keys. One signs ID tokens and one access tokens, so their `kid` differs, as in
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export class SigningKeys {
  /** The public keys, as served at `/<pool>/.well-known/jwks.json`. */
  readonly jwks: JSONWebKeySet;
  private readonly findKey: ReturnType<typeof createLocalJWKSet>;

  private constructor(private readonly keys: Readonly<Record<TokenUse, SigningKey>>) {
    this.jwks = { keys: [keys.id.jwk, keys.access.jwk] };
    this.findKey = createLocalJWKSet(this.jwks);
  }

  static async create(): Promise<SigningKeys> {
    const [id, access] = await Promise.all([createKey(), createKey()]);
    return new SigningKeys({ id, access });
  }

  /**
   * Signs `claims` with the key of their use. The header has only `kid` and `alg`, like the real
   * one.
   */
  sign(use: TokenUse, claims: JWTPayload): Promise<string> {
    const { kid, privateKey } = this.keys[use];
    return new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey);
  }

  /**
   * The claims of a token that is valid at `now` (ms since epoch); else throws one of jose's
   * errors. `issuer` null accepts any issuer, because the signature already identifies this pool.
   */
  async verify(token: string, issuer: string | null, now: number): Promise<JWTPayload> {
    const options = {
      ...(issuer === null ? {} : { issuer }),
      algorithms: ['RS256'],
      currentDate: new Date(now),
    };
    return (await jwtVerify(token, this.findKey, options)).payload;
  }
}

async function createKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const kid = randomBytes(32).toString('base64');
  const jwk = await exportJWK(publicKey);
  return { kid, privateKey, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } };
}
