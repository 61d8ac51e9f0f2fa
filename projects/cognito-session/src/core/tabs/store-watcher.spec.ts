// Tests the comparison with the store, after another tab or the user may have changed it.

import { openSimulatedCore, type SimulatedCore } from '../../../test/support/simulated-core';
import type { ActiveSession } from '../session/active-session';
import { type Change, StoreWatcher } from './store-watcher';

interface Opened extends SimulatedCore {
  readonly watcher: StoreWatcher;
  /** Writes a session to the store, as another tab does; null removes it. */
  put(active: ActiveSession | null): void;
}

function open(options: Parameters<typeof openSimulatedCore>[0] = {}): Opened {
  const core = openSimulatedCore(options);
  return {
    ...core,
    watcher: new StoreWatcher(core),
    put: (active) => void core.persistence.write(active),
  };
}

describe('scheduleCheck', () => {
  /** Calls it this often at once, and returns how many checks that caused. */
  function calls(
    { watcher }: Opened,
    times: number,
    looks: number[],
    clock: Opened['clock'],
  ): void {
    for (let i = 0; i < times; i++) watcher.scheduleCheck(() => looks.push(clock.monotonic()));
  }

  it('checks at once again when a quarter of a second is over', async () => {
    const tab = open();
    const looks: number[] = [];
    await tab.clock.advance(10);
    calls(tab, 5, looks, tab.clock);
    await tab.clock.advance(250);
    calls(tab, 1, looks, tab.clock);
    expect(looks).toEqual([10, 10, 10, 10, 10, 110, 260]);
  });

  it('checks at once, five times in a quarter of a second', async () => {
    const tab = open();
    const looks: number[] = [];
    calls(tab, 3, looks, tab.clock);
    await tab.clock.advance(249);
    calls(tab, 2, looks, tab.clock);
    expect(looks).toEqual([0, 0, 0, 100, 249, 249]);
    await tab.clock.advance(1000);
    expect(looks.slice(6)).toEqual([349]);
  });

  it('checks once more at the end of that time for all other calls', async () => {
    const tab = open();
    const looks: number[] = [];
    await tab.clock.advance(1000);
    calls(tab, 5, looks, tab.clock);
    await tab.clock.advance(100);
    calls(tab, 1000, looks, tab.clock);
    await tab.clock.advance(149);
    expect(looks.slice(5)).toEqual([1100]);
    await tab.clock.advance(1);
    expect(looks.slice(6)).toEqual([1250]);
    await tab.clock.advance(1000);
    expect(looks.slice(7)).toEqual([1350]);
  });

  it('checks again a tenth of a second later: a message may be faster than the store', async () => {
    const tab = open();
    const looks: number[] = [];
    calls(tab, 1, looks, tab.clock);
    await tab.clock.advance(99);
    calls(tab, 1, looks, tab.clock);
    expect(looks).toEqual([0, 99]);
    await tab.clock.advance(1000);
    expect(looks).toEqual([0, 99, 100]);
    calls(tab, 1, looks, tab.clock);
    await tab.clock.advance(1000);
    expect(looks).toEqual([0, 99, 100, 1099, 1199]);
  });

  it('counts anew after that time', async () => {
    const tab = open();
    const looks: number[] = [];
    calls(tab, 5, looks, tab.clock);
    await tab.clock.advance(250);
    calls(tab, 6, looks, tab.clock);
    expect(looks).toHaveLength(11);
    // The delayed check counts in the next interval.
    await tab.clock.advance(250);
    expect(looks.slice(11)).toEqual([350, 500]);
    calls(tab, 5, looks, tab.clock);
    expect(looks).toHaveLength(17);
  });
});

describe('a comparison with the store', () => {
  it('finds no change without a session here and in the store', () => {
    expect(open().watcher.compare(null)).toBeUndefined();
  });

  it('finds no change when the store has the session of this tab', () => {
    const { watcher, put, hold } = open();
    const active = hold();
    put(active);
    expect(watcher.compare(active)).toBeUndefined();
  });

  it('adopts a newer session of the same generation, and no older one', () => {
    const { watcher, put, hold } = open();
    const active = hold({ revision: 2 });
    put(hold({ revision: 3 }));
    expect(watcher.compare(active)).toMatchObject({ kind: 'adopted', active: { revision: 3 } });
    put(hold({ revision: 1 }));
    expect(watcher.compare(active)).toBeUndefined();
  });

  it('adopts a session where there was none', () => {
    const { watcher, put, hold } = open();
    put(hold());
    expect(watcher.compare(null)).toMatchObject({ kind: 'adopted', active: { generation: 'gen' } });
  });

  it('adopts a new sign-in of the same user, and reports that of another user', () => {
    const { watcher, put, hold, pool } = open();
    const active = hold();
    put(hold({ generation: 'next' }));
    expect(watcher.compare(active)).toMatchObject({
      kind: 'adopted',
      active: { generation: 'next' },
    });
    put(hold({ generation: 'next' }, pool.issue({ sub: 'someone-else' })));
    expect(watcher.compare(active)).toMatchObject({
      kind: 'user-changed',
      active: { sub: 'someone-else' },
    });
  });

  it('ignores a missing record that this tab itself could not store', () => {
    const { watcher, put, hold, store } = open();
    const active = hold();
    put(active);
    store.before = ({ kind }) => {
      if (kind === 'remove') throw new Error('blocked');
    };
    put(null);
    expect(watcher.compare(active)).toBeUndefined();
  });

  it('works over a store that answers later', async () => {
    const { watcher, clock, hold, store } = open();
    const { persistence } = open({ clock, store });
    persistence.write(hold({ revision: 1 }));
    store.before = () => undefined;
    expect(await watcher.compare(hold())).toMatchObject({ kind: 'adopted' });
  });
});

