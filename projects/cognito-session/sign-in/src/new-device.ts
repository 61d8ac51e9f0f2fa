// A device that the pool begins to track with a sign-in: this file makes its secret, Cognito
// confirms the device, and this browser keeps it for later sign-ins.

import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoIdToken, SessionError } from 'ngx-cognito-session';
import { createDeviceSecret } from './srp/device-secret';
import type { SessionManager, UserPool } from './user-pool';

type Runtime = Awaited<ReturnType<SessionManager['runtime']['load']>>;
type DeviceOutcome = Awaited<ReturnType<Runtime['devices']['confirm']>>;

/** The outcome for a new device. */
export interface NewDeviceResult {
  /** Whether the pool lets the user decide if the device is remembered. */
  readonly userDecides: boolean;
  /** Why the device is not confirmed; undefined if it is, and if there is none. */
  readonly error?: SessionError;
  /**
   * Keeps the input of a later confirmation, if that may succeed. To be called when the session has
   * begun.
   */
  readonly keepForLater: () => Promise<void>;
}

/**
 * Confirms the device that has come with tokens, before anything can refresh the session: Cognito
 * refuses to refresh the session of an unconfirmed device. Makes at most 3 calls, in 10 s. A
 * failure does not fail the sign-in: this never rejects.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export async function confirmNewDevice(
  { AccessToken = '', IdToken, NewDeviceMetadata }: AuthenticationResultType,
  { manager, devices }: UserPool,
): Promise<NewDeviceResult> {
  const { DeviceKey: deviceKey, DeviceGroupKey: deviceGroupKey } = NewDeviceMetadata ?? {};
  const nothing = (): Promise<void> => Promise.resolve();
  if (!deviceKey || !deviceGroupKey || !IdToken) {
    return { userDecides: false, keepForLater: nothing };
  }
  const username = String(new CognitoIdToken({ IdToken }).payload['cognito:username']);
  try {
    const { password, verifier } = await createDeviceSecret(deviceGroupKey, deviceKey);
    const device = { deviceKey, deviceGroupKey, password };
    const unconfirmed = { deviceName: navigator.userAgent, verifier };
    const outcome = await manager.runtime
      .load()
      .then((runtime) => runtime.devices.confirm({ deviceKey, ...unconfirmed }, AccessToken))
      .catch((error: unknown): DeviceOutcome => {
        // The part of the library that confirms devices did not load.
        return { confirmed: false, error: error as SessionError, mayPass: true };
      });
    if (outcome.confirmed) {
      await devices.keep(username, device);
      return { userDecides: outcome.userDecides, keepForLater: nothing };
    }
    const { error, mayPass } = outcome;
    return {
      userDecides: false,
      error,
      keepForLater: mayPass ? () => devices.keep(username, { ...device, unconfirmed }) : nothing,
    };
  } catch (cause) {
    // Pages without https have no WebCrypto.
    const error = new SessionError('INVALID_CONFIG', 'no secret for the device was made', cause);
    return { userDecides: false, error, keepForLater: nothing };
  }
}
