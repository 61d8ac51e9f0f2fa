// What the measured page asks of a library. A build of the page puts one library in the place of
// `library.ts`.

import type { EnvironmentProviders } from '@angular/core';

/** Where the emulated pool is. */
export interface PoolSettings {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** One library, used as its documentation says, with its defaults. */
export interface Account {
  /** Signs in by name and password; rejects unless it ends with a session. */
  signIn(username: string, password: string): Promise<void>;
  signOut(): Promise<void>;
}

/** What the app provides for a library, at its start. */
export type ProvideLibrary = (pool: PoolSettings) => EnvironmentProviders[];

/** Makes a library ready for the sign-in page; called where Angular can inject. */
export type InjectAccount = (pool: PoolSettings) => Account;

declare global {
  interface Window {
    /** For the driver of the measurement; there as soon as the page shows its form. */
    account: Account;
  }
}
