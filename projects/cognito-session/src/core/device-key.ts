// Which remembered device a session belongs to. A pool that tracks devices refuses a refresh without its key.

import type { Clock } from './clock';
import type { HeldSession } from './held-session';
import type { SessionStore } from './session-store';
import { limitTime } from './time-limit';

/** The device key of a session, if it has one. */
export type DeviceKeyOf = (held: HeldSession) => Promise<string | undefined>;

/** Longest wait for the store, in milliseconds: pools that track no devices wait as well. */
const READ_MS = 1000;

/**
 * The device key of a session: the access token's claim, or what the sign-in entry keeps for the user (one record
 * beside the session's, `<key>.device.<user name>`); undefined when there is neither. Never rejects.
 * @param key the session's key in the store.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export async function deviceKeyOf(
  { session }: HeldSession,
  store: SessionStore,
  key: string,
  clock: Clock,
): Promise<string | undefined> {
  const claimed = session.getAccessToken().payload.device_key;
  if (claimed) return claimed;
  const username = session.getIdToken().payload['cognito:username'];
  try {
    const record = await limitTime(READ_MS, clock, () =>
      store.getItem(`${key}.device.${username}`),
    );
    const device = JSON.parse(record ?? '{}') as { v?: unknown; deviceKey?: unknown };
    // Records of earlier releases have no version; one of a newer release is not this one's to read.
    const { v = 1, deviceKey } = device;
    return v === 1 && typeof deviceKey === 'string' ? deviceKey : undefined;
  } catch {
    // A store that fails or hangs, or a record somebody broke: then as in a pool that tracks no devices.
    return undefined;
  }
}