describe('missed messages', () => {
  it('are made up for by a comparison, when the store has answered', async () => {
    const { watcher, put, hold, clock } = open();
    expect(watcher.hasMissedMessages).toBe(false);
    put(hold());
    watcher.leave();
    void watcher.compare(hold());
    expect(watcher.hasMissedMessages).toBe(false);
    put(null);
    watcher.leave();
    void watcher.compare(hold());
    expect(watcher.hasMissedMessages).toBe(true);
    await clock.advance(50);
    expect(watcher.hasMissedMessages).toBe(false);
  });

  it('are not made up for by a comparison that began before the navigation', async () => {
    const { watcher, hold, clock } = open();
    const looked = Promise.resolve(watcher.compare(hold()));
    watcher.leave();
    await clock.advance(50);
    await looked;
    expect(watcher.hasMissedMessages).toBe(true);
  });
});

describe('a record that vanished', () => {
  it('was removed by something else when no message explains it within 50 ms', async () => {
    const { watcher, hold, clock } = open();
    let change: Change | 'waiting' = 'waiting';
    void Promise.resolve(watcher.compare(hold())).then((found) => (change = found));
    await clock.advance(49);
    expect(change).toBe('waiting');
    await clock.advance(1);
    expect(change).toEqual({ kind: 'storage-cleared' });
  });

  it('does not count as removed when it is there again', async () => {
    const { watcher, hold, clock, put } = open();
    const looked = watcher.compare(hold());
    put(hold());
    await clock.advance(50);
    expect(await looked).toBeUndefined();
  });
});

describe('a record of a generation that is over', () => {
  it('is not adopted, and is removed under the lock half a second later', async () => {
    const { watcher, hold, clock, put, ended, store, channel, locks } = open();
    put(hold());
    ended.add('gen');
    expect(watcher.compare(null)).toBeUndefined();
    let release!: () => void;
    void locks.exclusively(() => new Promise<void>((resolve) => (release = resolve)));
    await clock.advance(499);
    expect(store.items.size).toBe(1);
    await clock.advance(1);
    expect(store.items.size).toBe(1);
    release();
    await clock.advance(0);
    expect(store.items.size).toBe(0);
    expect(channel.posted).toEqual([{ type: 'changed' }]);
  });

  it('is replaced by the session of this tab', async () => {
    const { watcher, hold, clock, put, ended, record, channel } = open();
    put(hold());
    ended.add('gen');
    expect(watcher.compare(hold({ generation: 'now' }))).toBeUndefined();
    await clock.advance(500);
    expect(record()).toMatchObject({ generation: 'now' });
    expect(channel.posted).toEqual([{ type: 'changed' }]);
  });

  it('is removed when the session of this tab is over, too', async () => {
    const { watcher, hold, clock, put, ended, store } = open();
    put(hold());
    ended.add('gen');
    void watcher.compare(hold({ generation: 'now' }));
    ended.add('now');
    await clock.advance(500);
    expect(store.items.size).toBe(0);
  });

  it('is replaced by the present session of this tab', async () => {
    const { watcher, hold, clock, put, ended, record, store } = open();
    put(hold());
    ended.add('gen');
    let current: ActiveSession | null = null;
    void watcher.compare(null, () => current);
    current = hold({ generation: 'now' });
    await clock.advance(500);
    expect(record()).toMatchObject({ generation: 'now' });
    put(hold());
    void watcher.compare(current, () => current);
    current = null;
    await clock.advance(500);
    expect(store.items.size).toBe(0);
  });

  it('is left alone when it has gone meanwhile', async () => {
    const { watcher, hold, clock, put, ended, store, channel } = open();
    put(hold());
    ended.add('gen');
    void watcher.compare(null);
    put(null);
    const { length } = store.operations;
    await clock.advance(500);
    expect(store.operations.slice(length).map(({ kind }) => kind)).toEqual(['get']);
    expect(channel.posted).toEqual([]);
  });

  it('is left alone when it is a new session by then', async () => {
    const { watcher, hold, clock, put, ended, record, channel } = open();
    put(hold());
    ended.add('gen');
    void watcher.compare(null);
    put(hold({ generation: 'next' }));
    await clock.advance(500);
    expect(record()).toMatchObject({ generation: 'next' });
    expect(channel.posted).toEqual([]);
  });
});
