// Keeps the TOTP secrets of the demo's users, from which the emulator's authenticator makes codes.

import { Injectable } from '@angular/core';

const KEY = 'demo.authenticator';

/** The secret of the prepared users `totp` and `choosy`; `local.users` names it, too. */
const PREPARED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

type Secrets = Readonly<Record<string, string>>;

/**
 * Stands in for the authenticator app on the visitor's phone, so that the demo can be walked
 * without one. No app does this: a secret beside the browser that signs in is no second factor.
 */
@Injectable({ providedIn: 'root' })
export class PocketAuthenticator {
  #secrets: Secrets = { totp: PREPARED, choosy: PREPARED, ...read() };

  secretOf(username: string): string | undefined {
    return this.#secrets[username];
  }

  /** Keeps the secret for this tab, because a phone would still have it after a reload. */
  keep(username: string, secret: string): void {
    this.#secrets = { ...this.#secrets, [username]: secret };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#secrets));
    } catch {
      // SecurityError: storage is blocked; then a reload forgets it.
    }
  }
}

function read(): Secrets {
  try {
    return Object(JSON.parse(sessionStorage.getItem(KEY) ?? '{}')) as Secrets;
  } catch {
    return {};
  }
}
