// Tests the device key of a session: from the token, or else from the user's record.

import { anything, assert, asyncProperty, json, oneof, string } from 'fast-check';
import { quotaExceeded } from '../../../test/support/fake-store';
import { openSimulatedCore } from '../../../test/support/simulated-core';
import { deviceKeyOf, StoredDeviceRecords } from './device-key';
import type { SessionStore } from '../store/session-store';

const KEY = 'name';
const RECORD = `${KEY}.device.maria`;
const record = JSON.stringify({ deviceKey: 'kept', deviceGroupKey: 'group', password: 'secret' });

/** A tab whose session has these claims, and the key that it finds. */
function open(claims: object = {}) {
  const core = openSimulatedCore();
  const active = core.hold({}, core.pool.issue({ ...claims }));
  const read = (store: SessionStore = core.store): Promise<string | undefined> =>
    deviceKeyOf(active, new StoredDeviceRecords(store, KEY, core.clock));
  return { ...core, active, read };
}

/** A store with this outcome of its only read. */
function storeThat(getItem: () => Promise<string | null>): SessionStore {
  const store: unknown = { shared: true, getItem };
  return store as SessionStore;
}

describe('the device key of a session', () => {
  it("is the access token's claim, without a read of the store", async () => {
    const { store, read } = open({ device_key: 'claimed' });
    store.items.set(RECORD, record);
    expect(await read()).toBe('claimed');
    expect(store.operations).toEqual([]);
  });

  it('is that of the record for its user', async () => {
    const { store, read, clock } = open();
    store.items.set(RECORD, record);
    expect(await read()).toBe('kept');
    expect(clock.pendingTimers).toBe(0);
  });

  it('is not that of another user or another pool client', async () => {
    const { store, read } = open({ 'cognito:username': 'josé' });
    store.items.set(RECORD, record).set('other.device.josé', record);
    expect(await read()).toBeUndefined();
  });

  it('is undefined without a record', async () => {
    const { store, read } = open();
    expect(await read()).toBeUndefined();
    expect(store.operations).toHaveLength(1);
  });

  it('is kept and removed with the record, also in a store that fails', async () => {
    const { store, active, clock } = open();
    const records = new StoredDeviceRecords(store, KEY, clock);
    await records.write(active, { deviceKey: 'new' });
    expect(store.items.get(RECORD)).toBe('{"deviceKey":"new"}');
    store.before = () => {
      throw quotaExceeded();
    };
    await records.write(active, null);
    store.before = () => undefined;
    await records.write(active, null);
    expect(store.items.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('E10 is read from a record of this version, and from one without', async () => {
    for (const v of [1, undefined]) {
      const { store, read } = open();
      store.items.set(RECORD, JSON.stringify({ v, deviceKey: 'kept' }));
      expect(await read()).toBe('kept');
    }
  });

  it('E10 is none when a newer version keeps the record, which stays', async () => {
    const { store, read } = open();
    store.items.set(RECORD, '{"v":2,"deviceKey":"kept"}');
    expect(await read()).toBeUndefined();
    expect([...store.items]).toEqual([[RECORD, '{"v":2,"deviceKey":"kept"}']]);
  });

  it('E11 is undefined when the store answers with a value that is no text', async () => {
    for (const answer of [undefined, 7, { deviceKey: 'kept' }, true]) {
      const { read } = open();
      const store: unknown = { getItem: () => answer };
      expect(await read(store as SessionStore)).toBeUndefined();
    }
  });

  it.each(['', '{', 'null', '7', '[]', '"x"', '{"deviceGroupKey":"group"}', '{"deviceKey":5}'])(
    'is none when the record is %j',
    async (broken) => {
      const { store, read } = open();
      store.items.set(RECORD, broken);
      expect(await read()).toBeUndefined();
    },
  );

  it('is none when the store fails at once', async () => {
    const { store, read } = open();
    store.items.set(RECORD, record);
    store.before = () => {
      throw quotaExceeded();
    };
    expect(await read()).toBeUndefined();
  });

  it('is none when the store fails later', async () => {
    const { read, clock } = open();
    expect(await read(storeThat(() => Promise.reject(quotaExceeded())))).toBeUndefined();
    expect(clock.pendingTimers).toBe(0);
  });

  it('is waited for at most 1 s', async () => {
    const { read, clock } = open();
    const answers: unknown[] = [];
    const hanging = storeThat(() => new Promise(() => undefined));
    void read(hanging).then((key) => answers.push(key));
    await clock.advance(999);
    expect(answers).toEqual([]);
    await clock.advance(1);
    expect(answers).toEqual([undefined]);
  });

  it('is read from a store that takes 999 ms', async () => {
    const { read, clock } = open();
    const key = read(storeThat(() => clock.delay(999).then(() => record)));
    await clock.advance(999);
    expect(await key).toBe('kept');
  });

  it('never rejects, whatever the record and the claim are', async () => {
    await assert(
      asyncProperty(oneof(json(), string()), anything(), async (text, claim) => {
        const { store, read } = open({ device_key: claim });
        store.items.set(RECORD, text);
        const failed = jest.fn();
        await read().catch(failed);
        expect(failed).not.toHaveBeenCalled();
      }),
      { numRuns: process.env['MUTATION_RUN'] ? 10 : 200 },
    );
  });
});
