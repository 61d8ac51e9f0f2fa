// C12: writes that time out after 5 s and come later. The store ends with the last command of this
// tab, unless another tab has written since.

import { FakeClock } from '../../../test/support/fake-clock';
import { STORE_KEY } from '../../../test/support/fake-store';
import { type SlowOperation, SlowStore } from '../../../test/support/slow-store';
import { StoreQueue } from './store-queue';
import { QueuedRecord } from './queued-record';

interface Open {
  readonly clock: FakeClock;
  readonly store: SlowStore;
  readonly record: QueuedRecord;
  readonly failures: string[];
  /** The content of the store. */
  readonly active: () => string | null;
  /** Another tab writes. */
  readonly elsewhere: (value: string | null) => void;
  /** The answer of a read within 5 s. */
  readonly read: () => Promise<string | null>;
}

/** Opens a record; each kind of operation takes its operations in turn, and then no time. */
function open(script: Partial<Record<'get' | 'set' | 'remove', SlowOperation[]>>): Open {
  const clock = new FakeClock();
  const store = new SlowStore(clock, (kind) => script[kind]?.shift() ?? { landsMs: 0 });
  const queue = new StoreQueue(clock);
  const failures: string[] = [];
  queue.failures$.subscribe(({ message }) => failures.push(message));
  const record = new QueuedRecord(store, STORE_KEY, clock, queue);
  return {
    clock,
    store,
    record,
    failures,
    active: () => store.items.get(STORE_KEY) ?? null,
    elsewhere: (value) => {
      if (value === null) store.items.delete(STORE_KEY);
      else store.items.set(STORE_KEY, value);
    },
    read: async () => {
      const answer = record.read();
      await clock.advance(0);
      return answer;
    },
  };
}
const slow = (landsMs: number, answersMs = landsMs): SlowOperation => ({ landsMs, answersMs });

describe('C12 a write that comes after its time limit', () => {
  it('does not undo a removal that was requested meanwhile', async () => {
    const { clock, record, active, failures } = open({ set: [slow(7000)] });
    void record.write('one');
    await clock.advance(1000);
    void record.write(null);
    await clock.advance(6000);
    expect(active()).toBeNull();
    await clock.advance(23_000);
    expect(active()).toBeNull();
    expect(failures).toHaveLength(1);
    expect(record.unsaved).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not undo a newer record, whatever its outcome', async () => {
    for (const fails of [false, true]) {
      const { clock, record, active } = open({ set: [{ landsMs: 7000, fails }] });
      void record.write('one');
      void record.write('two');
      await clock.advance(6000);
      expect(active()).toBe('two');
      await clock.advance(1000);
      expect(active()).toBe('two');
    }
  });

  it('is a success when nothing else was requested since', async () => {
    const { clock, store, record, active } = open({ set: [slow(7000)] });
    void record.write('one');
    await clock.advance(5000);
    expect(record.unsaved).toBe(true);
    await clock.advance(2000);
    expect(active()).toBe('one');
    expect(record.unsaved).toBe(false);
    expect(store.asked).toEqual(['set', 'get']);
  });

  it('is not taken for another tab’s record before it is answered', async () => {
    const { clock, record, active, read } = open({ set: [slow(7000, 9000)] });
    void record.write('one');
    void record.write('two');
    await clock.advance(8000);
    expect(active()).toBe('one');
    expect(await read()).toBe('two');
    expect(await read()).toBe('two');
    expect(record.unsaved).toBe(true);
    await clock.advance(1000);
    expect(active()).toBe('two');
    expect(record.unsaved).toBe(false);
  });

  it('is undone by the next saveAgain when it never settles', async () => {
    const { clock, record, active, read } = open({ set: [slow(7000, 1e12)] });
    void record.write('one');
    void record.write(null);
    await clock.advance(8000);
    expect(await read()).toBeNull();
    record.saveAgain();
    await clock.advance(0);
    expect(active()).toBeNull();
  });

  it('is undone by the next saveAgain when the store cannot be read as it settles', async () => {
    const { clock, record, active, read } = open({ set: [slow(7000)], get: [slow(1e12)] });
    void record.write('one');
    void record.write(null);
    await clock.advance(13_000);
    expect(active()).toBe('one');
    expect(await read()).toBeNull();
    record.saveAgain();
    await clock.advance(0);
    expect(active()).toBeNull();
  });

  it('leaves the record that another tab has written since', async () => {
    const { clock, record, active, elsewhere, read } = open({ set: [slow(7000, 9000)] });
    void record.write('one');
    void record.write('two');
    await clock.advance(8000);
    elsewhere('theirs');
    await clock.advance(2000);
    expect(active()).toBe('theirs');
    expect(await read()).toBe('theirs');
    expect(record.unsaved).toBe(false);
  });

  it.each([['theirs'], [null]])(
    'is the answer of a store that had given none: what it holds after that (%s) is another tab’s',
    async (theirs) => {
      const { clock, record, active, elsewhere, read } = open({
        set: [slow(7000)],
        get: [slow(1e12)],
      });
      void record.write('one');
      await clock.advance(13_000);
      expect(record.unsaved).toBe(true);
      elsewhere(theirs);
      record.saveAgain();
      await clock.advance(0);
      expect(await read()).toBe(theirs);
      expect(active()).toBe(theirs);
    },
  );

  it('is not written again while the store cannot be read', async () => {
    const { clock, record, active, elsewhere } = open({
      set: [{ landsMs: 0, fails: true }],
      get: [slow(1e12)],
    });
    void record.write('one');
    await clock.advance(0);
    elsewhere('theirs');
    record.saveAgain();
    await clock.advance(5000);
    expect(active()).toBe('theirs');
  });

  it('gives way to a record that changes while the store refuses the writes of this tab', async () => {
    const { clock, record, elsewhere, read } = open({ set: [{ landsMs: 1e12 }] });
    elsewhere('before');
    void record.write('one');
    await clock.advance(5000);
    expect(await read()).toBe('one');
    elsewhere('theirs');
    expect(await read()).toBe('theirs');
  });

  it('gives way to a record that another tab was seen to write', async () => {
    const { clock, record, active, elsewhere, read } = open({ set: [slow(7000)] });
    expect(await read()).toBeNull();
    void record.write('one');
    await clock.advance(6000);
    elsewhere('theirs');
    expect(await read()).toBe('theirs');
    await clock.advance(2000);
    expect(active()).toBe('theirs');
  });

  it('is removed when another tab has ended the session', async () => {
    const { clock, record, active } = open({ set: [slow(7000)] });
    void record.write('one');
    await clock.advance(6000);
    record.discardUnsaved();
    await clock.advance(2000);
    expect(active()).toBeNull();
  });
});

