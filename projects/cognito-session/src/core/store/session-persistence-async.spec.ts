// Tests an asynchronous store: the order of operations, shared reads, and the time limit.

import { FakeStore, STORE_KEY } from '../../../test/support/fake-store';
import { configWith } from '../../../test/support/good-config';
import { serializeSession } from '../session/session-record';
import { QueuedRecord } from './queued-record';
import { checkConfig } from '../config/session-config';
import { SessionPersistence } from './session-persistence';
import type { SessionStore } from './session-store';
import {
  makeFail,
  makeWork,
  openPersistence,
  recordIn,
} from '../../../test/support/open-persistence';

describe('an asynchronous store', () => {
  it('runs one operation after the other, in the order of requests', async () => {
    const { persistence, store, active, clock, kinds } = openPersistence(10);
    const [first, second] = [persistence.write(active(1)), persistence.write(null)];
    const third = persistence.write(active(3));
    expect(kinds()).toEqual(['set']);
    await clock.advance(10);
    expect(kinds()).toEqual(['set', 'remove']);
    await clock.advance(20);
    await Promise.all([first, second, third]);
    expect(kinds()).toEqual(['set', 'remove', 'set']);
    expect(recordIn(store)).toContain('"revision":3');
  });

  it('runs a later operation after those that wait', async () => {
    const { persistence, active, clock, kinds } = openPersistence(10);
    void persistence.write(active(1));
    void persistence.write(null);
    await clock.advance(10);
    void persistence.read();
    expect(kinds()).toEqual(['set', 'remove']);
    await clock.advance(10);
    expect(kinds()).toEqual(['set', 'remove', 'get']);
  });

  it('is read again after an answer has come', async () => {
    const { persistence, store, active, clock } = openPersistence(10);
    const before = persistence.read();
    await clock.advance(10);
    store.items.set(STORE_KEY, serializeSession(active(1)));
    const after = persistence.read();
    await clock.advance(10);
    expect(await before).toBeNull();
    expect(await after).toMatchObject({ revision: 1 });
  });

  it('answers reads once even while an older read is still to be answered', async () => {
    const { persistence, clock, kinds } = openPersistence(10);
    void persistence.read();
    void persistence.write(null);
    void persistence.read();
    await clock.advance(10);
    void persistence.read();
    await clock.advance(30);
    expect(kinds()).toEqual(['get', 'remove', 'get']);
  });

  it('is free again afterwards', async () => {
    const { persistence, active, clock, kinds } = openPersistence(10);
    void persistence.write(active());
    await clock.advance(10);
    void persistence.read();
    expect(kinds()).toEqual(['set', 'get']);
  });

  it('answers reads with no write between them once', async () => {
    const { persistence, active, clock, kinds } = openPersistence(10);
    const reads = [persistence.read(), persistence.read()];
    void persistence.write(active(1));
    const later = [persistence.read(), persistence.read()];
    await clock.advance(30);
    for (const read of reads) expect(await read).toBeNull();
    for (const read of later) expect(await read).toMatchObject({ revision: 1 });
    expect(kinds()).toEqual(['get', 'set', 'get']);
    void persistence.read();
    expect(kinds()).toHaveLength(4);
  });

  it('goes on after a failure', async () => {
    const { persistence, store, active, clock, kinds } = openPersistence(10);
    makeFail(store, 'set');
    void persistence.write(active());
    const removed = persistence.write(null);
    await clock.advance(20);
    await removed;
    expect(kinds()).toEqual(['set', 'remove']);
    expect(persistence.record.unsaved).toBe(false);
  });

  it('is not asked to save again while it is busy', async () => {
    const { persistence, store, active, clock, kinds } = openPersistence(10);
    makeFail(store, 'set');
    void persistence.write(active());
    await clock.advance(10);
    persistence.record.saveAgain();
    persistence.record.saveAgain();
    await clock.advance(50);
    expect(kinds()).toEqual(['set', 'get', 'set']);
    persistence.record.saveAgain();
    await clock.advance(50);
    expect(kinds()).toEqual(['set', 'get', 'set', 'get', 'set']);
  });

  it('does not get an unsaved session after a removal that was requested meanwhile', async () => {
    const { persistence, store, active, clock } = openPersistence(10);
    makeFail(store, 'set');
    void persistence.write(active(1));
    await clock.advance(10);
    makeWork(store);
    persistence.record.saveAgain();
    await clock.advance(5);
    void persistence.write(null);
    await clock.advance(200);
    expect(recordIn(store)).toBeUndefined();
  });

  it('is read again by a caller after a hint that it has changed', async () => {
    const { persistence, clock, kinds } = openPersistence(10);
    void persistence.read();
    persistence.record.invalidateRead();
    void persistence.read();
    await clock.advance(20);
    expect(kinds()).toEqual(['get', 'get']);
  });

  it('counts as failed when it does not answer for 5 s', async () => {
    const { persistence, store, failures, active, clock } = openPersistence(20_000);
    const written = persistence.write(active(1));
    await clock.advance(4999);
    expect(failures).toEqual([]);
    await clock.advance(1);
    expect(failures[0]?.cause).toMatchObject({ message: 'no answer' });
    await written;
    expect(persistence.record.unsaved).toBe(true);
    expect(store.operations).toHaveLength(1);
  });

  it('leaves no timer behind', async () => {
    const { persistence, clock } = openPersistence(10);
    void persistence.read();
    await clock.advance(10);
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not lose a session that was written while a damaged record was being read', async () => {
    const { persistence, store, active, clock, kinds } = openPersistence(10);
    store.items.set(STORE_KEY, 'rubbish');
    const read = persistence.read();
    void persistence.write(active(1));
    await clock.advance(50);
    expect(await read).toBeNull();
    expect(kinds()).toEqual(['get', 'set']);
    expect(recordIn(store)).toContain('"revision":1');
  });

  it('may answer by promises of another library', async () => {
    const store = new FakeStore();
    const thenable = {
      shared: true,
      setItem: (...item: [string, string]) => store.setItem(...item),
      removeItem: (key: string) => store.removeItem(key),
      getItem: (key: string) => {
        const answer = Promise.resolve(store.getItem(key));
        return { then: answer.then.bind(answer), finally: answer.finally.bind(answer) };
      },
    } as unknown as SessionStore;
    const { active, clock } = openPersistence();
    const persistence = new SessionPersistence(
      new QueuedRecord(thenable, STORE_KEY, clock),
      checkConfig(configWith()),
      clock,
    );
    void persistence.write(active(1));
    expect(await persistence.read()).toMatchObject({ revision: 1 });
  });

  it('gets an empty record in its turn when it cannot remove the record', async () => {
    const { persistence, store, active, clock, kinds } = openPersistence(10);
    void persistence.write(active());
    await clock.advance(10);
    makeFail(store, 'remove');
    const removed = persistence.write(null);
    const read = persistence.read();
    await clock.advance(19);
    expect(kinds()).toEqual(['set', 'remove', 'set']);
    await clock.advance(11);
    await removed;
    expect(store.items.get(STORE_KEY)).toBe('');
    expect(await read).toBeNull();
    expect(kinds()).toEqual(['set', 'remove', 'set', 'get']);
  });

  it('has a limit of 5 s for the empty record, too', async () => {
    const { persistence, clock, store } = openPersistence(10);
    makeFail(store, 'remove');
    const hanging = new Promise<void>(() => undefined);
    store.setItem = () => hanging;
    let over = false;
    void Promise.resolve(persistence.write(null)).then(() => (over = true));
    await clock.advance(5009);
    expect(over).toBe(false);
    await clock.advance(1);
    expect(over).toBe(true);
  });
});
