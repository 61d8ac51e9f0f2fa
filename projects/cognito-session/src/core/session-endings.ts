// Sessions that are over, in this tab's memory and as marks and messages for the others, so that a refresh answer that
// comes late finds out before it is written. Five of five libraries we measured bring the session back instead.

import type { Clock } from './clock';
import type { HeldSession } from './held-session';
import { SessionError } from './session-error';
import type { SessionPersistence } from './session-persistence';
import type { EndReason, TabCoordinator } from './tab-coordinator';

/** How long an ended generation is marked, in milliseconds; a tab that is busy for longer gets the message first. */
const MARK_MS = 2000;
/** When a record that came back is replaced, in milliseconds: long after every tab can read what was last written. */
const SWEEP_MS = 500;
/** Ended generations remembered; an answer older than that many sign-outs does not exist. */
const MOST_REMEMBERED = 50;

/** The endings of one pool client's sessions. */
export class SessionEndings {
  readonly #generations = new Set<string>();
  readonly #tabs: TabCoordinator;
  readonly #persistence: SessionPersistence;
  readonly #clock: Clock;

  constructor(tabs: TabCoordinator, persistence: SessionPersistence, clock: Clock) {
    this.#tabs = tabs;
    this.#persistence = persistence;
    this.#clock = clock;
  }

  /** Whether this tab knows that a generation is over. */
  has(generation: string): boolean {
    return this.#generations.has(generation);
  }

  /** Whether any tab has just ended a generation. */
  async isMarked(generation: string): Promise<boolean> {
    return (await this.#tabs.marks()).includes(endedMark(generation));
  }

  /** Remembers that a generation is over. */
  add(generation: string): void {
    this.#generations.add(generation);
    for (const oldest of this.#generations) {
      if (this.#generations.size <= MOST_REMEMBERED) break;
      this.#generations.delete(oldest);
    }
  }

  /** Remembers it, and marks it for refreshes under way in other tabs. */
  mark({ generation }: HeldSession): void {
    this.add(generation);
    void this.#tabs.mark(endedMark(generation), MARK_MS);
  }

  /** Marks it and tells the other tabs why. */
  announce(held: HeldSession, reason: EndReason): void {
    this.mark(held);
    this.#tabs.post({ type: 'ended', generation: held.generation, reason });
  }

  /**
   * Resolves when it is safe to judge a record that a tab wrote after its session had ended: now this tab may only be
   * seeing the past, and the record may already be someone else's new session.
   */
  async settled(): Promise<void> {
    await this.#clock.delay(SWEEP_MS);
  }

  /** Replaces such a record by `current`, under the lock. */
  async sweep(current: HeldSession | null): Promise<void> {
    await this.#tabs.exclusively(async () => {
      const stored = await this.#persistence.read();
      if (!stored || !this.has(stored.generation)) return;
      await this.#persistence.write(current);
      this.#tabs.post({ type: 'changed' });
    });
  }
}

/** What a request gets whose session ended, or became another user's, before it was answered. */
export function sessionEnded(): SessionError {
  return new SessionError('NOT_SIGNED_IN', 'the session ended before the request was answered');
}

function endedMark(generation: string): string {
  return `ended:${generation}`;
}
