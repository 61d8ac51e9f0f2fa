// `DeviceService`: the devices of the signed-in user that the pool tracks, this browser among them.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { readPages, timeOf } from './result-pages';
import { attributesOf, type UserAttributes } from './user-attributes';
import type { UserPool } from './user-pool';
import { UserPoolCommands } from './user-pool-commands';

/**
 * A browser or app with which the user has signed in.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceType.html
 */
export interface Device {
  readonly deviceKey: string;
  /** Whether it is this browser. */
  readonly current: boolean;
  /**
   * Cognito's attributes: `device_name` (here the browser's user agent), `last_ip_used`,
   * `dev:device_remembered_status` and others.
   */
  readonly attributes: UserAttributes;
  readonly createdAt: Date;
  readonly lastAuthenticatedAt: Date;
}

/**
 * Remembers and forgets devices, where the pool tracks them. Each method runs when called,
 * subscribed or not, and emits once or errors with `SignInError`: `NOT_SIGNED_IN` without a
 * session, `INVALID_INPUT` when this browser is no tracked device, `INVALID_CONFIG` when Cognito
 * does not know the device.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
@Injectable({ providedIn: SessionScope })
export class DeviceService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Tells Cognito whether to remember this browser, which then needs no second factor.
   * `remember(false)` takes it back without ending the session.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
   */
  remember(remembered = true): Observable<void> {
    return this.#commands.run(async (pool) => {
      await pool.sendAsUser('UpdateDeviceStatus', {
        DeviceKey: (await ownDevice(pool)).deviceKey,
        DeviceRememberedStatus: remembered ? 'remembered' : 'not_remembered',
      });
    });
  }

  /**
   * Deletes a device, by default this browser. Sessions on it end with their next refresh, and the
   * next sign-in needs the second factor.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
   */
  forget(deviceKey?: string): Observable<void> {
    return this.#commands.run(async (pool) => {
      const own = await ownDevice(pool);
      const DeviceKey = deviceKey ?? own.deviceKey;
      await pool.sendAsUser('ForgetDevice', { DeviceKey });
      if (DeviceKey === own.deviceKey) await pool.devices.forget(own.username);
    });
  }

  /**
   * Lists all devices of the user.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
   */
  list(): Observable<readonly Device[]> {
    return this.#commands.run(async (pool) => {
      const own = await ownDevice(pool);
      const all = await readPages(pool, 'ListDevices', 'Devices', 'PaginationToken');
      return all.map((device) => ({
        deviceKey: device.DeviceKey as string,
        current: device.DeviceKey === own.deviceKey,
        attributes: attributesOf(device.DeviceAttributes),
        createdAt: timeOf(device.DeviceCreateDate),
        lastAuthenticatedAt: timeOf(device.DeviceLastAuthenticatedDate),
      }));
    });
  }
}

/**
 * This browser's device, and its user. The access token names the device; if it lacks the claim,
 * the record in the store does.
 */
async function ownDevice(
  pool: UserPool,
): Promise<{ username: string; deviceKey?: string | undefined }> {
  const { session } = await pool.requireSession();
  const username = String(session.getIdToken().payload['cognito:username']);
  const claimed = session.getAccessToken().payload.device_key;
  return { username, deviceKey: claimed ?? (await pool.devices.find(username))?.deviceKey };
}
