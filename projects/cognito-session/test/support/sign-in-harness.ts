// Signing in, as a spec does it: the page's call, the answers Cognito can give, and what came of
// it.

import { TestBed } from '@angular/core/testing';
import { type SignInRequest, SignInService, type SignInStep } from 'ngx-cognito-session/sign-in';
import type { Observable } from 'rxjs';
import { json, type Outcome } from './fake-pool';
import type { FakeTokens } from './fake-tokens';
import { observe, type Observed } from './observed';
import { type AppOptions, DOORS, type Gateway, openApp, type SessionApp } from './session-app';
import { PASSWORD } from './scripted-sign-in';

export { PASSWORD };

export const REQUEST: SignInRequest = {
  username: 'maría',
  password: PASSWORD,
  flow: 'USER_PASSWORD_AUTH',
};

/** Cognito takes the password, or the response. */
export function answerTokens(
  { IdToken, AccessToken, RefreshToken }: FakeTokens,
  rest: object = {},
): Outcome {
  const AuthenticationResult = { IdToken, AccessToken, RefreshToken, ExpiresIn: 3600, ...rest };
  return () => json(200, { AuthenticationResult, ChallengeParameters: {} });
}

/** Cognito wants something more. */
export function answerChallenge(
  ChallengeName: string,
  Session = 'session-1',
  parameters: Readonly<Record<string, string>> = { requiredAttributes: '["email"]' },
  rest: object = {},
): Outcome {
  const ChallengeParameters = { USER_ID_FOR_SRP: 'maría', ...parameters };
  return () => json(200, { ChallengeName, ChallengeParameters, Session, ...rest });
}

/** An app at its sign-in page. */
export interface SignInHarness {
  readonly app: SessionApp;
  readonly service: SignInService;
  /** Signs in and waits for the answer. */
  signIn(changes?: Partial<SignInRequest>): Promise<Observed<SignInStep>>;
  /** Waits for the end of something that was started. */
  finish<T>(started: Observable<T>): Promise<Observed<T>>;
  /** What an operation was called with, each time. */
  inputsOf(operation: string): unknown[];
}

/** Opens an app whose session and sign-in go through one gateway. */
export async function openSignInHarness(
  gateway: Gateway,
  options: AppOptions = {},
): Promise<SignInHarness> {
  const app = await openApp(
    { ...DOORS[0]!, ...gateway },
    { ...options, config: { onSessionEnd: 'stay', ...options.config } },
  );
  const service = TestBed.inject(SignInService);
  const finish = async <T>(started: Observable<T>): Promise<Observed<T>> => {
    const observed = observe(started);
    // WebCrypto answers in real time: the fake clock stands still until Cognito is asked.
    while (observed.completions + observed.errors.length === 0) {
      await app.clock.advance(app.pool.latencyMs);
    }
    await app.clock.advance(1000);
    return observed;
  };
  return {
    app,
    service,
    finish,
    signIn: (changes = {}) => finish(service.signIn({ ...REQUEST, ...changes })),
    inputsOf: (operation) =>
      app.pool.calls.filter((call) => call.operation === operation).map(({ input }) => input),
  };
}
