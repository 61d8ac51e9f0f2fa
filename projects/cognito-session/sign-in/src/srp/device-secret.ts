// The secret of a remembered device: a random password for this browser, and its verifier for
// Cognito.

import { toBase64, toBytes, toInteger } from './bytes';
import { createSrpVerifier, randomBytes } from './srp';

/** The secret of a device, and the input of its confirmation. */
export interface DeviceSecret {
  /** For later sign-ins by `DEVICE_SRP_AUTH`; the browser keeps it and never sends it. */
  readonly password: string;
  /**
   * `DeviceSecretVerifierConfig` of `ConfirmDevice`, both base64.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceSecretVerifierConfigType.html
   */
  readonly verifier: { readonly PasswordVerifier: string; readonly Salt: string };
}

/**
 * Makes the secret of the device that Cognito has named in `NewDeviceMetadata`.
 * @throws {@link SignInError} `INVALID_CONFIG` on a page without WebCrypto.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export async function createDeviceSecret(
  deviceGroupKey: string,
  deviceKey: string,
): Promise<DeviceSecret> {
  // The lengths of AWS's clients: 320 and 128 bits.
  const password = toBase64(randomBytes(40));
  const salt = toInteger(randomBytes(16));
  const identity = { group: deviceGroupKey, user: deviceKey, password };
  const verifier = await createSrpVerifier(identity, salt);
  return {
    password,
    verifier: { PasswordVerifier: toBase64(toBytes(verifier)), Salt: toBase64(toBytes(salt)) },
  };
}
