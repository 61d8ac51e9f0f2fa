// What turns a refresh token into new tokens.

import type { ResolvedAppClient } from '../pool/app-client';
import { refusals } from '../pool/cognito-error';
import type { UserDirectory } from '../pool/local-users';
import type { MovableClock } from '../pool/movable-clock';
import type { CallOrigin } from '../pool/operation';
import type { PoolUser } from '../pool/pool-user';
import type { RefreshTokenRecord, RefreshTokens, TokenFamily } from './refresh-tokens';
import type { Settings } from '../pool/settings';
import type { AuthenticationResult, TokenIssuer } from './token-issuer';

/** What a refresh comes with. */
export interface RefreshRequest {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly deviceKey: string | null;
  readonly origin: CallOrigin;
  /** For the pre-token-generation trigger. */
  readonly clientMetadata: Readonly<Record<string, string>>;
}

/**
 * Turns a refresh token into new tokens: the work behind GetTokensFromRefreshToken and
 * REFRESH_TOKEN_AUTH.
 */
export class SessionRefresh {
  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly users: UserDirectory,
    private readonly issuer: TokenIssuer,
    private readonly settings: Settings,
    private readonly clock: MovableClock,
  ) {}

  /**
   * With rotation on the result holds a new refresh token; with rotation off it holds none. That a
   * trigger's refusal leaves the old refresh token good is not confirmed.
   */
  async refresh(request: RefreshRequest): Promise<AuthenticationResult> {
    const { deviceKey, clientMetadata } = request;
    const record = this.liveRecord(request);
    const { family } = record;
    const user = this.users.find(family.username);
    if (user?.sub !== family.sub) {
      throw refusals.invalidRefreshToken();
    }
    if (user.disabled) {
      throw refusals.userDisabled();
    }
    this.checkDevice(user, record, deviceKey);
    // Rotated before the first await: of two calls with one token, only one can win.
    const first = record.rotatedAt === null;
    const rotated = this.client(family).rotation ? this.refreshTokens.rotate(record) : null;
    try {
      const source = 'TokenGeneration_RefreshTokens';
      const result = await this.issuer.issue(user, family, { source, clientMetadata });
      if (family.session !== null) {
        family.session.lastActiveAt = this.clock.now();
        family.session.lastOrigin = request.origin;
      }
      return rotated === null ? result : { ...result, RefreshToken: rotated };
    } catch (error) {
      if (rotated !== null && first) {
        this.refreshTokens.undoRotation(record, rotated);
      }
      throw error;
    }
  }

  private client({ clientId }: TokenFamily): ResolvedAppClient {
    return this.settings.client(clientId) ?? this.settings.value;
  }

  /**
   * Which refusal wins when several apply, and whether a reused token also revokes its family, is
   * not confirmed; here it does not. The token of another client is unknown to this one:
   * https://repost.aws/knowledge-center/cognito-invalid-refresh-token-error
   */
  private liveRecord({ refreshToken, clientId }: RefreshRequest): RefreshTokenRecord {
    const record = this.refreshTokens.find(refreshToken);
    if (record?.family.clientId !== clientId) {
      throw refusals.invalidRefreshToken();
    }
    if (record.family.revoked) {
      throw refusals.refreshTokenRevoked();
    }
    if (record.family.expiresAt <= this.clock.now()) {
      throw refusals.refreshTokenExpired();
    }
    if (!this.isUsable(record)) {
      throw refusals.refreshTokenReused();
    }
    return record;
  }

  /**
   * Where devices are tracked, a session belongs to a confirmed one and every refresh must name it.
   * A session from USER_PASSWORD_AUTH has none:
   * https://repost.aws/knowledge-center/cognito-invalid-refresh-token-error
   */
  private checkDevice(user: PoolUser, record: RefreshTokenRecord, key: string | null): void {
    if (this.settings.value.deviceTracking === 'off') {
      return;
    }
    const device = user.devices.get(key ?? '');
    if (key !== record.family.deviceKey || (device?.verifier ?? null) === null) {
      throw refusals.invalidRefreshToken();
    }
  }

  /**
   * A rotated token works on for RetryGracePeriodSeconds, 0 meaning not at all:
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html
   * What a use within the period returns is not confirmed; here it is one more live refresh token.
   */
  private isUsable(record: RefreshTokenRecord): boolean {
    const graceMs = this.client(record.family).retryGracePeriodSeconds * 1000;
    return record.rotatedAt === null || this.clock.now() < record.rotatedAt + graceMs;
  }
}
