// Tests the store as the core uses it: one record, failures that are reported once, and their
// recovery.

import { FakeClock } from '../../../test/support/fake-clock';
import { STORE_KEY } from '../../../test/support/fake-store';
import { configWith } from '../../../test/support/good-config';
import { serializeSession } from '../session/session-record';
import { checkConfig } from '../config/session-config';
import { SessionPersistence } from './session-persistence';
import type { SessionStore } from './session-store';
import { StoredRecord } from './stored-record';
import {
  makeFail,
  makeWork,
  openPersistence,
  recordIn,
} from '../../../test/support/open-persistence';

describe('a synchronous store', () => {
  it('is read and written in the same tick', () => {
    const { persistence, store, active } = openPersistence();
    expect(persistence.read()).toBeNull();
    const session = active(2);
    expect(persistence.write(session)).toBeUndefined();
    expect(recordIn(store)).toBe(serializeSession(session));
    expect(persistence.read()).toMatchObject({ generation: 'gen', revision: 2 });
    void persistence.write(null);
    expect(store.items.size).toBe(0);
    expect(persistence.read()).toBeNull();
  });

  it('is read each time', () => {
    const { persistence, kinds } = openPersistence();
    void persistence.read();
    void persistence.read();
    expect(kinds()).toEqual(['get', 'get']);
  });

  it('loses a record that is no session', () => {
    const { persistence, store, kinds } = openPersistence();
    store.items.set(STORE_KEY, 'rubbish');
    store.items.set('other', 'rubbish');
    expect(persistence.read()).toBeNull();
    expect([...store.items.keys()]).toEqual(['other']);
    expect(kinds()).toEqual(['get', 'remove']);
  });

  it('is not written to when it is empty', () => {
    const { persistence, kinds } = openPersistence();
    void persistence.read();
    expect(kinds()).toEqual(['get']);
  });
});

describe('whether the store is shared', () => {
  it.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])('%p counts as %p', (shared, expected) => {
    const store = { shared, getItem: () => null } as unknown as SessionStore;
    const config = checkConfig(configWith());
    const persistence = new SessionPersistence(
      new StoredRecord(store, STORE_KEY),
      config,
      new FakeClock(),
    );
    expect(persistence.record.shared).toBe(expected);
  });
});

