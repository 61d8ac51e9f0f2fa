// What the comparison asks of each library; every page puts one of these on `window`.

/** Where the emulated pool is. */
export interface PoolSettings {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** One library, used as its documentation says, with its defaults. */
export interface Peer {
  /** Signs the prepared user in by name and password. */
  signIn(): Promise<void>;
  /** An ID token good for a request, refreshed if needed; null when nobody is signed in. */
  token(): Promise<string | null>;
  signOut(): Promise<void>;
}

declare global {
  interface Window {
    peer: Peer;
  }
}

export const USERNAME = 'ana';
export const PASSWORD = 'Passw0rd!';

/** The settings that the server of the comparison serves. */
export async function poolSettings(): Promise<PoolSettings> {
  return (await (await fetch('/settings.json')).json()) as PoolSettings;
}
