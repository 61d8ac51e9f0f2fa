// Signs users in with Cognito's user-pool API and hands the tokens to the session. Loaded with the sign-in page.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { SignInAttempt } from './sign-in-attempt';
import type { SignInRequest, SignInStep } from './sign-in-step';
import type { UserPool } from './user-pool';
import { UserPoolCommands } from './user-pool-commands';

/**
 * Signs users in. Each call is one conversation of its own; a session that exists is kept until a new one is complete. A
 * sign-out in any tab ends all that are on their way: their steps error with `CHALLENGE_EXPIRED`, and tokens that still
 * come are revoked.
 *
 * Making the service starts loading the gateway: `fetch`, or the one that `withGateway` chose.
 */
@Injectable({ providedIn: SessionScope })
export class SignInService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Starts a sign-in when called, subscribed or not; emits the first step and completes. Errors with `SignInError`:
   * `WRONG_CREDENTIALS` also for an empty user name or password (nothing is sent), `INVALID_CONFIG` for SRP on a page
   * without https. Of several sign-ins the one the user has last gone on with holds.
   *
   * SRP and remembered devices are dealt with inside: the first step is what the user must do, or `signed-in`.
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
   * Gives the step that was suspended, in this page or another one of the same browser, when called, subscribed or not;
   * emits it and completes. No password comes with it, so a choice that needs one leads to a step that asks for it. Cognito
   * is called for one challenge only: the set-up of an authenticator app, which then shows a new secret.
   *
   * Errors with `SignInError`: `CHALLENGE_EXPIRED` when Cognito asked more than 15 minutes ago by this device's clock, and
   * when a user has signed out since, as far as this browser knows; `INVALID_INPUT` when this is not what `suspend` gave,
   * `INVALID_CONFIG` when it belongs to another pool or client, and `UNAVAILABLE` when a part of this library could not be
   * loaded. Cognito may wait for a shorter time, and takes one answer: of a step that is resumed twice, the answer that
   * comes second errors with `CHALLENGE_EXPIRED`.
   * @param suspended the text that `suspend()` of a step gave.
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