describe('a store that fails', () => {
  it('is reported once, with the cause, until it has worked again', () => {
    const { persistence, store, failures, active } = openPersistence();
    makeFail(store, 'set', 'get');
    void persistence.write(active());
    void persistence.write(active());
    void persistence.read();
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'STORE_UNAVAILABLE: the session store failed; the session is kept in memory',
      cause: { name: 'QuotaExceededError' },
    });
    makeWork(store);
    void persistence.write(active());
    void persistence.read();
    makeFail(store, 'set');
    void persistence.write(active());
    expect(failures).toHaveLength(2);
  });

  it('still fails while it can be read but lacks the last write', () => {
    const { persistence, store, failures, active } = openPersistence();
    makeFail(store, 'set');
    void persistence.write(active());
    void persistence.read();
    void persistence.write(active());
    expect(failures).toHaveLength(1);
  });

  it('works again when a read succeeds after a failed read', () => {
    const { persistence, store, failures } = openPersistence();
    makeFail(store, 'get');
    void persistence.read();
    makeWork(store);
    void persistence.read();
    makeFail(store, 'get');
    void persistence.read();
    expect(failures).toHaveLength(2);
  });

  it('is replaced by the session that could not be stored', () => {
    const { persistence, store, active } = openPersistence();
    void persistence.write(active(1));
    makeFail(store, 'set');
    expect(persistence.record.unsaved).toBe(false);
    void persistence.write(active(2));
    expect(persistence.record.unsaved).toBe(true);
    expect(persistence.read()).toMatchObject({ revision: 2 });
    makeFail(store, 'set', 'get', 'remove');
    expect(persistence.read()).toMatchObject({ revision: 2 });
    void persistence.write(null);
    expect(persistence.read()).toBeNull();
    expect(recordIn(store)).toContain('"revision":1');
  });

  it('is replaced by its last known record when it cannot be read', () => {
    const { persistence, store, active } = openPersistence();
    store.items.set(STORE_KEY, serializeSession(active(3)));
    void persistence.read();
    makeFail(store, 'get');
    expect(persistence.read()).toMatchObject({ revision: 3 });
    makeWork(store);
    void persistence.write(active(4));
    makeFail(store, 'get');
    expect(persistence.read()).toMatchObject({ revision: 4 });
    makeWork(store);
    void persistence.write(null);
    makeFail(store, 'get');
    expect(persistence.read()).toBeNull();
  });

  it('has no session when it cannot be read at first', () => {
    const { persistence, store } = openPersistence();
    makeFail(store, 'get');
    expect(persistence.read()).toBeNull();
  });

  it('gets the unsaved session by saveAgain', () => {
    const { persistence, store, active } = openPersistence();
    persistence.record.saveAgain();
    expect(store.operations).toHaveLength(0);
    makeFail(store, 'set');
    void persistence.write(active(5));
    persistence.record.saveAgain();
    expect(persistence.record.unsaved).toBe(true);
    makeWork(store);
    persistence.record.saveAgain();
    expect(persistence.record.unsaved).toBe(false);
    expect(recordIn(store)).toContain('"revision":5');
    const { length } = store.operations;
    persistence.record.saveAgain();
    expect(store.operations).toHaveLength(length);
  });

  it('does not get it after another tab has written', () => {
    const { persistence, store, active } = openPersistence();
    void persistence.write(active(1));
    makeFail(store, 'set');
    void persistence.write(active(2));
    makeWork(store);
    store.items.set(STORE_KEY, serializeSession(active(9)));
    persistence.record.saveAgain();
    expect(persistence.record.unsaved).toBe(false);
    expect(recordIn(store)).toContain('"revision":9');
    expect(store.operations.at(-1)?.kind).toBe('get');
    expect(persistence.read()).toMatchObject({ revision: 9 });
  });

  it('does not get it after another tab has removed the record, and stays empty', () => {
    const { persistence, store, active } = openPersistence();
    void persistence.write(active(1));
    makeFail(store, 'set');
    void persistence.write(active(2));
    makeWork(store);
    store.items.delete(STORE_KEY);
    expect(persistence.read()).toBeNull();
    expect(persistence.record.unsaved).toBe(false);
  });

  it('gets it when its content was never known', () => {
    const { persistence, store, active } = openPersistence();
    store.items.set(STORE_KEY, serializeSession(active(9)));
    makeFail(store, 'set');
    void persistence.write(active(2));
    makeWork(store);
    persistence.record.saveAgain();
    expect(recordIn(store)).toContain('"revision":2');
  });

  it('gets an empty record when it cannot remove the record', () => {
    const { persistence, store, active, failures } = openPersistence();
    void persistence.write(active());
    makeFail(store, 'remove');
    void persistence.write(null);
    expect(recordIn(store)).toBe('');
    expect(persistence.record.unsaved).toBe(true);
    expect(persistence.read()).toBeNull();
    expect(failures).toHaveLength(1);
    makeWork(store);
    persistence.record.saveAgain();
    expect(recordIn(store)).toBeUndefined();
    expect(persistence.record.unsaved).toBe(false);
  });

  it('keeps the record that it can neither remove nor overwrite, and is not reported twice', () => {
    const { persistence, store, active, failures } = openPersistence();
    void persistence.write(active());
    makeFail(store, 'remove', 'set');
    expect(() => persistence.write(null)).not.toThrow();
    expect(recordIn(store)).toContain('"revision":0');
    expect(persistence.read()).toBeNull();
    expect(failures).toHaveLength(1);
    makeWork(store);
    persistence.record.saveAgain();
    expect(recordIn(store)).toBeUndefined();
  });

  it('may reject instead of throwing', async () => {
    const { persistence, store, failures, active, clock } = openPersistence(5);
    makeFail(store, 'set');
    const written = persistence.write(active());
    await clock.advance(5);
    await written;
    expect(failures).toHaveLength(1);
    expect(persistence.record.unsaved).toBe(true);
  });
});
