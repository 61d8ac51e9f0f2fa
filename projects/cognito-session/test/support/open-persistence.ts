// The store as the core uses it, as its specs open it.

import { FakeClock } from './fake-clock';
import { FakeStore, quotaExceeded, STORE_KEY } from './fake-store';
import { makeTokens } from './fake-tokens';
import { configWith } from './good-config';
import type { ActiveSession } from '../../src/core/session/active-session';
import { toActiveSession } from '../../src/core/session/session-check';
import { checkConfig } from '../../src/core/config/session-config';
import { QueuedRecord } from '../../src/core/store/queued-record';
import type { SessionError } from '../../src/core/session-error';
import { repairDamage } from '../../src/core/store/record-repair';
import { SessionPersistence } from '../../src/core/store/session-persistence';
import { StoredRecord } from '../../src/core/store/stored-record';

/** A persistence over a store, and the failures it told. */
export interface OpenPersistence {
  readonly clock: FakeClock;
  readonly store: FakeStore;
  readonly persistence: SessionPersistence;
  readonly failures: SessionError[];
  readonly active: (revision?: number) => ActiveSession;
  readonly kinds: () => string[];
}

/**
 * Opens one on an empty store.
 * @param delayMs how long the store takes to answer by a promise; it answers at once when left out.
 */
export function openPersistence(delayMs?: number): OpenPersistence {
  const clock = new FakeClock();
  const config = checkConfig(configWith());
  const store = new FakeStore(delayMs === undefined ? {} : { delay: { clock, ms: delayMs } });
  const record =
    delayMs === undefined
      ? new StoredRecord(store, STORE_KEY)
      : new QueuedRecord(store, STORE_KEY, clock);
  const persistence = new SessionPersistence(record, config, clock);
  const failures: SessionError[] = [];
  persistence.record.failures$.subscribe((error) => failures.push(error));
  repairDamage(persistence, clock);
  return {
    clock,
    store,
    persistence,
    failures,
    active: (revision = 0) =>
      toActiveSession(makeTokens(), { generation: 'gen', revision }, 'now', config, clock),
    kinds: () => store.operations.map(({ kind }) => kind),
  };
}

/** Makes every operation of these kinds fail. */
export function makeFail(store: FakeStore, ...kinds: string[]): void {
  store.before = ({ kind }) => {
    if (kinds.includes(kind)) throw quotaExceeded();
  };
}

/** Makes all of them work again. */
export const makeWork = (store: FakeStore): void => void (store.before = () => undefined);

/** The record in the store. */
export const recordIn = (store: FakeStore): string | undefined => store.items.get(STORE_KEY);
