// Cognito's operations on devices: a signed-in user confirms, remembers, lists and forgets them.

import { accountRefusals } from '../pool/account-refusals';
import type { JsonObject } from '../pool/json-object';
import { required, type Operation, type OperationGroup } from '../pool/operation';
import { pageOf } from '../pool/pagination';
import type { PoolParts } from '../state/pool-parts';
import type { PoolDevice, PoolUser } from '../pool/pool-user';
import { verifierOfDevice } from '../pool/srp-verifier';

const rememberedStatus = ['remembered', 'not_remembered'] as const;

/**
 * ConfirmDevice, UpdateDeviceStatus, ForgetDevice, GetDevice, ListDevices. An unconfirmed device
 * does not exist for the last four.
 */
export class DeviceOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    ConfirmDevice: async (input) => this.confirm(await this.authenticate(input), input),
    UpdateDeviceStatus: async (input) => this.updateStatus(await this.authenticate(input), input),
    ForgetDevice: async (input) => this.forget(await this.authenticate(input), input),
    GetDevice: async (input) => this.get(await this.authenticate(input), input),
    ListDevices: async (input) => this.list(await this.authenticate(input), input),
  };

  constructor(private readonly parts: PoolParts) {}

  /**
   * ForgetDevice requires the token: its page calls the token optional, yet only the token names
   * the device's owner.
   */
  private async authenticate(input: JsonObject): Promise<PoolUser> {
    return (await this.parts.accessTokens.authenticate(required(input, 'AccessToken'))).user;
  }

  private confirm(user: PoolUser, input: JsonObject): object {
    const tracking = this.parts.settings.value.deviceTracking;
    if (tracking === 'off') {
      throw accountRefusals.deviceTrackingOff();
    }
    const device = user.devices.get(required(input, 'DeviceKey'));
    if (device === undefined) {
      throw accountRefusals.deviceNotFound();
    }
    const config = input.object('DeviceSecretVerifierConfig');
    const salt = config.text('Salt') ?? '';
    const passwordVerifier = config.text('PasswordVerifier') ?? '';
    if (!isBase64(salt) || !isBase64(passwordVerifier)) {
      throw accountRefusals.deviceVerifierMissing();
    }
    device.verifier = verifierOfDevice(salt, passwordVerifier);
    device.name = input.text('DeviceName') ?? device.name;
    device.remembered = tracking === 'always';
    device.modifiedAt = this.parts.clock.now();
    return { UserConfirmationNecessary: tracking === 'opt-in' };
  }

  private updateStatus(user: PoolUser, input: JsonObject): object {
    const device = findConfirmed(user, input);
    const status = input.text('DeviceRememberedStatus') ?? 'not_remembered';
    if (!rememberedStatus.some((known) => known === status)) {
      throw accountRefusals.notOneOf('deviceRememberedStatus', rememberedStatus);
    }
    device.remembered = status === 'remembered';
    device.modifiedAt = this.parts.clock.now();
    return {};
  }

  /** Refuses the device's refresh tokens from now on: the pool no longer knows their device. */
  private forget(user: PoolUser, input: JsonObject): object {
    user.devices.delete(findConfirmed(user, input).key);
    return {};
  }

  private get(user: PoolUser, input: JsonObject): object {
    return { Device: describe(findConfirmed(user, input)) };
  }

  private list(user: PoolUser, input: JsonObject): object {
    const confirmed = [...user.devices.values()].filter(({ verifier }) => verifier !== null);
    const members = { limit: 'Limit', token: 'PaginationToken', maximum: 60 };
    const { items, next } = pageOf(confirmed, ({ key }) => key, input, members);
    return {
      Devices: items.map(describe),
      ...(next === undefined ? {} : { PaginationToken: next }),
    };
  }
}

function findConfirmed(user: PoolUser, input: JsonObject): PoolDevice {
  const device = user.devices.get(required(input, 'DeviceKey'));
  if (device === undefined || device.verifier === null) {
    throw accountRefusals.deviceNotFound();
  }
  return device;
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** `DeviceType`; times are in seconds since epoch. */
function describe(device: PoolDevice): object {
  const attributes = {
    device_status: 'valid',
    device_name: device.name,
    'dev:device_remembered_status': device.remembered ? 'remembered' : 'not_remembered',
    last_ip_used: '127.0.0.1',
  };
  return {
    DeviceKey: device.key,
    DeviceAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    DeviceCreateDate: device.createdAt / 1000,
    DeviceLastModifiedDate: device.modifiedAt / 1000,
    DeviceLastAuthenticatedDate: device.authenticatedAt / 1000,
  };
}
