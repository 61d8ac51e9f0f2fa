// The user pool as this entry calls it: one call, with a limit, and calls in the name of the signed-in user.

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
export type HeldSession = NonNullable<SessionManager['held']>;

/** Operations whose input has an access token. */
export type UserOperation = {
  [Operation in CognitoOperation]: 'AccessToken' extends keyof CognitoOperations[Operation]['input']
    ? Operation
    : never;
}[CognitoOperation];

/** Input of an operation without what {@link UserPool} fills in. */
export type CallInput<Operation extends CognitoOperation> = Omit<
  CognitoOperations[Operation]['input'],
  'AccessToken' | 'ClientId'
>;

/** What an operation answers. */
export type CallOutput<Operation extends CognitoOperation> = CognitoOperations[Operation]['output'];

/** A user as passkeys name them. */
export interface PasskeyUser {
  readonly sub: string | undefined;
  /** The domain that the passkeys are for. */
  readonly rpId: string | undefined;
  /** The user handle, in base64url. */
  readonly userId: unknown;
}

declare const ngDevMode: boolean;

/** Longest wait for one answer, in milliseconds. */
const CALL_MS = 20_000;

/** One user pool and app client. */
export class UserPool {
  /** Counts the sign-in forms that users send: only the latest one may start a session. */
  submissions = 0;
  /** Whom the passkeys of a signed-in user belong to, by their own name; undefined when it is not known. */
  passkeyUser: PasskeyUser | undefined;
  readonly #createGateway: GatewayChoice | null;
  #gateway: Promise<Gateway> | undefined;
  /** In development builds only. */
  declare private mistakes?: ClientMistakes;
  /** How far Cognito's clock is ahead of the device's, in milliseconds, by the latest answer that tells. */
  #aheadMs = 0;

  constructor(
    readonly manager: SessionManager,
    readonly devices: RememberedDevices,
    createGateway: GatewayChoice | null,
  ) {
    this.#createGateway = createGateway;
    // With the page, not with the first click; a failed download is tried again at the first call.
    this.#getGateway().catch(() => undefined);
  }

  /** The time at Cognito, in ms since epoch; the device's own where no answer has told it. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** One call in the name of the app client; rejects with `SignInError`. */
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
   * One call in the name of the signed-in user, whose token is refreshed first if needed. Rejects with `SignInError`,
   * `NOT_SIGNED_IN` without a session, and as {@link UserPool.call} does. Rejects also with what a refresh fails with.
   * @param sub the user who asked, for commands of several calls; default: who is signed in now.
   */
  async sendAsUser<Operation extends UserOperation>(
    operation: Operation,
    input: CallInput<Operation>,
    sub?: string,
  ): Promise<CallOutput<Operation>> {
    return this.call(operation, { AccessToken: tokenOf(await this.requireSession(sub)), ...input });
  }

  /**
   * The session, good for the margin; rejects with `NOT_SIGNED_IN` when there is none, or when it is not this user's: what
   * one user asked for must not be done for somebody who signs in meanwhile.
   */
  async requireSession(sub = this.manager.held?.sub): Promise<HeldSession> {
    const held = await valueOf(this.manager.acquire());
    if (held && held.sub === (sub ?? held.sub)) return held;
    throw newSignInError('NOT_SIGNED_IN', 'there is no session of this user');
  }

  /**
   * One call, with a signal that ends it after 20 s. When Cognito does not take the access token in it, the session is
   * refreshed, which ends it in all tabs if it is over. If it is not, the call is sent once more with the newer token, and
   * the second answer is told. That is safe for every operation: Cognito has refused the first one, so nothing was done.
   * Rejects with `SignInError`; also with `UNAVAILABLE` when that refresh cannot tell.
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
      // What is undefined is left out, whatever the gateway would make of it.
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
   * The session with a newer access token than one that Cognito has refused, by one refresh or another caller's; null when it
   * is over, or is another user's by now.
   */
  async #newerThan(AccessToken: string): Promise<HeldSession | null> {
    try {
      const newer = await valueOf(this.manager.refresh(undefined, AccessToken));
      return newer?.sub === new CognitoAccessToken({ AccessToken }).payload.sub ? newer : null;
    } catch (failure) {
      const error = toSignInError(failure);
      if (error.code === 'NOT_SIGNED_IN') return null;
      throw error;
    }
  }

  /** A failed download is tried again at the next call. */
  #getGateway(): Promise<Gateway> {
    return (this.#gateway ??= loadGateway(this.manager.config, this.#createGateway).catch(
      (error: unknown) => {
        this.#gateway = undefined;
        throw error;
      },
    ));
  }
}

function tokenOf({ session }: HeldSession): string {
  return session.getAccessToken().getJwtToken();
}

/** By hand: an operator that an app's start does not use would be added to it, by the way bundlers split RxJS. */
function valueOf<T>(source$: Observable<T>): Promise<T> {
  return new Promise((next, error) => source$.subscribe({ next, error }));
}
