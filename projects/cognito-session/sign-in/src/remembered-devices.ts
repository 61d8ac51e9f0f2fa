// The devices that a pool remembers, as this browser keeps them: one record for each user, beside
// the session's, which a sign-out leaves alone. The refresher of the session reads the device key
// from it, and confirms the device if that has failed before (core/refresh/device-key.ts).

import type { CognitoSessionConfig, SessionStore } from 'ngx-cognito-session';

/**
 * A device as Cognito knows it, with the secret that proves it: a password that this browser has
 * made, not the user's.
 */
export interface RememberedDevice {
  readonly deviceKey: string;
  readonly deviceGroupKey: string;
  readonly password: string;
  /**
   * The input of its confirmation, as long as Cognito has not confirmed it: until then it proves
   * nothing.
   */
  readonly unconfirmed?: {
    readonly deviceName: string;
    readonly verifier: { readonly PasswordVerifier: string; readonly Salt: string };
  };
}

/** A record as it is found in the store. */
type StoredDevice = Partial<RememberedDevice> & { readonly v?: unknown };

/**
 * The version of a device's record. Records of earlier releases have none. A record of a newer
 * release counts as no device; it stays until this browser becomes another device.
 * core/refresh/device-key.ts reads the same record.
 */
const RECORD_VERSION = 1;

/** The time limit of the store, in milliseconds: a sign-in does not wait longer. */
const STORE_MS = 5000;

/**
 * The remembered devices of one app client, in the store of the session. If the store fails, a
 * device is not remembered, and nothing else happens: no method rejects.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export class RememberedDevices {
  readonly #store: SessionStore;
  readonly #prefix: string;

  constructor(
    store: SessionStore,
    { userPoolId, clientId }: Pick<CognitoSessionConfig, 'userPoolId' | 'clientId'>,
  ) {
    this.#store = store;
    this.#prefix = `ngx-cognito-session.${userPoolId}.${clientId}.device.`;
  }

  /** The confirmed device of a user. */
  async find(username: string): Promise<RememberedDevice | undefined> {
    const read = async (): Promise<unknown> => {
      const json = await this.#store.getItem(this.#prefix + username);
      return JSON.parse(json ?? 'null');
    };
    const record: StoredDevice = (await this.#attempt(read)) ?? {};
    const { v = RECORD_VERSION, ...device } = record;
    const { deviceKey, deviceGroupKey, password, unconfirmed } = device;
    const whole = deviceKey && typeof deviceKey === 'string' && deviceGroupKey && password;
    const proves = whole && !unconfirmed && v === RECORD_VERSION;
    return proves ? { deviceKey, deviceGroupKey, password } : undefined;
  }

  /** Keeps a user's device. */
  async keep(username: string, device: RememberedDevice): Promise<void> {
    const json = JSON.stringify({ v: RECORD_VERSION, ...device });
    await this.#attempt(() => this.#store.setItem(this.#prefix + username, json));
  }

  /**
   * Forgets a user's device. If the record cannot be removed, Cognito refuses the device and it is
   * replaced.
   */
  async forget(username: string): Promise<void> {
    await this.#attempt(() => this.#store.removeItem(this.#prefix + username));
  }

  /** A store that is full, forbidden or hanging, or a broken record, is no reason to fail. */
  #attempt<T>(work: () => T | PromiseLike<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), STORE_MS);
      // An executor turns a synchronous throw of `work` into a rejection.
      void new Promise<T>((done) => done(work()))
        .then(resolve, () => resolve(undefined))
        .then(() => clearTimeout(timer));
    });
  }
}
