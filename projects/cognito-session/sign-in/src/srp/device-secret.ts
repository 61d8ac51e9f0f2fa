// The secret of a remembered device: a random password that the browser keeps, and a verifier for Cognito.

import { toBase64, toBytes, toInteger } from './bytes';
import { createSrpVerifier, randomBytes } from './srp';

/** What a device is confirmed with. */
export interface DeviceSecret {
  /** For later sign-ins by `DEVICE_SRP_AUTH`; kept by the browser, never sent. */
  readonly password: string;
  /**
   * `DeviceSecretVerifierConfig` of `ConfirmDevice`, both base64.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceSecretVerifierConfigType.html
   */
  readonly verifier: { readonly PasswordVerifier: string; readonly Salt: string };
}

/**
 * A new secret for the device that Cognito named in `NewDeviceMetadata`.
 * @throws {@link SignInError} `INVALID_CONFIG` on a page without WebCrypto.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export async function createDeviceSecret(
  deviceGroupKey: string,
  deviceKey: string,
): Promise<DeviceSecret> {
  // As long as those of AWS's clients: 320 and 128 bits.
  const password = toBase64(randomBytes(40));
  const salt = toInteger(randomBytes(16));
  const identity = { group: deviceGroupKey, user: deviceKey, password };
  const verifier = await createSrpVerifier(identity, salt);
  return {
    password,
    verifier: { PasswordVerifier: toBase64(toBytes(verifier)), Salt: toBase64(toBytes(salt)) },
  };
}
