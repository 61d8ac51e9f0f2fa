// Signs users in with Cognito's user-pool API and hands the tokens to the session. Loaded with the sign-in page.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { SignInConversation } from './sign-in-conversation';
import type { SignInRequest, SignInStep } from './sign-in-step';
import { UserPoolCommands } from './user-pool-commands';

/**
 * Signs users in. Each call is one conversation of its own; a session that exists is kept until a new one is complete. A
 * sign-out in any tab ends all that are on their way: their steps error with `CHALLENGE_EXPIRED`, and tokens that still
 * come are revoked.
 *
 * Making the service starts loading the gateway (the AWS SDK unless `withGateway` says otherwise).
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
      const run = (command: () => Promise<SignInStep>): Observable<SignInStep> =>
        this.#commands.run(command);
      // Before anything else: from now on a sign-out ends it.
      const conversation = new SignInConversation(request, pool, run);
      await this.#commands.prepare();
      return conversation.begin();
    });
  }
}
