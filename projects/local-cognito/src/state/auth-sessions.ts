// Stores each unfinished sign-in by the opaque `Session` text that the client gets.

import { randomBytes } from 'node:crypto';
import { refusals } from '../pool/cognito-error';
import type { MovableClock } from '../pool/movable-clock';
import type { Settings } from '../pool/settings';
import type { SignInProgress } from './sign-in-progress';

interface OpenSession {
  readonly progress: SignInProgress;
  /** Milliseconds since epoch by the emulator's clock. */
  readonly expiresAt: number;
}

/** The sign-ins (and sign-ups that sign in) between two steps, by their opaque `Session` texts. */
export class AuthSessions {
  private readonly open = new Map<string, OpenSession>();

  constructor(
    private readonly settings: Settings,
    private readonly clock: MovableClock,
  ) {}

  /**
   * Starts a session that is valid for the pool's `challengeSessionSeconds`; its text is random by
   * default.
   */
  start(progress: SignInProgress, session = randomName()): string {
    const expiresAt = this.clock.now() + this.settings.value.challengeSessionSeconds * 1000;
    this.open.set(session, { progress, expiresAt });
    return session;
  }

  /** Was this session begun here? */
  has(session: string): boolean {
    return this.open.has(session);
  }

  /** The sign-in's progress; throws if the session is unknown, used up or expired. */
  find(session: string): SignInProgress {
    const found = this.open.get(session);
    if (found === undefined) {
      throw refusals.invalidSession();
    }
    if (found.expiresAt <= this.clock.now()) {
      throw refusals.expiredSession();
    }
    return found.progress;
  }

  /** Uses a session up: the next step has a new one. */
  end(session: string): void {
    this.open.delete(session);
  }

  /** Uses a session up; the returned function restores it. */
  take(session: string): () => void {
    const found = this.open.get(session);
    this.open.delete(session);
    return () => {
      if (found !== undefined) {
        this.open.set(session, found);
      }
    };
  }

  /** Ends the session and starts its successor. */
  replace(session: string, progress: SignInProgress): string {
    this.end(session);
    return this.start(progress);
  }

  reset(): void {
    this.open.clear();
  }
}

/** About as long as a real one: the length matters to a client that stores or sends it. */
function randomName(): string {
  return randomBytes(360).toString('base64url');
}
