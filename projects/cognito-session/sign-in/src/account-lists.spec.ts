// Tests the devices and passkeys of the signed-in user: all pages of the lists, this browser's
// device, and its record.

import { type AccountTab, DEVICE_RECORD, openAccountTab } from '../../test/support/account-tab';
import { refusal } from '../../test/support/scripted-sign-in';
import { DeviceService } from './device-service';
import { PasskeyService } from './passkey-service';

const kept = (deviceKey: string): string =>
  JSON.stringify({ deviceKey, deviceGroupKey: 'group', password: 'secret' });
const at = new Date(1_700_000_000_500);

describe('the list of passkeys', () => {
  it('has all pages in their order, even if a page lacks members', async () => {
    const { service, answer, outcome, calls, AccessToken } = await openAccountTab(PasskeyService);
    answer(
      {
        Credentials: [{ CredentialId: '1', FriendlyCredentialName: 'Key', CreatedAt: at }],
        NextToken: 'a',
      },
      { NextToken: 'b' },
      { Credentials: [{ CredentialId: '2', CreatedAt: 1_700_000_000.5 }] },
    );
    expect((await outcome(service.list())).values).toStrictEqual([
      [
        { credentialId: '1', name: 'Key', createdAt: at },
        { credentialId: '2', name: undefined, createdAt: at },
      ],
    ]);
    expect(calls()).toStrictEqual([
      ['ListWebAuthnCredentials', { AccessToken }],
      ['ListWebAuthnCredentials', { AccessToken, NextToken: 'a' }],
      ['ListWebAuthnCredentials', { AccessToken, NextToken: 'b' }],
    ]);
  });
});

describe('the list of devices', () => {
  it('has all pages in their order, and marks this browser', async () => {
    const { service, answer, outcome, calls, AccessToken } = await openAccountTab(DeviceService, {
      device_key: 'own',
    });
    const times = { DeviceCreateDate: at, DeviceLastAuthenticatedDate: 1_700_000_000.5 };
    answer(
      { Devices: [{ DeviceKey: '1', ...times }], PaginationToken: 'a' },
      {
        Devices: [
          {
            DeviceKey: 'own',
            DeviceAttributes: [{ Name: 'device_name', Value: 'Firefox' }],
            ...times,
          },
        ],
      },
    );
    const dates = { createdAt: at, lastAuthenticatedAt: at };
    expect((await outcome(service.list())).values).toStrictEqual([
      [
        { deviceKey: '1', current: false, attributes: {}, ...dates },
        { deviceKey: 'own', current: true, attributes: { device_name: 'Firefox' }, ...dates },
      ],
    ]);
    expect(calls()).toStrictEqual([
      ['ListDevices', { AccessToken }],
      ['ListDevices', { AccessToken, PaginationToken: 'a' }],
    ]);
  });
});

describe.each<[string, object, string | undefined]>([
  ['by the access token', { device_key: 'own' }, undefined],
  ['by the store', {}, 'own'],
  ['by the access token, while the store has an old one', { device_key: 'own' }, 'old'],
])('this browser, known %s', (_name, claims, stored) => {
  let harness: AccountTab<DeviceService>;
  beforeEach(async () => {
    harness = await openAccountTab(DeviceService, { ...claims });
    if (stored) harness.tab.store.items.set(DEVICE_RECORD, kept(stored));
    harness.answer({});
  });
  const forgotten = (): boolean => !harness.tab.store.items.has(DEVICE_RECORD);

  it.each([
    [undefined, 'remembered'],
    [true, 'remembered'],
    [false, 'not_remembered'],
  ])('after remember(%p) is %s', async (remembered, DeviceRememberedStatus) => {
    const done = await harness.outcome(harness.service.remember(remembered));
    expect(done).toMatchObject({ values: [undefined], errors: [] });
    const { AccessToken } = harness;
    expect(harness.calls()).toStrictEqual([
      ['UpdateDeviceStatus', { AccessToken, DeviceKey: 'own', DeviceRememberedStatus }],
    ]);
  });

  it.each([undefined, 'own'])('is forgotten by forget(%p), with its secret', async (key) => {
    const done = await harness.outcome(harness.service.forget(key));
    expect(done).toMatchObject({ values: [undefined], errors: [] });
    const { AccessToken } = harness;
    expect(harness.calls()).toStrictEqual([['ForgetDevice', { AccessToken, DeviceKey: 'own' }]]);
    expect(forgotten()).toBe(true);
  });

  it('keeps its secret when another device is forgotten', async () => {
    await harness.outcome(harness.service.forget('other'));
    expect(harness.calls()).toMatchObject([['ForgetDevice', { DeviceKey: 'other' }]]);
    expect(forgotten()).toBe(!stored);
  });
});

it('a device that Cognito refuses to forget is not forgotten here', async () => {
  const { tab, service, answer, outcome } = await openAccountTab(DeviceService);
  tab.store.items.set(DEVICE_RECORD, kept('own'));
  answer(refusal('TooManyRequestsException'));
  const { errors } = await outcome(service.forget());
  expect(errors).toMatchObject([{ code: 'TOO_MANY_ATTEMPTS' }]);
  expect(tab.store.items.get(DEVICE_RECORD)).toBe(kept('own'));
});

it('a browser that is no device of the user has no key to send', async () => {
  const { service, answer, outcome, calls, AccessToken } = await openAccountTab(DeviceService);
  answer({});
  await outcome(service.forget());
  expect(calls()).toStrictEqual([['ForgetDevice', { AccessToken }]]);
});
