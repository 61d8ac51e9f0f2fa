// Turns a refresh token into new tokens.

import type { ResolvedAppClient } from '../pool/app-client';
import { refusals } from '../pool/cognito-error';
import type { UserDirectory } from '../pool/local-users';
import type { MovableClock } from '../pool/movable-clock';
import type { CallOrigin } from '../pool/operation';
import type { PoolUser } from '../pool/pool-user';
import type { RefreshTokenRecord, RefreshTokens, TokenFamily } from './refresh-tokens';
import type { Settings } from '../pool/settings';
import type { AuthenticationResult, TokenIssuer } from './token-issuer';

/** The input of a refresh. */
export interface RefreshRequest {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly deviceKey: string | null;
  readonly origin: CallOrigin;
  /** For the pre-token-generation trigger. */
  readonly clientMetadata: Readonly<Record<string, string>>;
}

/** Turns a refresh token into new tokens, for GetTokensFromRefreshToken and REFRESH_TOKEN_AUTH. */
export class SessionRefresh {
  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly users: UserDirectory,
    private readonly issuer: TokenIssuer,
    private readonly settings: Settings,
    private readonly clock: MovableClock,
  ) {}

  /**
   * The result has a new refresh token only if rotation is on. Not confirmed: that the old refresh
   * token stays valid after a trigger's refusal.
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
    // Rotates before the first await, so that only one of two calls with one token succeeds.
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
   * Not confirmed: the order of the refusals, and that a reused token does not revoke its family.
   * To a client, the token of another client is unknown:
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
   * If the pool tracks devices, a session belongs to a confirmed device and every refresh must name
   * it. A session from USER_PASSWORD_AUTH has no device:
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
   * A rotated token stays valid for RetryGracePeriodSeconds; 0 means not at all:
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html
   * Not confirmed: a use within the period returns a further valid refresh token.
   */
  private isUsable(record: RefreshTokenRecord): boolean {
    const graceMs = this.client(record.family).retryGracePeriodSeconds * 1000;
    return record.rotatedAt === null || this.clock.now() < record.rotatedAt + graceMs;
  }
}
