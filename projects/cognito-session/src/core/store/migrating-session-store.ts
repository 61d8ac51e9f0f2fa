// Takes over a session that amazon-cognito-identity-js or aws-amplify left in localStorage, so that
// users need not sign in again after an app has changed to this library. Both write the same keys:
// https://github.com/aws-amplify/amplify-js/blob/main/packages/auth/src/providers/cognito/tokenProvider/TokenStore.ts

import { decodeJwtPart } from '../tokens/jwt-payload';
import { isPromise, whenReady } from './maybe-promise';
import { isShared, type MaybePromise, SessionStore } from './session-store';

const PREFIX = 'CognitoIdentityServiceProvider';
/** The names of a session's keys there. The keys of a remembered device stay. */
const NAMES = [
  'idToken',
  'accessToken',
  'refreshToken',
  'clockDrift',
  'userData',
  'signInDetails',
] as const;

/**
 * A store in front of another one. While that one is empty, it answers with the other library's
 * session, which is checked like any stored record. The first write or removal also removes the
 * other library's keys; otherwise a sign-out would bring that session back.
 *
 * Reading a shared store writes nothing: if two tabs start at once, the slower one would replace
 * the new refresh token of the faster one by the old.
 */
export class MigratingSessionStore extends SessionStore {
  override readonly shared: boolean;
  readonly #store: SessionStore;
  readonly #clientId: string;
  /**
   * The write of the other library's session to the store. Later writes wait for it, so that it
   * cannot come after them.
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
      // The first tab that writes removes the other library's keys; a tab with a store of its own
      // needs its own record before that.
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
        // QuotaExceededError or SecurityError: the next write will report it.
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

  /** The record of the other library's session; the caller checks its tokens. */
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
        // The same in every tab that finds these keys, and unique for the sign-in, which the claims
        // identify.
        generation: `migrated.${JSON.stringify([claims['origin_jti'], claims['sub'], claims['auth_time']])}`,
        revision: 0,
        // Their clockDrift is not used: one library writes seconds, the other milliseconds with the
        // opposite sign.
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
