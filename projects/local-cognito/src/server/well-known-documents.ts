// The pool's public documents.

import type { Issuer } from '../pool/issuer';
import type { SigningKeys } from '../tokens/signing-keys';

/** The pool's public documents: keys and OpenID configuration. */
export class WellKnownDocuments {
  constructor(
    private readonly userPoolId: string,
    private readonly issuer: Issuer,
    private readonly keys: SigningKeys,
  ) {}

  /** Finds a document by its path, for any host of the issuer. */
  find(path: string): object | null {
    switch (path) {
      case `/${this.userPoolId}/.well-known/jwks.json`:
        return this.keys.jwks;
      case `/${this.userPoolId}/.well-known/openid-configuration`:
        return this.openIdConfiguration();
      default:
        return null;
    }
  }

  private openIdConfiguration(): object {
    const issuer = this.issuer.current;
    return {
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'token'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    };
  }
}
