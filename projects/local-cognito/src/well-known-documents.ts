import type { SigningKeys } from './signing-keys';

/** The pool's public documents: keys and OpenID configuration. */
export class WellKnownDocuments {
  private readonly byPath: ReadonlyMap<string, object>;

  /** `issuer` is the pool's URL and id, as in the tokens. */
  constructor(issuer: string, keys: SigningKeys) {
    const base = `${new URL(issuer).pathname}/.well-known`;
    this.byPath = new Map<string, object>([
      [`${base}/jwks.json`, keys.jwks],
      [
        `${base}/openid-configuration`,
        {
          issuer,
          jwks_uri: `${issuer}/.well-known/jwks.json`,
          id_token_signing_alg_values_supported: ['RS256'],
          response_types_supported: ['code', 'token'],
          scopes_supported: ['openid', 'email', 'phone', 'profile'],
          subject_types_supported: ['public'],
          token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        },
      ],
    ]);
  }

  find(path: string): object | null {
    return this.byPath.get(path) ?? null;
  }
}
