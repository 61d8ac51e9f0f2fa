// Runs the commands of all services of this entry when they are called, not when they are
// subscribed.

import { inject, Injectable } from '@angular/core';
import {
  type CognitoOperation,
  ɵSessionHost as SessionHost,
  ɵSessionScope as SessionScope,
  ɵGATEWAY as GATEWAY,
  ɵrunNow as runNow,
  SessionStore,
} from 'ngx-cognito-session';
import { catchError, type Observable, switchMap } from 'rxjs';
import { RememberedDevices } from './remembered-devices';
import { toSignInError } from './sign-in-error';
import {
  type CallInput,
  type CallOutput,
  type SessionManager,
  type UserOperation,
  UserPool,
} from './user-pool';

/**
 * Runs commands of the entry's services. Creating it starts loading the gateway (see
 * `withGateway`).
 */
@Injectable({ providedIn: SessionScope })
export class UserPoolCommands {
  readonly #host = inject(SessionHost);
  readonly #createGateway = inject(GATEWAY, { optional: true, self: true });
  readonly #store = inject(SessionStore);
  #pool: UserPool | undefined;

  constructor() {
    this.#host.manager$.subscribe({
      // Loading starts with the page, not with the first click.
      next: (manager) => {
        this.#poolOf(manager);
        void this.prepare();
      },
      // A wrong config is not reported here: the app's start fails with it.
      error: () => undefined,
    });
  }

  /**
   * Loads everything that a session needs, before there is one: a deployment may remove files that
   * are not loaded yet. Never rejects; if a download fails, the next call tries it again.
   */
  prepare(): Promise<unknown> {
    return this.#host.prepare();
  }

  /**
   * Runs `command` now and keeps its outcome for subscribers; emits once and completes, or errors
   * with `SignInError`.
   */
  run<T>(command: (pool: UserPool) => Promise<T>): Observable<T> {
    const outcome$ = runNow(
      this.#host.manager$.pipe(
        switchMap((manager) => command(this.#poolOf(manager))),
        catchError((error: unknown) => {
          throw toSignInError(error);
        }),
      ),
    );
    return this.#host.inZone(outcome$);
  }

  /** Sends one call for the app client; emits what `result` makes of the answer. */
  send<Operation extends CognitoOperation, T = void>(
    operation: Operation,
    input: CallInput<Operation>,
    result?: (output: CallOutput<Operation>) => T,
  ): Observable<T> {
    return this.run(async (pool) => {
      const output = await pool.send(operation, input);
      return result?.(output) as T;
    });
  }

  /** Sends one call for the signed-in user; emits what `result` makes of the answer. */
  sendAsUser<Operation extends UserOperation, T = void>(
    operation: Operation,
    input: CallInput<Operation>,
    result?: (output: CallOutput<Operation>) => T,
  ): Observable<T> {
    return this.run(async (pool) => {
      const output = await pool.sendAsUser(operation, input);
      return result?.(output) as T;
    });
  }

  #poolOf(manager: SessionManager): UserPool {
    return (this.#pool ??= new UserPool(
      manager,
      new RememberedDevices(this.#store, manager.config),
      this.#createGateway,
    ));
  }
}
