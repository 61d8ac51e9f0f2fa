// The refresh tokens of a pool, and the sessions they belong to.

import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { MovableClock } from '../pool/movable-clock';
import type { CallOrigin } from '../pool/operation';

/**
 * All tokens of one sign-in. Refresh and rotation keep the family's `origin_jti`, `auth_time` and
 * expiry: a rotated token has the REMAINING lifetime of the original. See
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export interface TokenFamily {
  readonly username: string;
  /** The user's; a later user of the same name has another. */
  readonly sub: string;
  /** The app client that the session belongs to. */
  readonly clientId: string;
  readonly originJti: string;
  readonly eventId: string;
  /** Seconds since epoch. */
  readonly authTime: number;
  /** Milliseconds since epoch, by the emulator's clock. */
  readonly expiresAt: number;
  revoked: boolean;
  /** The pool's record of the session; null for one that began while sessions were not tracked. */
  readonly session: TrackedSession | null;
  /** The device that the session belongs to; null where the pool tracks none. */
  readonly deviceKey: string | null;
}

/** The pool's record of a session while `sessionTracking` is on. */
export interface TrackedSession {
  /** `tkn` and 25 lowercase letters and digits. */
  readonly id: string;
  /** Milliseconds since epoch by the emulator's clock, as the next. */
  readonly createdAt: number;
  /** The time of the sign-in or of the latest refresh. */
  lastActiveAt: number;
  /** Of the latest activity. */
  lastOrigin: CallOrigin;
}

/** The initial values of a family. */
export interface FamilyStart {
  readonly username: string;
  readonly sub: string;
  readonly clientId: string;
  readonly validitySeconds: number;
  readonly deviceKey: string | null;
  /** The origin of the sign-in if the pool tracks sessions; else null. */
  readonly trackedOrigin: CallOrigin | null;
}

/** The pool's record of one refresh token. */
export interface RefreshTokenRecord {
  readonly family: TokenFamily;
  /** When rotation first replaced it (ms since epoch by the emulator's clock), or null. */
  rotatedAt: number | null;
}

/** The refresh tokens of the pool by their text, valid or not. */
export class RefreshTokens {
  private readonly records = new Map<string, RefreshTokenRecord>();
  private readonly families = new Set<TokenFamily>();

  constructor(private readonly clock: MovableClock) {}

  /** Begins a family at sign-in. */
  startFamily(start: FamilyStart): TokenFamily {
    const { username, sub, clientId, deviceKey, trackedOrigin } = start;
    const now = this.clock.now();
    const family: TokenFamily = {
      username,
      sub,
      clientId,
      originJti: randomUUID(),
      eventId: randomUUID(),
      authTime: this.clock.seconds(),
      expiresAt: now + start.validitySeconds * 1000,
      revoked: false,
      deviceKey,
      session: trackedOrigin && {
        id: sessionId(),
        createdAt: now,
        lastActiveAt: now,
        lastOrigin: trackedOrigin,
      },
    };
    this.families.add(family);
    return family;
  }

  /** The user's families that can still be refreshed, oldest first. */
  activeFamilies(username: string): readonly TokenFamily[] {
    const now = this.clock.now();
    return [...this.families].filter(
      (family) => family.username === username && !family.revoked && family.expiresAt > now,
    );
  }

  /** Makes a further refresh token for the family. */
  issue(family: TokenFamily): string {
    const token = opaqueToken();
    this.records.set(token, { family, rotatedAt: null });
    return token;
  }

  find(token: string): RefreshTokenRecord | undefined {
    return this.records.get(token);
  }

  /**
   * Replaces a token. The grace period counts from the first rotation, also for a token that is
   * used again within it.
   */
  rotate(record: RefreshTokenRecord): string {
    record.rotatedAt ??= this.clock.now();
    return this.issue(record.family);
  }

  /** Undoes `rotate` after a refused refresh: the old token is valid again. */
  undoRotation(record: RefreshTokenRecord, rotated: string): void {
    this.records.delete(rotated);
    record.rotatedAt = null;
  }

  /** Revokes every family of a user, or of everybody. */
  revokeAll(username?: string): void {
    for (const family of this.families) {
      if (username === undefined || family.username === username) {
        family.revoked = true;
      }
    }
  }

  /** Forgets all tokens: they are then unknown, not revoked. */
  reset(): void {
    this.records.clear();
    this.families.clear();
  }
}

/**
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SessionDescriptionType.html
 */
function sessionId(): string {
  const characters = Array.from({ length: 25 }, () => randomInt(36).toString(36));
  return `tkn${characters.join('')}`;
}

/**
 * The real token is an encrypted JWT of roughly this size: five segments, unreadable to the client.
 * The size matters to a client that stores it.
 */
function opaqueToken(): string {
  const header = Buffer.from(JSON.stringify({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' }));
  const segments = [256, 12, 750, 16].map((bytes) => randomBytes(bytes));
  return [header, ...segments].map((segment) => segment.toString('base64url')).join('.');
}
