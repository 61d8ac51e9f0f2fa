// Tests the devices of the signed-in user: this browser's device, the calls to Cognito, the
// results, and the stored record.

import {
  type AccountDesk,
  describeCommands,
  openAccountDesk,
} from '../../test/support/account-desk';
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
  let desk: AccountDesk<DeviceService>;
  beforeEach(async () => {
    desk = await openAccountDesk(DeviceService, { claims: { device_key: claimed } });
    if (stored) desk.store.items.set(RECORD, recordOf(stored));
  });

  it.each([
    ['remember()', undefined, 'remembered'],
    ['remember(true)', true, 'remembered'],
    ['remember(false)', false, 'not_remembered'],
  ])('after %s has a new status', async (_call, remembered, status) => {
    desk.answer('UpdateDeviceStatus', {});
    const { values, completions } = await desk.finish(desk.service.remember(remembered));
    expect([values, completions]).toEqual([[undefined], 1]);
    expect(desk.inputsOf('UpdateDeviceStatus')).toEqual([
      {
        AccessToken: desk.tokens.AccessToken,
        DeviceKey: 'eu-west-1_own',
        DeviceRememberedStatus: status,
      },
    ]);
  });

  it('remembers when called, subscribed or not', async () => {
    desk.answer('UpdateDeviceStatus', {});
    desk.service.remember();
    await desk.app.clock.advance(1000);
    expect(desk.app.pool.count('UpdateDeviceStatus')).toBe(1);
  });

  it.each([
    ['no key', undefined],
    ['its key', 'eu-west-1_own'],
  ])('is forgotten by %s, the secret in the store with it', async (_call, deviceKey) => {
    desk.answer('ForgetDevice', {});
    const { values } = await desk.finish(desk.service.forget(deviceKey));
    expect(values).toEqual([undefined]);
    expect(desk.inputsOf('ForgetDevice')).toEqual([
      { AccessToken: desk.tokens.AccessToken, DeviceKey: 'eu-west-1_own' },
    ]);
    expect([...desk.store.items.keys()]).toEqual([STORE_KEY]);
  });

  it('is not forgotten here when Cognito refuses', async () => {
    const before = [...desk.store.items];
    desk.refuse('ForgetDevice', 'TooManyRequestsException');
    const { errors } = await desk.finish(desk.service.forget());
    expect(errors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS' }]);
    expect([...desk.store.items]).toEqual(before);
  });

  it('keeps its secret when another device is forgotten', async () => {
    const before = [...desk.store.items];
    desk.answer('ForgetDevice', {});
    await desk.finish(desk.service.forget('eu-west-1_other'));
    expect([...desk.store.items]).toEqual(before);
  });

  it('is the current one in the list', async () => {
    desk.answer('ListDevices', {
      Devices: [{ DeviceKey: 'eu-west-1_other' }, { DeviceKey: 'eu-west-1_own' }],
    });
    const { values } = await desk.finish(desk.service.list());
    expect(values[0]?.map(({ current }) => current)).toEqual([false, true]);
  });
});

it('lists all pages in their order', async () => {
  const desk = await openAccountDesk(DeviceService);
  const page = (DeviceKey: string, PaginationToken?: string) => ({
    Devices: [{ DeviceKey }],
    PaginationToken,
  });
  desk.answer('ListDevices', page('1', 'a'), page('2', 'b'), {});
  const { values } = await desk.finish(desk.service.list());
  expect(values.map((all) => all.map(({ deviceKey }) => deviceKey))).toEqual([['1', '2']]);
  const { AccessToken } = desk.tokens;
  expect(desk.inputsOf('ListDevices')).toEqual([
    { AccessToken },
    { AccessToken, PaginationToken: 'a' },
    { AccessToken, PaginationToken: 'b' },
  ]);
});

it('without a tracked device passes on Cognito’s error for a missing key', async () => {
  const desk = await openAccountDesk(DeviceService);
  desk.refuse('UpdateDeviceStatus', 'InvalidParameterException', "Value null at 'deviceKey'");
  const { errors } = await desk.finish(desk.service.remember());
  expect(errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

it('errors with NOT_SIGNED_IN without a session, and makes no call', async () => {
  const desk = await openAccountDesk(DeviceService, { signedIn: false });
  const { errors } = await desk.finish(desk.service.remember());
  expect(errors).toMatchObject([{ code: 'NOT_SIGNED_IN' }]);
  expect(desk.app.pool.calls).toEqual([]);
});
