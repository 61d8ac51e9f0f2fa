// Compares the stored session with the one in memory and decides what to do. `OtherTabs` carries it
// out.

import type { Clock } from '../clock';
import type { EndedGenerations } from '../session/ended-generations';
import type { ActiveSession } from '../session/active-session';
import { isNewer } from '../session/session-comparison';
import type { SessionPersistence } from '../store/session-persistence';
import type { MaybePromise } from '../store/session-store';
import { whenReady } from '../store/maybe-promise';
import type { TabChannel } from './tab-channel';
import type { TabLocks } from './tab-locks';
import { sessionEndedMarker } from './tab-markers';
import { delay } from '../time-limit';

/** The result of a comparison: no change, a session to adopt, or the end of the current one. */
export type Change =
  | undefined
  | { readonly kind: 'adopted' | 'user-changed'; readonly active: ActiveSession }
  | { readonly kind: 'storage-cleared' };

/** The wait, after the record has vanished, for the message that says why, in milliseconds. */
const EXPLANATION_MS = 50;
/**
 * The delay before a record of an ended session is replaced, in milliseconds: by then every tab can
 * read the last write.
 */
const SWEEP_MS = 500;

/**
 * The delay before a check is repeated, in milliseconds: longer than any store shows an old value
 * (20 ms seen).
 */
const LATE_MS = 100;

/**
 * The number of checks that run at once within `ms` milliseconds: a storm of storage events must
 * not block the page.
 */
const STORM = { looks: 5, ms: 250 };

/** Returns the present session of this tab. */
export type CurrentSession = () => ActiveSession | null;

/** The parts that a watcher uses. */
export interface WatcherParts {
  readonly persistence: SessionPersistence;
  readonly channel: TabChannel;
  readonly locks: TabLocks;
  readonly clock: Clock;
  readonly ended: EndedGenerations;
}

/** Watches the stored session for changes by other tabs. */
export class StoreWatcher {
  readonly #parts: WatcherParts;
  readonly #mayBeCleaned: () => boolean;
  /** The end of the interval in which checks are counted, by the monotonic clock. */
  #stretchEnds = 0;
  #looks = 0;
  /** Whether a repeated check is scheduled. */
  #pending = false;
  /**
   * How often a navigation has hidden this page, and up to which of these times the store has been
   * read since.
   */
  #away = 0;
  #lookedAfter = 0;

  /**
   * @param mayBeCleaned says whether a missing record may have been removed because it was damaged.
   */
  constructor(parts: WatcherParts, mayBeCleaned = (): boolean => false) {
    this.#parts = parts;
    this.#mayBeCleaned = mayBeCleaned;
  }

  /**
   * Whether this page was hidden by a navigation and has not read the store since: it may have
   * missed messages.
   */
  get hasMissedMessages(): boolean {
    return this.#lookedAfter < this.#away;
  }

  /**
   * Notes that a navigation hides the page: a read under way will be out of date when the page
   * returns.
   */
  leave(): void {
    this.#away++;
    this.#parts.persistence.record.invalidateRead();
  }

  /**
   * Calls `look` now. After many calls in a short time, calls it once at the end of that time for
   * all the others.
   */
  scheduleCheck(look: () => unknown): void {
    const { clock, persistence } = this.#parts;
    persistence.record.invalidateRead();
    const now = clock.monotonic();
    if (now >= this.#stretchEnds) {
      this.#stretchEnds = now + STORM.ms;
      this.#looks = 0;
    }
    this.#looks++;
    if (this.#looks <= STORM.looks) {
      look();
      this.#onceMore(look);
    } else if (this.#looks === STORM.looks + 1) {
      clock.schedule(this.#stretchEnds - now, () => {
        // Timers may fire a fraction of a millisecond early, and this check must not count as part
        // of the storm.
        this.#stretchEnds = 0;
        this.scheduleCheck(look);
      });
    }
  }

  /**
   * Repeats a check a little later: a message may come before the change, so the store may still
   * show the old value.
   */
  #onceMore(look: () => unknown): void {
    if (this.#pending) return;
    this.#pending = true;
    this.#parts.clock.schedule(LATE_MS, () => {
      this.#pending = false;
      this.#parts.persistence.record.invalidateRead();
      look();
    });
  }

  /**
   * Compares the session of this tab with the stored one.
   * @param current returns the session of this tab at a later time.
   */
  compare(
    active: ActiveSession | null,
    current: CurrentSession = () => active,
  ): MaybePromise<Change> {
    const away = this.#away;
    return whenReady(this.#compareWith(active, current), (change) => {
      this.#lookedAfter = Math.max(this.#lookedAfter, away);
      return change;
    });
  }

  #compareWith(active: ActiveSession | null, current: CurrentSession): MaybePromise<Change> {
    const { persistence, ended } = this.#parts;
    return whenReady(persistence.read(), (stored): MaybePromise<Change> => {
      if (!stored)
        return active && !persistence.record.unsaved ? this.#vanished(active, current) : undefined;
      if (ended.has(stored.generation)) {
        this.#sweep(current);
        return undefined;
      }
      if (stored.generation === active?.generation) {
        return isNewer(stored, active) ? { kind: 'adopted', active: stored } : undefined;
      }
      return {
        kind: active && active.sub !== stored.sub ? 'user-changed' : 'adopted',
        active: stored,
      };
    });
  }

  /**
   * Handles a missing record. Another tab's sign-out removes it and sends a message, and either may
   * arrive first.
   */
  async #vanished(active: ActiveSession, current: CurrentSession): Promise<Change> {
    const { clock, persistence, channel, locks } = this.#parts;
    await delay(EXPLANATION_MS, clock);
    if (await persistence.read()) return undefined;
    // Only if a message or a marker reports every sign-out: a repair must not undo one.
    if (channel.listening && this.#mayBeCleaned()) {
      const marks = await locks.marks();
      if (active !== current()) return undefined;
      if (!marks.includes(sessionEndedMarker(active.generation))) {
        void persistence.write(active);
        return undefined;
      }
    }
    return { kind: 'storage-cleared' };
  }

  /**
   * Replaces a record that a tab wrote after its session had ended. It does so a little later and
   * under the lock: this tab may see an old value now, and the store may already hold a new
   * session.
   */
  #sweep(current: CurrentSession): void {
    const { persistence, locks, channel, clock, ended } = this.#parts;
    clock.schedule(SWEEP_MS, () => {
      void locks.exclusively(async () => {
        const stored = await persistence.read();
        if (!stored || !ended.has(stored.generation)) return;
        // A sign-in may have come during the read: the present session counts.
        const active = current();
        await persistence.write(active && !ended.has(active.generation) ? active : null);
        channel.post({ type: 'changed' });
      });
    });
  }
}
