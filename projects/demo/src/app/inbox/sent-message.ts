/** A code the local pool would have sent, as its control route tells it. */
export interface SentMessage {
  readonly index: number;
  /** Milliseconds since epoch by the emulator's clock. */
  readonly at: number;
  readonly username: string;
  readonly destination: string;
  readonly medium: 'EMAIL' | 'SMS';
  readonly purpose: string;
  readonly code: string;
}
