// Keeps the e-mails and SMS that a real pool would send, so that tests and the demo can read the
// codes.

import type { MovableClock } from './movable-clock';

/** A message that the pool would have sent. */
export interface SentMessage {
  /** Counts up from 0; never reused, also not after a clear. */
  readonly index: number;
  /** Milliseconds since epoch by the emulator's clock. */
  readonly at: number;
  readonly username: string;
  /** The whole address or number. */
  readonly destination: string;
  readonly medium: 'EMAIL' | 'SMS';
  /** The purpose: `mfa` is a second factor, `otp` a first one (`USER_AUTH`). */
  readonly purpose: 'sign-up' | 'reset' | 'attribute' | 'mfa' | 'otp';
  /** Six digits; eight for a first factor. */
  readonly code: string;
}

/** Collects the codes instead of sending them to mailboxes and phones, oldest first. */
export class MessageOutbox {
  private messages: SentMessage[] = [];
  private next = 0;

  constructor(private readonly clock: MovableClock) {}

  send(message: Omit<SentMessage, 'index' | 'at'>): void {
    this.messages.push({ index: this.next, at: this.clock.now(), ...message });
    this.next += 1;
  }

  /** A copy of the messages with `index >= since`. */
  since(since: number): readonly SentMessage[] {
    return this.messages.filter((message) => message.index >= since);
  }

  clear(): void {
    this.messages = [];
  }
}
