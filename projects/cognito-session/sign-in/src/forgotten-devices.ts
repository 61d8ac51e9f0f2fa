// Recognizes that Cognito has forgotten this browser's remembered device.

import { SignInError } from './sign-in-error';

/**
 * Whether a call has failed because Cognito does not know this browser's device any more.
 * @param isForDevice whether the call answers a challenge for the device: no user types its
 *   password.
 */
export function isDeviceForgotten(error: unknown, isForDevice: boolean): boolean {
  if (!(error instanceof SignInError)) return false;
  if (error.code === 'INVALID_CONFIG') return /device/i.test(String(error.cause));
  return error.code === 'WRONG_CREDENTIALS' && isForDevice;
}
