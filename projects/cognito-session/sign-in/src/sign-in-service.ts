// `SignInService`: signs users in by Cognito's user-pool API, and hands the tokens to the session.
// Loaded with the sign-in page.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { SignInAttempt } from './sign-in-attempt';
import type { SignInRequest, SignInStep } from './sign-in-step';
import type { UserPool } from './user-pool';
import { UserPoolCommands } from './user-pool-commands';

/**
 * Signs users in. Each call is an attempt of its own; an existing session stays until a new one is
 * complete. A sign-out in any tab ends all attempts: their steps error with `CHALLENGE_EXPIRED`,
 * and tokens that still come are revoked.
 *
 * Creating the service starts loading the gateway (see `withGateway`).
 */
@Injectable({ providedIn: SessionScope })
export class SignInService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Starts a sign-in when called, subscribed or not; emits the first step and completes. Errors
   * with `SignInError`: `WRONG_CREDENTIALS` also for an empty user name or password (nothing is
   * sent), `INVALID_CONFIG` for SRP on a page without https. If a user has several sign-ins open,
   * only the one whose form was sent last may start a session.
   *
   * The library answers the challenges of SRP and of remembered devices by itself: the first step
   * is one that the user must answer, or `signed-in`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  signIn(request: SignInRequest): Observable<SignInStep> {
    return this.#commands.run(async (pool) => {
      // Before anything else: from now on a sign-out ends the attempt.
      const attempt = this.#newAttempt(request, pool);
      await this.#commands.prepare();
      return attempt.begin(request.continueFrom);
    });
  }

  /**
   * Restores a suspended step, in this page or in another one of the same browser, when called,
   * subscribed or not; emits it and completes. The text holds no password: a choice that needs one
   * leads to a step that asks for it. Only one challenge calls Cognito: the set-up of an
   * authenticator app, which then has a new secret.
   *
   * Errors with `SignInError`: `CHALLENGE_EXPIRED` if Cognito sent the challenge more than 15
   * minutes ago by this device's clock, or if a user has signed out since, as far as this browser
   * knows; `INVALID_INPUT` if the text is not from `suspend`; `INVALID_CONFIG` if it belongs to
   * another pool or client; `UNAVAILABLE` if a part of this library could not be loaded. Cognito
   * may wait for a shorter time, and takes one answer: if a step is resumed twice, the second
   * answer errors with `CHALLENGE_EXPIRED`.
   * @param suspended the text from `suspend()` of a step.
   */
  resume(suspended: string): Observable<SignInStep> {
    return this.#commands.run(async (pool) => {
      const { readSuspended } = await import('./read-suspended-sign-in');
      const saved = readSuspended(suspended, pool.manager.config);
      const attempt = this.#newAttempt(saved.request, pool);
      await this.#commands.prepare();
      return attempt.resume(saved);
    });
  }

  #newAttempt(request: SignInRequest, pool: UserPool): SignInAttempt {
    return new SignInAttempt(request, pool, (command) => this.#commands.run(command));
  }
}
