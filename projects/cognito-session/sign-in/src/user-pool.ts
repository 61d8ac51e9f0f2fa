// The user pool as this entry calls it: single calls with a time limit, and calls for the signed-in
// user.

import {
  CognitoAccessToken,
  type CognitoOperation,
  type CognitoOperations,
  type ɵGatewayChoice as GatewayChoice,
  ɵloadGateway as loadGateway,
  type ɵSessionHost as SessionHost,
} from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { ClientMistakes } from './client-mistakes';
import type { RememberedDevices } from './remembered-devices';
import { callName } from './error-table';
import { type Meaning, meaningOf, newSignInError, toSignInError } from './sign-in-error';
import { userContext } from './user-context';

type Gateway = Awaited<ReturnType<typeof loadGateway>>;

export type SessionManager = NonNullable<SessionHost['manager']>;
export type ActiveSession = NonNullable<SessionManager['active']>;

/** Operations whose input has an access token. */
export type UserOperation = {
  [Operation in CognitoOperation]: 'AccessToken' extends keyof CognitoOperations[Operation]['input']
    ? Operation
    : never;
}[CognitoOperation];

/**
 * An input as commands write it: {@link UserPool} sends no member that is undefined, and changes no
 * list.
 */
type Written<Value> = Value extends string[]
  ? readonly string[]
  : Value extends Record<string, string>
    ? Record<string, string | undefined>
    : Value;

/** The input of an operation without the members that {@link UserPool} fills in. */
export type CallInput<Operation extends CognitoOperation> = {
  [Name in keyof Omit<CognitoOperations[Operation]['input'], 'AccessToken' | 'ClientId'>]: Written<
    CognitoOperations[Operation]['input'][Name]
  >;
};

/** The answer of an operation. */
export type CallOutput<Operation extends CognitoOperation> = CognitoOperations[Operation]['output'];

/** The user whom passkeys belong to, under the names that passkeys have for a user. */
export interface PasskeyUser {
  readonly sub: string | undefined;
  /** The domain of the passkeys. */
  readonly rpId: string | undefined;
  /** The user handle, in base64url. */
  readonly userId: unknown;
}

declare const ngDevMode: boolean;

/** The time limit of one call, in milliseconds. */
const CALL_MS = 20_000;

/** One user pool and app client. */
export class UserPool {
  /** Counts the sign-in forms that users send: only the latest one may start a session. */
  submissions = 0;
  /** The owner of the passkeys that this page knows; undefined if it is not known. */
  passkeyUser: PasskeyUser | undefined;
  readonly #createGateway: GatewayChoice | null;
  #gateway: Promise<Gateway> | undefined;
  /** Development builds only. */
  declare private mistakes?: ClientMistakes;
  /**
   * How far Cognito's clock is ahead of the device's, in milliseconds, by the latest answer with a
   * time.
   */
  #aheadMs = 0;

  constructor(
    readonly manager: SessionManager,
    readonly devices: RememberedDevices,
    createGateway: GatewayChoice | null,
  ) {
    this.#createGateway = createGateway;
    // Loaded with the page: by the first click, a deployment may have removed the file.
    this.#getGateway().catch(() => undefined);
  }

  /**
   * Cognito's time in milliseconds since the epoch; the device's own if no answer has had a time.
   */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** Sends one call for the app client; rejects with `SignInError`. */
  async send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CallInput<Operation>,
  ): Promise<CallOutput<Operation>> {
    const { clientId, userContextData } = this.manager.config;
    return this.call(operation, {
      ClientId: clientId,
      ...input,
      ...userContext(operation, input, userContextData),
    });
  }

  /**
   * Sends one call for the signed-in user, whose token is refreshed first if needed. Rejects with
   * `SignInError`: `NOT_SIGNED_IN` without a session, the outcome of a failed refresh, and as
   * {@link UserPool.call}.
   * @param sub the user who has asked for it, if a command has several calls; default: the user who
   *   is signed in now.
   */
  async sendAsUser<Operation extends UserOperation>(
    operation: Operation,
    input: CallInput<Operation>,
    sub?: string,
  ): Promise<CallOutput<Operation>> {
    return this.call(operation, { AccessToken: tokenOf(await this.requireSession(sub)), ...input });
  }

  /**
   * The session, with a token that is valid for the margin. Rejects with `NOT_SIGNED_IN` if there
   * is none, or if it is another user's: a command of one user must not run for another one who has
   * signed in meanwhile.
   */
  async requireSession(sub = this.manager.active?.sub): Promise<ActiveSession> {
    const active = await valueOf(this.manager.acquire());
    if (active && active.sub === (sub ?? active.sub)) return active;
    throw newSignInError('NOT_SIGNED_IN', 'there is no session of this user');
  }

  /**
   * Sends one call, with a signal that ends it after 20 s. If Cognito refuses its access token, the
   * session is refreshed, which ends it in all tabs if it is over. If it is not over, the call is
   * sent once more with the newer token, and the second answer counts. That is safe for every
   * operation: Cognito has refused the first call, so it has done nothing. Rejects with
   * `SignInError`, also with `UNAVAILABLE` if the refresh fails.
   */
  async call<Operation extends CognitoOperation>(
    operation: Operation,
    input: object,
    isSecond = false,
  ): Promise<CallOutput<Operation>> {
    const call = callName(operation, input);
    let meaning: Meaning | undefined;
    try {
      const gateway = await this.#getGateway();
      // Removes members that are undefined, whatever the gateway would do with them.
      const given = JSON.parse(JSON.stringify(input)) as never;
      return await gateway.send(operation, given, {
        signal: AbortSignal.timeout(CALL_MS),
        judge: (failure) => (meaning = meaningOf(failure, call)),
        onServerTime: (time) => (this.#aheadMs = time - Date.now()),
      });
    } catch (failure) {
      const error = toSignInError(failure, call, meaning);
      if (typeof ngDevMode === 'undefined' || ngDevMode) {
        if (error.code === 'INVALID_CONFIG') {
          (this.mistakes ??= new ClientMistakes()).tell(operation, String(error.cause));
        }
      }
      if (error.code !== 'NOT_SIGNED_IN' || isSecond) throw error;
      const newer = await this.#newerThan((input as { readonly AccessToken: string }).AccessToken);
      if (!newer) throw error;
      return this.call(operation, { ...input, AccessToken: tokenOf(newer) }, true);
    }
  }

  /**
   * The session with a newer access token than one that Cognito has refused, from one refresh or
   * another caller's. Null if the session is over, or is another user's by now.
   */
  async #newerThan(AccessToken: string): Promise<ActiveSession | null> {
    try {
      const newer = await valueOf(this.manager.refresh(undefined, AccessToken));
      return newer?.sub === new CognitoAccessToken({ AccessToken }).payload.sub ? newer : null;
    } catch (failure) {
      const error = toSignInError(failure);
      if (error.code === 'NOT_SIGNED_IN') return null;
      throw error;
    }
  }

  /** Loads the gateway. If the download fails, the next call tries it again. */
  #getGateway(): Promise<Gateway> {
    return (this.#gateway ??= loadGateway(this.manager.config, this.#createGateway).catch(
      (error: unknown) => {
        this.#gateway = undefined;
        throw error;
      },
    ));
  }
}

function tokenOf({ session }: ActiveSession): string {
  return session.getAccessToken().getJwtToken();
}

/**
 * Written by hand: bundlers split RxJS so that an operator that only this entry uses is added to
 * the app's start.
 */
function valueOf<T>(source$: Observable<T>): Promise<T> {
  return new Promise((next, error) => source$.subscribe({ next, error }));
}
