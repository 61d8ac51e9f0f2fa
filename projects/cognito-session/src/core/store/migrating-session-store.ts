// Takes over a session that amazon-cognito-identity-js or aws-amplify left in localStorage, so that
// users need not sign in again when an app changes to this library. Both write the same keys:
// https://github.com/aws-amplify/amplify-js/blob/main/packages/auth/src/providers/cognito/tokenProvider/TokenStore.ts

import { decodeJwtPart } from '../tokens/jwt-payload';
import { isPromise, whenReady } from './maybe-promise';
import { isShared, type MaybePromise, SessionStore } from './session-store';

const PREFIX = 'CognitoIdentityServiceProvider';
/** What belongs to a session there. Keys of a remembered device are the device's and stay. */
const NAMES = [
  'idToken',
  'accessToken',
  'refreshToken',
  'clockDrift',
  'userData',
  'signInDetails',
] as const;

/**
 * A store in front of another one. As long as that one is empty it answers with the other library's
 * session, which is checked like any stored record; the first write or removal also removes the
 * other library's keys, or a sign-out would bring their session back.
 *
 * Nothing is written while reading a store that tabs share: of two tabs that start at once, the
 * slower one would put the old refresh token over the new one of the quicker.
 */
export class MigratingSessionStore extends SessionStore {
  override readonly shared: boolean;
  readonly #store: SessionStore;
  readonly #clientId: string;
  /**
   * The other library's session on its way into the store; a write that is given up for it must not
   * be overtaken.
   */
  #keeping: Promise<unknown> | undefined;

  constructor(store: SessionStore, clientId: string) {
    super();
    this.#store = store;
    this.#clientId = clientId;
    this.shared = isShared(store);
  }

  getItem(key: string): MaybePromise<string | null> {
    return whenReady(this.#store.getItem(key), (record: string | null | undefined) => {
      if (record !== null && record !== undefined) return record;
      const found = this.#legacyRecord();
      if (found === null || this.shared) return found;
      // The first tab that writes clears their keys; a tab with a store of its own needs its own
      // record by then.
      try {
        const kept = this.#store.setItem(key, found);
        if (!isPromise(kept)) return found;
        const keeping = Promise.resolve(kept).then(
          () => found,
          () => found,
        );
        this.#keeping = keeping;
        return keeping;
      } catch {
        // QuotaExceededError or SecurityError: what is written next will tell.
        return found;
      }
    });
  }

  setItem(key: string, value: string): MaybePromise<void> {
    const written = whenReady(this.#keeping, () => this.#store.setItem(key, value));
    return whenReady(written, () => this.#removeLegacy());
  }

  removeItem(key: string): MaybePromise<void> {
    this.#removeLegacy();
    return whenReady(this.#keeping, () => this.#store.removeItem(key));
  }

  /** The record of their session; whether its tokens are good is for whoever reads it to decide. */
  #legacyRecord(): string | null {
    try {
      const [idToken, accessToken, refreshToken] = this.#keys().map((key) =>
        localStorage.getItem(key),
      );
      const claims = decodeJwtPart(idToken ?? '', 1);
      const accessClaims = decodeJwtPart(accessToken ?? '', 1);
      if (!claims || !accessClaims) return null;
      return JSON.stringify({
        v: 1,
        // The same in every tab that finds these keys, and no other sign-in's: both claims name the
        // sign-in.
        generation: `migrated.${JSON.stringify([claims['origin_jti'], claims['sub'], claims['auth_time']])}`,
        revision: 0,
        // Their clockDrift is seconds in one library and milliseconds with the other sign in the
        // other one: not trusted.
        issuedAt: Math.min(Number(claims['iat']), Number(accessClaims['iat'])) * 1000,
        idToken,
        accessToken,
        refreshToken: refreshToken || undefined,
      });
    } catch {
      // SecurityError: localStorage is blocked.
      return null;
    }
  }

  #removeLegacy(): void {
    try {
      const keys = this.#keys();
      if (keys.length > 0)
        for (const key of [...keys, this.#lastUserKey]) localStorage.removeItem(key);
    } catch {
      // As above.
    }
  }

  get #lastUserKey(): string {
    return `${PREFIX}.${this.#clientId}.LastAuthUser`;
  }

  #keys(): string[] {
    const user = localStorage.getItem(this.#lastUserKey);
    return user ? NAMES.map((name) => `${PREFIX}.${this.#clientId}.${user}.${name}`) : [];
  }
}
