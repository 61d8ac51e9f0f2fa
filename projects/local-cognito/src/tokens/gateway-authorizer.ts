// Decides about a request to the API as API Gateway's Cognito authorizer does.

import { errors, type JWTPayload } from 'jose';
import type { IssuedTokens } from './issued-tokens';
import type { Issuer } from '../pool/issuer';
import type { MovableClock } from '../pool/movable-clock';
import type { SigningKeys } from './signing-keys';

/** `granted`, or one of the gateway's two 401s. */
export type Verdict = 'granted' | 'unauthorized' | 'expired';

/**
 * Verifies like API Gateway's COGNITO_USER_POOLS authorizer: the ID token, or an access token when
 * the method has scopes (https://repost.aws/knowledge-center/api-gateway-cognito-401-unauthorized).
 * It checks the JWT only, so a revoked session passes until its token expires. An access token
 * without a required scope gets 401, and so does a token of a former issuer; both not confirmed.
 */
export class GatewayAuthorizer {
  private expiredUpTo = 0;
  private rejectedUpTo = 0;

  constructor(
    private readonly issuer: Issuer,
    private readonly scopes: readonly string[],
    private readonly keys: SigningKeys,
    private readonly issued: IssuedTokens,
    private readonly clock: MovableClock,
  ) {}

  /** `header` is the request's `Authorization`: the token, bare or after `Bearer `. */
  async check(header: string | undefined): Promise<Verdict> {
    const token = bearerToken(header);
    if (token === undefined) {
      return 'unauthorized';
    }
    const verdict = await this.checkJwt(token);
    return verdict === 'granted' ? this.checkTestControls(token) : verdict;
  }

  /** Treats every token issued so far as expired. */
  expireIssued(): void {
    this.expiredUpTo = this.issued.count;
  }

  /** Treats every token issued so far as invalid. */
  rejectIssued(): void {
    this.rejectedUpTo = this.issued.count;
  }

  reset(): void {
    this.expiredUpTo = 0;
    this.rejectedUpTo = 0;
  }

  private async checkJwt(token: string): Promise<Verdict> {
    try {
      const claims = await this.keys.verify(token, this.issuer.current, this.clock.now());
      return this.isWanted(claims) ? 'granted' : 'unauthorized';
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : 'unauthorized';
    }
  }

  private isWanted(claims: JWTPayload): boolean {
    if (this.scopes.length === 0) {
      return claims['token_use'] === 'id';
    }
    const granted = String(claims['scope']).split(' ');
    return claims['token_use'] === 'access' && this.scopes.some((scope) => granted.includes(scope));
  }

  private checkTestControls(token: string): Verdict {
    const sequence = this.issued.find(token)?.sequence ?? 0;
    if (sequence <= this.rejectedUpTo && this.rejectedUpTo > 0) {
      return 'unauthorized';
    }
    return sequence <= this.expiredUpTo && this.expiredUpTo > 0 ? 'expired' : 'granted';
  }
}

/** The token of an `Authorization` header. */
export function bearerToken(header: string | undefined): string | undefined {
  return header?.replace(/^Bearer +/i, '');
}
