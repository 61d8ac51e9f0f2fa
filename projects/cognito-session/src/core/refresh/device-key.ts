// Which remembered device a session belongs to, and the record that the sign-in entry keeps of it.
// A pool that tracks devices refuses a refresh without the device's key.

import type { Clock } from '../clock';
import type { ActiveSession } from '../session/active-session';
import type { MaybePromise, SessionStore } from '../store/session-store';
import { limitTime } from '../time-limit';

/** The device key of a session, if it has one. */
export type DeviceKeyOf = (active: ActiveSession) => Promise<string | undefined>;

/** The part of a device's record that the session needs; the sign-in entry keeps more in it. */
export interface DeviceRecord {
  readonly deviceKey: string;
  /** Until the device is confirmed: what its confirmation takes. */
  readonly unconfirmed?: {
    /** `device_name`; here the browser's user agent. */
    readonly deviceName: string;
    /**
     * `DeviceSecretVerifierConfig`, both base64.
     * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceSecretVerifierConfigType.html
     */
    readonly verifier: { readonly PasswordVerifier: string; readonly Salt: string };
  };
}

/** The records of devices, one per user; no method rejects. */
export interface DeviceRecords {
  /** The record of a session's user, or undefined. */
  read(active: ActiveSession): Promise<DeviceRecord | undefined>;
  /** Replaces the record of a session's user, or removes it. */
  write(active: ActiveSession, record: DeviceRecord | null): Promise<void>;
}

/** Longest wait for the store, in milliseconds: pools that track no devices wait as well. */
const STORE_MS = 1000;

/** The device of this very session, as the access token names it. */
export function claimedDeviceKey({ session }: ActiveSession): string | undefined {
  return session.getAccessToken().payload.device_key;
}

/**
 * The records that the sign-in entry keeps beside the session's, `<key>.device.<user name>`.
 * @param key the session's key in the store.
 */
export class StoredDeviceRecords implements DeviceRecords {
  constructor(
    private readonly store: SessionStore,
    private readonly key: string,
    private readonly clock: Clock,
  ) {}

  async read(active: ActiveSession): Promise<DeviceRecord | undefined> {
    const json = await this.#attempt(() => this.store.getItem(this.#keyOf(active)));
    try {
      const record = JSON.parse(json ?? '{}') as Partial<DeviceRecord> & { readonly v?: unknown };
      // Records of earlier releases have no version; one of a newer release is not this one's to
      // read.
      const { v = 1, deviceKey } = record;
      return v === 1 && typeof deviceKey === 'string' ? { ...record, deviceKey } : undefined;
    } catch {
      // A record somebody broke.
      return undefined;
    }
  }

  async write(active: ActiveSession, record: DeviceRecord | null): Promise<void> {
    const key = this.#keyOf(active);
    await this.#attempt(() =>
      record ? this.store.setItem(key, JSON.stringify(record)) : this.store.removeItem(key),
    );
  }

  #keyOf({ session }: ActiveSession): string {
    return `${this.key}.device.${session.getIdToken().payload['cognito:username']}`;
  }

  /** A store that fails or hangs: then as in a pool that tracks no devices. */
  #attempt<T>(work: () => MaybePromise<T>): Promise<T | undefined> {
    return limitTime(STORE_MS, this.clock, work).catch(() => undefined);
  }
}

/**
 * The device key of a session: the access token's claim, or what is kept for the user; undefined
 * when there is neither. Never rejects.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export async function deviceKeyOf(
  active: ActiveSession,
  records: DeviceRecords,
): Promise<string | undefined> {
  return claimedDeviceKey(active) || (await records.read(active))?.deviceKey;
}
