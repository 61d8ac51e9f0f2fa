// What this browser keeps of devices that a pool remembers: one record per user, beside the session's, which a sign-out
// leaves alone. The session's refresher reads the device key of it (core/session-refresher.ts).

import type { Clock, CognitoSessionConfig, SessionStore } from 'ngx-cognito-session';

/** A device as Cognito knows it, with the secret that proves it: a password this browser made, no user's. */
export interface RememberedDevice {
  readonly deviceKey: string;
  readonly deviceGroupKey: string;
  readonly password: string;
}

/** What stands in the store: a device, or under an alias the user name. */
type DeviceRecord = Partial<RememberedDevice> & { readonly v?: number; readonly username?: string };

/** Longest wait for the store, in milliseconds: a sign-in goes on without it. */
const READ_MS = 1000;

/**
 * The remembered devices of one pool client. Kept where the session is kept; where that fails, a device is not
 * remembered, and nothing else happens: no method rejects.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export class RememberedDevices {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #prefix: string;

  constructor(
    store: SessionStore,
    clock: Clock,
    { userPoolId, clientId }: Pick<CognitoSessionConfig, 'userPoolId' | 'clientId'>,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#prefix = `ngx-cognito-session.${userPoolId}.${clientId}.device.`;
  }

  /** The device of a user, by user name or by the alias last signed in with. */
  async find(username: string): Promise<RememberedDevice | undefined> {
    const { v, deviceKey, deviceGroupKey, password } = await this.#read(
      await this.#nameOf(username),
    );
    const whole = v === 1 && deviceKey && deviceGroupKey && password;
    return whole ? { deviceKey, deviceGroupKey, password } : undefined;
  }

  /** Keeps a user's device; `alias` is what the user typed. */
  async keep(username: string, device: RememberedDevice, alias: string): Promise<void> {
    await this.#write(username, device);
    if (alias !== username) await this.#write(alias, { username });
  }

  /** Forgets a user's device, by user name or alias. */
  async forget(username: string): Promise<void> {
    try {
      await this.#store.removeItem(this.#prefix + (await this.#nameOf(username)));
    } catch {
      // What could not be removed is refused by Cognito and then replaced.
    }
  }

  /** Under an alias stands the name only, so that forgetting needs no list of aliases. */
  async #nameOf(typed: string): Promise<string> {
    return (await this.#read(typed)).username ?? typed;
  }

  async #read(username: string): Promise<DeviceRecord> {
    try {
      const json = await Promise.race([
        this.#store.getItem(this.#prefix + username),
        this.#clock.delay(READ_MS).then(() => null),
      ]);
      return Object(JSON.parse(json ?? '{}')) as DeviceRecord;
    } catch {
      return {};
    }
  }

  async #write(username: string, record: object): Promise<void> {
    try {
      await this.#store.setItem(this.#prefix + username, JSON.stringify({ v: 1, ...record }));
    } catch {
      // A full or forbidden store.
    }
  }
}
