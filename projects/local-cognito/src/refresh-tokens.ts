import { randomBytes, randomUUID } from 'node:crypto';
import type { MovableClock } from './movable-clock';

/**
 * One sign-in and everything that came from it. Refreshing and rotating keep the family's `origin_jti`, `auth_time`
 * and end of life: a rotated token has the REMAINING lifetime of the original, the session does not slide. See
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export interface TokenFamily {
  readonly username: string;
  readonly originJti: string;
  readonly eventId: string;
  /** Seconds since epoch. */
  readonly authTime: number;
  /** Milliseconds since epoch, by the emulator's clock. */
  readonly expiresAt: number;
  revoked: boolean;
  /** The device that the session belongs to; null where the pool tracks none. */
  readonly deviceKey: string | null;
}

/** What the pool knows about one refresh token. */
export interface RefreshTokenRecord {
  readonly family: TokenFamily;
  /** When rotation first replaced it (ms since epoch by the emulator's clock), or null. */
  rotatedAt: number | null;
}

/** The refresh tokens of the pool, live or not, by their text. */
export class RefreshTokens {
  private readonly records = new Map<string, RefreshTokenRecord>();

  constructor(private readonly clock: MovableClock) {}

  /** Begins a family at sign-in. */
  startFamily(
    username: string,
    validitySeconds: number,
    deviceKey: string | null = null,
  ): TokenFamily {
    return {
      username,
      originJti: randomUUID(),
      eventId: randomUUID(),
      authTime: this.clock.seconds(),
      expiresAt: this.clock.now() + validitySeconds * 1000,
      revoked: false,
      deviceKey,
    };
  }

  /** Makes one more refresh token for the family. */
  issue(family: TokenFamily): string {
    const token = opaqueToken();
    this.records.set(token, { family, rotatedAt: null });
    return token;
  }

  find(token: string): RefreshTokenRecord | undefined {
    return this.records.get(token);
  }

  /** Replaces a token; used again within the grace period, the period still counts from the first time. */
  rotate(record: RefreshTokenRecord): string {
    record.rotatedAt ??= this.clock.now();
    return this.issue(record.family);
  }

  /** Revokes every family of a user, or of everybody. */
  revokeAll(username?: string): void {
    for (const { family } of this.records.values()) {
      if (username === undefined || family.username === username) {
        family.revoked = true;
      }
    }
  }

  /** Forgets all tokens: they are then unknown, not revoked. */
  reset(): void {
    this.records.clear();
  }
}

/**
 * The real one is an encrypted JWT (five segments, not readable by the client) of roughly this size, which matters
 * to whoever stores it.
 */
function opaqueToken(): string {
  const header = Buffer.from(JSON.stringify({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' }));
  const segments = [256, 12, 750, 16].map((bytes) => randomBytes(bytes));
  return [header, ...segments].map((segment) => segment.toString('base64url')).join('.');
}
