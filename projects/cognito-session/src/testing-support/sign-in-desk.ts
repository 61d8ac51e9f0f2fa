// Signing in, as a spec does it: the page's call, the answers Cognito can give, and what came of it.

import { TestBed } from '@angular/core/testing';
import { type SignInRequest, SignInService, type SignInStep } from 'ngx-cognito-session/sign-in';
import { json, type Outcome } from './fake-pool';
import type { FakeTokens } from './fake-tokens';
import { observe, type Observed } from './observed';
import { DOORS, type Gateway, openApp, type SessionApp } from './session-app';

/** A password to look for where none may be. */
export const PASSWORD = 'Canary-Pa55word!';

export const REQUEST: SignInRequest = {
  username: 'maría',
  password: PASSWORD,
  flow: 'USER_PASSWORD_AUTH',
};

/** Cognito takes the password, or the response. */
export function answerTokens({ IdToken, AccessToken, RefreshToken }: FakeTokens): Outcome {
  const AuthenticationResult = { IdToken, AccessToken, RefreshToken, ExpiresIn: 3600 };
  return () => json(200, { AuthenticationResult, ChallengeParameters: {} });
}

/** Cognito wants something more. */
export function answerChallenge(ChallengeName: string, Session = 'session-1'): Outcome {
  const ChallengeParameters = { USER_ID_FOR_SRP: 'maría', requiredAttributes: '["email"]' };
  return () => json(200, { ChallengeName, ChallengeParameters, Session });
}

/** An app at its sign-in page. */
export interface SignInDesk {
  readonly app: SessionApp;
  readonly service: SignInService;
  /** Signs in and waits for the answer. */
  signIn(changes?: Partial<SignInRequest>): Promise<Observed<SignInStep>>;
  /** What an operation was called with, each time. */
  inputsOf(operation: string): unknown[];
}

/** Opens an app whose session and sign-in go through one gateway. */
export async function openSignInDesk(gateway: Gateway): Promise<SignInDesk> {
  const app = await openApp({ ...DOORS[0]!, ...gateway }, { config: { onSessionEnd: 'stay' } });
  const service = TestBed.inject(SignInService);
  return {
    app,
    service,
    async signIn(changes = {}) {
      const step = observe(service.signIn({ ...REQUEST, ...changes }));
      await app.clock.advance(1000);
      return step;
    },
    inputsOf: (operation) =>
      app.pool.calls.filter((call) => call.operation === operation).map(({ input }) => input),
  };
}
