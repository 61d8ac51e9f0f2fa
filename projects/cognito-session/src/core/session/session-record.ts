// The stored form of a session: one JSON record, so that one write replaces the whole session.

import type { Clock } from '../clock';
import type { CheckedConfig } from '../config/session-config';
import { isJsonObject } from '../tokens/jwt-payload';
import { type ActiveSession, refreshTokenOf } from './active-session';
import { toActiveSession } from './session-check';

/**
 * The version of the stored record. A release whose record older ones cannot read increments it.
 */
const RECORD_VERSION = 1;

/** The stored record. */
interface SessionRecord {
  readonly v: typeof RECORD_VERSION;
  readonly generation: string;
  readonly revision: number;
  readonly issuedAt: number;
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
}

/** The record of an active session. */
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
 * The session in a stored record; null if it has no session of this pool and client. `'newer'`: a
 * newer version of the library wrote the record, so this version must not read, clean or overwrite
 * it.
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
      // NaN is not in the past, so the time of issue counts as unknown.
      typeof record.issuedAt === 'number' ? record.issuedAt : NaN,
      config,
      clock,
    );
  } catch {
    // SyntaxError: not JSON. SessionError: not the tokens of this pool.
    return null;
  }
}
