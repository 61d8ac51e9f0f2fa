// Repairs the record of a running session that something else has damaged in the store. Loaded with
// the runtime: until then the session lives on in memory.

import type { Clock } from '../clock';
import { serializeSession } from '../session/session-record';
import type { SessionPersistence } from './session-persistence';

/**
 * When a damaged record is written again, in milliseconds: longer than any store shows an old value
 * (20 ms seen).
 */
const REPAIR_MS = 100;

/** How long after the damage a tab that starts may clean the record away, in milliseconds. */
const CLEANED_MS = 1000;

/**
 * From now on a damaged record is told once and written again.
 * @returns whether a record that is gone may have been cleaned away as a damaged one: a tab that
 *   starts knows of no session.
 */
export function repairDamage(persistence: SessionPersistence, clock: Clock): () => boolean {
  const { record } = persistence;
  let damagedAt = -Infinity;
  persistence.onDamage = (running) => {
    damagedAt = clock.monotonic();
    // Reads that share an answer share its repair.
    if (record.unsaved) return;
    // Not at once: another tab may be replacing the record, and this one may only be seeing the
    // past.
    clock.schedule(REPAIR_MS, () => record.saveAgain());
    const message = 'the stored session was damaged; it is kept in memory and written again';
    record.miss(serializeSession(running), message);
  };
  return () => clock.monotonic() - damagedAt < CLEANED_MS;
}
