/** One call that reached the emulator, as its control route tells it. */
export interface Call {
  readonly index: number;
  /** When it arrived, in milliseconds since the epoch. */
  readonly at: number;
  readonly server: 'pool' | 'api';
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  /** 0 when the connection was dropped without a whole answer. */
  readonly status: number;
  readonly error: string | null;
  /** Tells tokens apart without showing them. */
  readonly tokenFingerprint: string | null;
}
