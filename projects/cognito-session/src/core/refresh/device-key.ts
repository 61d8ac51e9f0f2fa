// Finds the remembered device of a session: its key, and the record that the sign-in entry keeps. A
// pool that tracks devices refuses a refresh without the device's key.

import type { Clock } from '../clock';
import type { ActiveSession } from '../session/active-session';
import type { MaybePromise, SessionStore } from '../store/session-store';
import { limitTime } from '../time-limit';

/** Finds the device key of a session, if it has one. */
export type DeviceKeyOf = (active: ActiveSession) => Promise<string | undefined>;

/** The part of a device's record that the session needs; the sign-in entry keeps more in it. */
export interface DeviceRecord {
  readonly deviceKey: string;
  /** The input of the confirmation; undefined when the device is confirmed. */
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

/** The records of devices, one for each user; no method rejects. */
export interface DeviceRecords {
  /** The record of a session's user, or undefined. */
  read(active: ActiveSession): Promise<DeviceRecord | undefined>;
  /** Replaces the record of a session's user, or removes it. */
  write(active: ActiveSession, record: DeviceRecord | null): Promise<void>;
}

/**
 * The longest wait for the store, in milliseconds; refreshes in pools without device tracking wait
 * for it, too.
 */
const STORE_MS = 1000;

/** The device key in the access token of the session. */
export function claimedDeviceKey({ session }: ActiveSession): string | undefined {
  return session.getAccessToken().payload.device_key;
}

/**
 * The records that the sign-in entry keeps beside the session's record, under `<key>.device.<user
 * name>`.
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
      // Records of earlier releases have no version. This release cannot read the record of a newer
      // one.
      const { v = 1, deviceKey } = record;
      return v === 1 && typeof deviceKey === 'string' ? { ...record, deviceKey } : undefined;
    } catch {
      // The record is damaged.
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

  /** If the store fails or hangs, the refresh goes on without a device key. */
  #attempt<T>(work: () => MaybePromise<T>): Promise<T | undefined> {
    return limitTime(STORE_MS, this.clock, work).catch(() => undefined);
  }
}

/**
 * The device key of a session, from the access token or else from the user's record; undefined if
 * both have none. Never rejects.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export async function deviceKeyOf(
  active: ActiveSession,
  records: DeviceRecords,
): Promise<string | undefined> {
  return claimedDeviceKey(active) || (await records.read(active))?.deviceKey;
}
