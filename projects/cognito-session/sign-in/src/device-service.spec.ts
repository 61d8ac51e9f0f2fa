// Tests the devices of the signed-in user: this browser's device, the calls to Cognito, the
// results, and the stored record.

import {
  type AccountHarness,
  describeCommands,
  openAccountHarness,
} from '../../test/support/account-harness';
import { STORE_KEY } from '../../test/support/fake-store';
import { DeviceService } from './device-service';

const RECORD = `${STORE_KEY}.device.maria`;
const recordOf = (deviceKey: string): string =>
  JSON.stringify({ v: 1, deviceKey, deviceGroupKey: '-group', password: 'device-secret' });

describeCommands(DeviceService, [
  {
    name: 'forget of another device',
    run: (service) => service.forget('eu-west-1_other'),
    operation: 'ForgetDevice',
    input: { DeviceKey: 'eu-west-1_other' },
    asUser: true,
  },
  {
    name: 'list',
    run: (service) => service.list(),
    operation: 'ListDevices',
    input: {},
    asUser: true,
    answer: {
      Devices: [
        {
          DeviceKey: 'eu-west-1_d1',
          DeviceAttributes: [
            { Name: 'device_name', Value: 'Firefox' },
            { Name: 'last_ip_used', Value: '192.0.2.1' },
          ],
          DeviceCreateDate: 1_700_000_000,
          DeviceLastModifiedDate: 1_700_000_001,
          DeviceLastAuthenticatedDate: 1_700_000_002.25,
        },
      ],
    },
    result: [
      {
        deviceKey: 'eu-west-1_d1',
        current: false,
        attributes: { device_name: 'Firefox', last_ip_used: '192.0.2.1' },
        createdAt: new Date(1_700_000_000_000),
        lastAuthenticatedAt: new Date(1_700_000_002_250),
      },
    ],
  },
  {
    name: 'list of a user without any',
    run: (service) => service.list(),
    operation: 'ListDevices',
    input: {},
    asUser: true,
    result: [],
  },
]);

describe.each([
  ['whose key the access token has', 'eu-west-1_own', undefined],
  ['whose key the store has', undefined, 'eu-west-1_own'],
  ['whose key both have', 'eu-west-1_own', 'eu-west-1_own'],
  ['whose key the access token has, while the store has another', 'eu-west-1_own', 'eu-west-1_old'],
])('a browser %s', (_name, claimed, stored) => {
  let harness: AccountHarness<DeviceService>;
  beforeEach(async () => {
    harness = await openAccountHarness(DeviceService, { claims: { device_key: claimed } });
    if (stored) harness.store.items.set(RECORD, recordOf(stored));
  });

  it.each([
    ['remember()', undefined, 'remembered'],
    ['remember(true)', true, 'remembered'],
    ['remember(false)', false, 'not_remembered'],
  ])('after %s has a new status', async (_call, remembered, status) => {
    harness.answer('UpdateDeviceStatus', {});
    const { values, completions } = await harness.finish(harness.service.remember(remembered));
    expect([values, completions]).toEqual([[undefined], 1]);
    expect(harness.inputsOf('UpdateDeviceStatus')).toEqual([
      {
        AccessToken: harness.tokens.AccessToken,
        DeviceKey: 'eu-west-1_own',
        DeviceRememberedStatus: status,
      },
    ]);
  });

  it('remembers when called, subscribed or not', async () => {
    harness.answer('UpdateDeviceStatus', {});
    harness.service.remember();
    await harness.app.clock.advance(1000);
    expect(harness.app.pool.count('UpdateDeviceStatus')).toBe(1);
  });

  it.each([
    ['no key', undefined],
    ['its key', 'eu-west-1_own'],
  ])('is forgotten by %s, the secret in the store with it', async (_call, deviceKey) => {
    harness.answer('ForgetDevice', {});
    const { values } = await harness.finish(harness.service.forget(deviceKey));
    expect(values).toEqual([undefined]);
    expect(harness.inputsOf('ForgetDevice')).toEqual([
      { AccessToken: harness.tokens.AccessToken, DeviceKey: 'eu-west-1_own' },
    ]);
    expect([...harness.store.items.keys()]).toEqual([STORE_KEY]);
  });

  it('is not forgotten here when Cognito refuses', async () => {
    const before = [...harness.store.items];
    harness.refuse('ForgetDevice', 'TooManyRequestsException');
    const { errors } = await harness.finish(harness.service.forget());
    expect(errors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS' }]);
    expect([...harness.store.items]).toEqual(before);
  });

  it('keeps its secret when another device is forgotten', async () => {
    const before = [...harness.store.items];
    harness.answer('ForgetDevice', {});
    await harness.finish(harness.service.forget('eu-west-1_other'));
    expect([...harness.store.items]).toEqual(before);
  });

  it('is the current one in the list', async () => {
    harness.answer('ListDevices', {
      Devices: [{ DeviceKey: 'eu-west-1_other' }, { DeviceKey: 'eu-west-1_own' }],
    });
    const { values } = await harness.finish(harness.service.list());
    expect(values[0]?.map(({ current }) => current)).toEqual([false, true]);
  });
});

it('lists all pages in their order', async () => {
  const harness = await openAccountHarness(DeviceService);
  const page = (DeviceKey: string, PaginationToken?: string) => ({
    Devices: [{ DeviceKey }],
    PaginationToken,
  });
  harness.answer('ListDevices', page('1', 'a'), page('2', 'b'), {});
  const { values } = await harness.finish(harness.service.list());
  expect(values.map((all) => all.map(({ deviceKey }) => deviceKey))).toEqual([['1', '2']]);
  const { AccessToken } = harness.tokens;
  expect(harness.inputsOf('ListDevices')).toEqual([
    { AccessToken },
    { AccessToken, PaginationToken: 'a' },
    { AccessToken, PaginationToken: 'b' },
  ]);
});

it('without a tracked device passes on Cognito’s error for a missing key', async () => {
  const harness = await openAccountHarness(DeviceService);
  harness.refuse('UpdateDeviceStatus', 'InvalidParameterException', "Value null at 'deviceKey'");
  const { errors } = await harness.finish(harness.service.remember());
  expect(errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

it('errors with NOT_SIGNED_IN without a session, and makes no call', async () => {
  const harness = await openAccountHarness(DeviceService, { signedIn: false });
  const { errors } = await harness.finish(harness.service.remember());
  expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
  expect(harness.app.pool.calls).toEqual([]);
});
