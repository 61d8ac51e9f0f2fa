// The end of tokens at Cognito, best effort: by the lazily loaded part, and where that cannot be loaded,
// by fetch alone, since a refresh token must not outlive its sign-out.

import { type HeldSession, isFamily, refreshTokenOf, type TokenSet } from './held-session';
import type { LazyUpkeep } from './lazy-upkeep';
import { revokeByFetch } from './revoke-by-fetch';
import type { CheckedConfig } from './session-config';
import type { SignOutResult } from './session-state';

/** Tells Cognito that sessions and tokens are over. No method rejects. */
export class EndAtCognito {
  readonly #config: CheckedConfig;
  readonly #upkeep: LazyUpkeep;

  constructor(config: CheckedConfig, upkeep: LazyUpkeep) {
    this.#config = config;
    this.#upkeep = upkeep;
  }

  /** Ends a session that its user has signed out of. */
  end(held: HeldSession, everywhere: boolean): Promise<SignOutResult> {
    const refreshToken = refreshTokenOf(held);
    return this.#upkeep.load().then(
      ({ revocation }) => revocation.end(held, everywhere),
      async () => ({
        revoked: !!refreshToken && (await revokeByFetch(this.#config, refreshToken)),
        everywhere: false,
      }),
    );
  }

  /** Revokes tokens that come to nothing, unless they belong to the sign-in of `held`. */
  giveUp(tokens: TokenSet, held: HeldSession | null): void {
    const { RefreshToken } = tokens;
    if (!RefreshToken || typeof RefreshToken !== 'string' || (held && isFamily(held, tokens)))
      return;
    void this.#upkeep.load().then(
      ({ revocation }) => revocation.revoke(RefreshToken),
      () => revokeByFetch(this.#config, RefreshToken),
    );
  }
}
