// Repairs the stored record of a running session after something else has damaged it. Loaded with
// the runtime; until then the session stays in memory.

import type { Clock } from '../clock';
import { serializeSession } from '../session/session-record';
import type { SessionPersistence } from './session-persistence';

/**
 * The delay before a damaged record is written again, in milliseconds: longer than any store shows
 * an old value (20 ms seen).
 */
const REPAIR_MS = 100;

/** For this long after the damage, in milliseconds, a tab that starts may remove the record. */
const CLEANED_MS = 1000;

/**
 * From now on, a damaged record is reported once and written again.
 * @returns a function that says whether a missing record may have been removed because it was
 *   damaged: a tab that starts removes such a record, because it knows of no session.
 */
export function repairDamage(persistence: SessionPersistence, clock: Clock): () => boolean {
  const { record } = persistence;
  let damagedAt = -Infinity;
  persistence.onDamage = (running) => {
    damagedAt = clock.monotonic();
    // Reads that share an answer share its repair.
    if (record.unsaved) return;
    // Waits, because another tab may be replacing the record, or this tab may see an old value.
    clock.schedule(REPAIR_MS, () => record.saveAgain());
    const message = 'the stored session was damaged; it is kept in memory and written again';
    record.miss(serializeSession(running), message);
  };
  return () => clock.monotonic() - damagedAt < CLEANED_MS;
}
