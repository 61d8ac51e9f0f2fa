// The stored form of a session: one JSON record, so that one write replaces the whole session.

import type { Clock } from '../clock';
import type { CheckedConfig } from '../config/session-config';
import { isJsonObject } from '../tokens/jwt-payload';
import { type ActiveSession, refreshTokenOf } from './active-session';
import { toActiveSession } from './session-check';

/**
 * The version of the stored record; a release counts it up when older ones could not read what it
 * writes.
 */
const RECORD_VERSION = 1;

/** What the store holds: one record, so that one write replaces the whole session. */
interface SessionRecord {
  readonly v: typeof RECORD_VERSION;
  readonly generation: string;
  readonly revision: number;
  readonly issuedAt: number;
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
}

/** The record to store for a active session. */
export function serializeSession(active: ActiveSession): string {
  const record: SessionRecord = {
    v: RECORD_VERSION,
    generation: active.generation,
    revision: active.revision,
    issuedAt: active.issuedAt,
    idToken: active.session.getIdToken().getJwtToken(),
    accessToken: active.session.getAccessToken().getJwtToken(),
    refreshToken: refreshTokenOf(active),
  };
  return JSON.stringify(record);
}

/**
 * The session in a stored record, or null when it holds none that this pool and client could have
 * made. `'newer'`: a newer version of the library wrote it, so it is not this one's to read, clean
 * or overwrite.
 */
export function parseSession(
  raw: string,
  config: CheckedConfig,
  clock: Clock,
): ActiveSession | 'newer' | null {
  try {
    const value: unknown = JSON.parse(raw);
    if (!isJsonObject(value)) return null;
    const { v } = value;
    if (typeof v === 'number' && v > RECORD_VERSION) return 'newer';
    if (v !== RECORD_VERSION || typeof value['generation'] !== 'string') return null;
    const record = value as unknown as SessionRecord;
    return toActiveSession(
      {
        IdToken: record.idToken,
        AccessToken: record.accessToken,
        RefreshToken: record.refreshToken,
      },
      { generation: record.generation, revision: Number(value['revision']) || 0 },
      // Anything but a number compares as "ahead of now" and so counts as unknown.
      typeof record.issuedAt === 'number' ? record.issuedAt : NaN,
      config,
      clock,
    );
  } catch {
    // SyntaxError: not JSON. SessionError: tokens that are not this pool's. Either way no session
    // of ours.
    return null;
  }
}
