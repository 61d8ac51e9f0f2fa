// Checks the access token of a call to Cognito and finds the user who holds it.

import { errors } from 'jose';
import { refusals } from '../pool/cognito-error';
import type { IssuedTokens } from './issued-tokens';
import type { UserDirectory } from '../pool/local-users';
import type { MovableClock } from '../pool/movable-clock';
import type { PoolUser } from '../pool/pool-user';
import type { TokenFamily } from './refresh-tokens';
import type { SigningKeys } from './signing-keys';

/** Who stands behind a good access token. */
export interface AuthenticatedUser {
  readonly user: PoolUser;
  readonly family: TokenFamily;
}

/**
 * Checks access tokens for Cognito's own operations. Tokens of a former issuer pass until they
 * expire; not confirmed. Unlike an API, these operations see a revocation at once:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
export class AccessTokenCheck {
  constructor(
    private readonly keys: SigningKeys,
    private readonly issued: IssuedTokens,
    private readonly users: UserDirectory,
    private readonly clock: MovableClock,
  ) {}

  async authenticate(accessToken: string): Promise<AuthenticatedUser> {
    await this.checkSignatureAndAge(accessToken);
    const token = this.issued.find(accessToken);
    if (token?.use !== 'access') {
      throw refusals.invalidAccessToken();
    }
    const user = this.users.find(token.family.username);
    // A later user of the same name is somebody else.
    if (user?.sub !== token.family.sub) {
      throw refusals.unknownUser();
    }
    if (token.family.revoked) {
      throw refusals.accessTokenRevoked();
    }
    // AdminDisableUser's page says that it revokes the access tokens; which message GetUser then
    // has is not confirmed.
    if (user.disabled) {
      throw refusals.userDisabled();
    }
    return { user, family: token.family };
  }

  private async checkSignatureAndAge(accessToken: string): Promise<void> {
    try {
      await this.keys.verify(accessToken, null, this.clock.now());
    } catch (error) {
      throw error instanceof errors.JWTExpired
        ? refusals.accessTokenExpired()
        : refusals.invalidAccessToken();
    }
  }
}