describe('C12 a removal that comes after its time limit', () => {
  it('is not followed by an empty record when the page was frozen meanwhile', async () => {
    const { clock, record, active, elsewhere, read } = open({ remove: [slow(10, 61_000)] });
    // The timer of 5 s fires when the page resumes.
    const schedule = clock.schedule.bind(clock);
    jest
      .spyOn(clock, 'schedule')
      .mockImplementation((ms, run) => schedule(ms === 5000 ? 60_000 : ms, run));
    void record.write(null);
    await clock.advance(1000);
    elsewhere('theirs');
    await clock.advance(60_000);
    expect(active()).toBe('theirs');
    expect(await read()).toBe('theirs');
  });

  it('does not undo a later record', async () => {
    const { clock, record, active } = open({ remove: [slow(7000)] });
    void record.write(null);
    void record.write('two');
    await clock.advance(30_000);
    expect(active()).toBe('two');
  });

  it('is not taken for a removal by another tab before it settles, for a minute', async () => {
    const { clock, record, active, read } = open({ remove: [slow(7000, 1e12)] });
    void record.write(null);
    void record.write('two');
    await clock.advance(8000);
    expect(active()).toBeNull();
    expect(await read()).toBe('two');
    expect(record.unsaved).toBe(false);
    await clock.advance(51_999);
    expect(await read()).toBe('two');
    await clock.advance(1);
    expect(await read()).toBeNull();
  });

  it('is no failure any more', async () => {
    const { clock, record, active } = open({ remove: [slow(7000)] });
    void record.write('one');
    void record.write(null);
    await clock.advance(30_000);
    expect(active()).toBeNull();
    expect(record.unsaved).toBe(false);
  });

  it.each([
    ['before the empty record that stands for it', slow(5500), slow(600)],
    ['and so does the empty record', slow(5500), slow(9000)],
    ['after the empty record', slow(9000), slow(10)],
  ])('%s, leaves nothing', async (_name, remove, blank) => {
    const { clock, record, active } = open({ remove: [remove], set: [{ landsMs: 0 }, blank] });
    void record.write('one');
    void record.write(null);
    await clock.advance(30_000);
    expect(active()).toBeNull();
  });

  it('and an empty record that the store rejects but holds, leave nothing after the next saveAgain', async () => {
    const lost = { landsMs: 0, fails: true };
    const { clock, record, active } = open({ remove: [lost], set: [{ landsMs: 0 }, lost] });
    void record.write('one');
    void record.write(null);
    await clock.advance(0);
    expect(active()).toBe('');
    record.saveAgain();
    await clock.advance(0);
    expect(active()).toBeNull();
  });

  it('nor does the empty record that stands for it undo a later record', async () => {
    const { clock, record, active } = open({ remove: [slow(5500)], set: [slow(9000)] });
    void record.write(null);
    await clock.advance(6000);
    void record.write('two');
    await clock.advance(30_000);
    expect(active()).toBe('two');
  });
});
