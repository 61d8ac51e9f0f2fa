// Authenticates a call to Cognito by its access token.

import { errors } from 'jose';
import { refusals } from '../pool/cognito-error';
import type { IssuedTokens } from './issued-tokens';
import type { UserDirectory } from '../pool/local-users';
import type { MovableClock } from '../pool/movable-clock';
import type { PoolUser } from '../pool/pool-user';
import type { TokenFamily } from './refresh-tokens';
import type { SigningKeys } from './signing-keys';

/** The user of a valid access token, and the token's family. */
export interface AuthenticatedUser {
  readonly user: PoolUser;
  readonly family: TokenFamily;
}

/**
 * Checks access tokens for Cognito's own operations. Not confirmed: tokens of a former issuer stay
 * valid until they expire. Unlike an API, these operations refuse a revoked token at once:
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
    // A later user of the same name is another user.
    if (user?.sub !== token.family.sub) {
      throw refusals.unknownUser();
    }
    if (token.family.revoked) {
      throw refusals.accessTokenRevoked();
    }
    // AdminDisableUser revokes the access tokens, by its page. GetUser's message is not confirmed.
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
