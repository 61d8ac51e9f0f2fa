// The calls of both servers.

import type { TokenUse } from '../tokens/signing-keys';

/** One of the emulator's two servers. */
export type ServerName = 'pool' | 'api';

/** The caller, as far as the request shows it; never a token. */
export interface Caller {
  /** The pool that the call names, or that issued its token; null if the call shows neither. */
  readonly userPoolId: string | null;
  /** A user of the pool, or null. */
  readonly username: string | null;
  /** The use of the call's token, if this emulator issued it. */
  readonly tokenUse: TokenUse | null;
  /** First 8 hex digits of the SHA-256 of that token (or refresh token), or null. */
  readonly tokenFingerprint: string | null;
  /** `UserContextData`, the input of threat protection; null if the call has none. */
  readonly userContextData: {
    readonly encodedData: string | null;
    readonly ipAddress: string | null;
  } | null;
  /** `ClientMetadata`; null if the call has none. */
  readonly clientMetadata: Readonly<Record<string, string>> | null;
}

/** One call that reached the pool or the API; CORS preflights and control calls are not logged. */
export interface Call extends Caller {
  /** Counts up from 0 in the order of the answers; never reused, also not after a clear. */
  readonly index: number;
  /** When the call arrived: milliseconds since epoch by the real clock. */
  readonly at: number;
  readonly server: ServerName;
  /** For example `GetTokensFromRefreshToken`; null at the API and for the pool's GETs. */
  readonly operation: string | null;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** HTTP status; 0 if the connection was dropped without a whole answer. */
  readonly status: number;
  /** The pool's `__type`, or null. */
  readonly error: string | null;
  /**
   * Did it request a refresh with a token that an earlier refresh had replaced? Also true within
   * the grace period, in which the pool answers such a call with tokens.
   */
  readonly refreshTokenReused: boolean;
}

/** The calls of both servers, oldest first. */
export class CallLog {
  private calls: Call[] = [];
  private next = 0;

  add(call: Omit<Call, 'index'>): void {
    this.calls.push({ index: this.next, ...call });
    this.next += 1;
  }

  /** A copy of the calls with `index >= since`. */
  since(since: number): readonly Call[] {
    return this.calls.filter((call) => call.index >= since);
  }

  clear(): void {
    this.calls = [];
  }
}
