// A device that the pool begins to track with a sign-in: its secret is made here, Cognito confirms it, and this browser
// keeps it for later sign-ins.

import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoIdToken, SessionError } from 'ngx-cognito-session';
import { createDeviceSecret } from './srp/device-secret';
import type { SessionManager, UserPool } from './user-pool';

type Upkeep = Awaited<ReturnType<SessionManager['upkeep']['load']>>;
type DeviceOutcome = Awaited<ReturnType<Upkeep['devices']['confirm']>>;

/** What became of a new device. */
export interface NewDeviceResult {
  /** Whether the pool wants the user to decide if it is remembered. */
  readonly userDecides: boolean;
  /** Why it is not confirmed; undefined when it is, and where there is none. */
  readonly error?: SessionError;
  /** Keeps what a later confirmation takes, where that may succeed; for when the session has begun. */
  readonly keepForLater: () => Promise<void>;
}

/**
 * Confirms the device that came with tokens, before anything can refresh the session: Cognito refuses to refresh
 * sessions of devices that were never confirmed. At most 3 calls and 10 s; a failure is no reason to fail the sign-in,
 * so that this never rejects.
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
    const outcome = await manager.upkeep
      .load()
      .then((upkeep) => upkeep.devices.confirm({ deviceKey, ...unconfirmed }, AccessToken))
      .catch((error: unknown): DeviceOutcome => {
        // The part of the library that confirms did not load.
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
    // WebCrypto is missing on pages without https.
    const error = new SessionError('INVALID_CONFIG', 'no secret for the device was made', cause);
    return { userDecides: false, error, keepForLater: nothing };
  }
}
