// Tests the records of remembered devices, in stores of every kind.

import { assert, asyncProperty, json, oneof, string } from 'fast-check';
import type { SessionStore } from 'ngx-cognito-session';
import { FakeClock } from '../../test/support/fake-clock';
import { FakeStore, quotaExceeded, STORE_KEY } from '../../test/support/fake-store';
import { CLIENT_ID, POOL_ID } from '../../test/support/fake-tokens';
import { LateStorage } from '../../test/support/late-store';
import { RememberedDevices } from './remembered-devices';

const CONFIG = { userPoolId: POOL_ID, clientId: CLIENT_ID };
const DEVICE = { deviceKey: 'eu-west-1_d1', deviceGroupKey: '-group', password: 'device-secret' };
const OTHER = { ...DEVICE, deviceKey: 'eu-west-1_d2' };
const KEY = `${STORE_KEY}.device.`;

describe.each([
  ['a store that answers at once', () => new FakeStore()],
  ['a store behind promises', () => new FakeStore({ delay: { clock: new FakeClock(), ms: 0 } })],
])('in %s', (_name, open) => {
  let store: FakeStore;
  let devices: RememberedDevices;
  beforeEach(() => {
    store = open();
    devices = new RememberedDevices(store, CONFIG);
  });

  it('no device is known at first', async () => {
    expect(await devices.find('maria')).toBeUndefined();
  });

  it('a device is one record per user, beside the session’s', async () => {
    await devices.keep('maria', DEVICE);
    const record = JSON.stringify({ v: 1, ...DEVICE });
    expect([...store.items]).toEqual([[`${KEY}maria`, record]]);
    expect(await devices.find('maria')).toEqual(DEVICE);
    expect(await devices.find('mario')).toBeUndefined();
  });

  it('is another user’s under another name', async () => {
    await devices.keep('u-1', DEVICE);
    await devices.keep('u-2', OTHER);
    expect(await devices.find('u-1')).toEqual(DEVICE);
    expect(await devices.find('u-2')).toEqual(OTHER);
  });

  it('of one user is forgotten alone', async () => {
    await devices.keep('u-1', DEVICE);
    await devices.keep('u-2', OTHER);
    await devices.forget('u-1');
    expect(await devices.find('u-2')).toEqual(OTHER);
  });

  it('belongs to one pool and client', async () => {
    await devices.keep('maria', DEVICE);
    for (const other of [{ userPoolId: 'eu-west-1_Other' }, { clientId: 'other' }]) {
      const elsewhere = new RememberedDevices(store, { ...CONFIG, ...other });
      expect(await elsewhere.find('maria')).toBeUndefined();
    }
  });

  it.each([
    'null',
    '[]',
    '5',
    'no json',
    '',
    '{}',
    JSON.stringify({ ...DEVICE, deviceKey: '' }),
    JSON.stringify({ ...DEVICE, deviceGroupKey: undefined }),
    JSON.stringify({ ...DEVICE, password: '' }),
  ])('what is no record counts as none: %s', async (text) => {
    store.items.set(`${KEY}maria`, text);
    expect(await devices.find('maria')).toBeUndefined();
  });

  it('E10 a record of an earlier release, without a version, is read', async () => {
    store.items.set(`${KEY}maria`, JSON.stringify(DEVICE));
    expect(await devices.find('maria')).toEqual(DEVICE);
  });

  it('E10 a record of a newer version counts as none, and stays', async () => {
    const newer = JSON.stringify({ ...DEVICE, v: 2 });
    store.items.set(`${KEY}maria`, newer);
    expect(await devices.find('maria')).toBeUndefined();
    expect(store.items.get(`${KEY}maria`)).toBe(newer);
    await devices.keep('maria', OTHER);
    expect(await devices.find('maria')).toEqual(OTHER);
  });

  it.each(['get', 'set', 'remove'])(
    'a store that fails at %s makes no caller fail',
    async (kind) => {
      await devices.keep('maria', DEVICE);
      store.before = (operation) => {
        if (operation.kind === kind) throw quotaExceeded();
      };
      await expect(devices.keep('maria', OTHER)).resolves.toBeUndefined();
      const found = await devices.find('maria');
      expect(found).toEqual({ get: undefined, set: DEVICE, remove: OTHER }[kind]);
      await expect(devices.forget('maria')).resolves.toBeUndefined();
    },
  );

  it('for any content of the store, the search does not fail', async () => {
    await assert(
      asyncProperty(oneof(json(), string()), async (record) => {
        store.items.set(`${KEY}maria`, record);
        expect(await devices.find('maria')).toBeUndefined();
      }),
    );
  });
});

it('a device of another tab is found as soon as the storage shows it', async () => {
  const clock = new FakeClock();
  const storage = new LateStorage(clock, () => 500, false);
  const [here, there] = [storage.open(), storage.open()];
  await new RememberedDevices(there, CONFIG).keep('maria', DEVICE);
  const devices = new RememberedDevices(here, CONFIG);
  expect(await devices.find('maria')).toBeUndefined();
  await clock.advance(500);
  expect(await devices.find('maria')).toEqual(DEVICE);
});

describe('E11 a store of an app', () => {
  const open = (answer: () => unknown): RememberedDevices => {
    const store: unknown = { getItem: answer, setItem: answer, removeItem: answer };
    return new RememberedDevices(store as SessionStore, CONFIG);
  };

  it.each([undefined, 7, { ...DEVICE }, true, Promise.resolve(7), { then: 7 }])(
    'has no device when it answers with %p',
    async (answer) => {
      expect(await open(() => answer).find('maria')).toBeUndefined();
    },
  );

  it('is waited for at most 5 s: a sign-in goes on without it', async () => {
    jest.useFakeTimers();
    const devices = open(() => new Promise(() => undefined));
    const over: string[] = [];
    void devices.find('maria').then((device) => over.push(device ? 'found' : 'found none'));
    void devices.keep('maria', DEVICE).then(() => over.push('kept'));
    void devices.forget('maria').then(() => over.push('forgotten'));
    await jest.advanceTimersByTimeAsync(4999);
    expect(over).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(over.sort()).toEqual(['forgotten', 'found none', 'kept']);
    jest.useRealTimers();
  });
});
