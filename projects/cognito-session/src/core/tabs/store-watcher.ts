// What a look at the store means: another tab, or the user, may have changed it. Decides; the
// session manager does.

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

/** What to do after a look: nothing, take a session over, or end the one that is held. */
export type Change =
  | undefined
  | { readonly kind: 'adopted' | 'user-changed'; readonly active: ActiveSession }
  | { readonly kind: 'storage-cleared' };

/** How long a vanished record waits for the message that says why, in milliseconds. */
const EXPLANATION_MS = 50;
/**
 * When a record that came back is replaced, in milliseconds: long after every tab can read what was
 * last written.
 */
const SWEEP_MS = 500;

/**
 * When a look is repeated, in milliseconds: longer than any store shows an old value (20 ms seen).
 */
const LATE_MS = 100;

/**
 * Looks made at once within so many milliseconds: a storm of storage events must not keep the page
 * busy.
 */
const STORM = { looks: 5, ms: 250 };

/** Gives the session that this tab holds at the moment. */
export type CurrentSession = () => ActiveSession | null;

/** What a follower works with. */
export interface WatcherParts {
  readonly persistence: SessionPersistence;
  readonly channel: TabChannel;
  readonly locks: TabLocks;
  readonly clock: Clock;
  readonly ended: EndedGenerations;
}

/** Follows what other tabs do to the stored session. */
export class StoreWatcher {
  readonly #parts: WatcherParts;
  readonly #mayBeCleaned: () => boolean;
  /** End of the stretch of time in which looks are counted, by the monotonic clock. */
  #stretchEnds = 0;
  #looks = 0;
  /** Whether a second look is due. */
  #pending = false;
  /** How often this page was left, and which of these times a look has made up for. */
  #away = 0;
  #lookedAfter = 0;

  /**
   * @param mayBeCleaned whether a record that is gone may have been cleaned away because it was
   *   damaged.
   */
  constructor(parts: WatcherParts, mayBeCleaned = (): boolean => false) {
    this.#parts = parts;
    this.#mayBeCleaned = mayBeCleaned;
  }

  /**
   * Whether this page was away and has not looked since: other tabs may have told it what it did
   * not hear.
   */
  get hasMissedMessages(): boolean {
    return this.#lookedAfter < this.#away;
  }

  /** The page is left: what is being read now will be old when it comes back. */
  leave(): void {
    this.#away++;
    this.#parts.persistence.record.invalidateRead();
  }

  /**
   * Calls `look` now; after many calls in a short time once more when that time is over, for all of
   * the rest.
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
        // Timers may fire a fraction of a millisecond early, and this look must not count as one of
        // the storm.
        this.#stretchEnds = 0;
        this.scheduleCheck(look);
      });
    }
  }

  /**
   * A message may be quicker than what it is about: the store of this process can still show the
   * value before.
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
   * Compares what this tab holds with what the store holds.
   * @param current tells what this tab holds later on.
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
   * The record is gone. Another tab's sign-out removes it and sends a message, and either may be
   * seen first.
   */
  async #vanished(active: ActiveSession, current: CurrentSession): Promise<Change> {
    const { clock, persistence, channel, locks } = this.#parts;
    await delay(EXPLANATION_MS, clock);
    if (await persistence.read()) return undefined;
    // Only where every sign-out leaves a mark or is heard of: it must not be undone.
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
   * Replaces a record that a tab wrote after its session had ended. Under the lock and a little
   * later: right now this tab may only be seeing the past, and the record may already be someone
   * else's new session.
   */
  #sweep(current: CurrentSession): void {
    const { persistence, locks, channel, clock, ended } = this.#parts;
    clock.schedule(SWEEP_MS, () => {
      void locks.exclusively(async () => {
        const stored = await persistence.read();
        if (!stored || !ended.has(stored.generation)) return;
        // A sign-in may have come while the store was read: what is held now counts.
        const active = current();
        await persistence.write(active && !ended.has(active.generation) ? active : null);
        channel.post({ type: 'changed' });
      });
    });
  }
}
