// Signs users in with Cognito's user-pool API and hands the tokens to the session. Loaded with the sign-in page.

import { inject, Injectable } from '@angular/core';
import type {
  AuthenticationResultType,
  ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  ɵSessionHost as SessionHost,
  ɵGATEWAY as GATEWAY,
  type ɵGatewayFactory as GatewayFactory,
  ɵloadAwsSdkGateway as loadAwsSdkGateway,
} from 'ngx-cognito-session';
import type { CognitoGateway, CognitoOperation, CognitoOperations } from 'ngx-cognito-session';
import { type Observable, ReplaySubject, switchMap } from 'rxjs';
import { signInError, SignInError } from './sign-in-error';
import type { SignInRequest, SignInStep } from './sign-in-step';

type SessionManager = NonNullable<SessionHost['manager']>;
type Config = Parameters<GatewayFactory>[0];

/** Longest wait for one answer, in milliseconds. */
const CALL_MS = 20_000;

/** The parts of an answer that both operations share. */
interface Answer {
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
  readonly ChallengeName?: string | undefined;
  readonly ChallengeParameters?: Record<string, string> | undefined;
  readonly Session?: string | undefined;
}

/**
 * Signs users in. Each call is one conversation of its own; a session that exists is kept until a new one is complete.
 *
 * Making the service starts loading the gateway (the AWS SDK unless `withGateway` says otherwise).
 */
@Injectable({ providedIn: 'root' })
export class SignInService {
  readonly #host = inject(SessionHost);
  readonly #createGateway = inject(GATEWAY, { optional: true }) ?? loadAwsSdkGateway;
  #gateway: Promise<CognitoGateway> | undefined;

  constructor() {
    this.#host.manager$.subscribe({
      // With the page, not with the first click.
      next: ({ config }) => void this.#getGateway(config).catch(() => undefined),
      // The config was wrong: the app's start fails with that error.
      error: () => undefined,
    });
  }

  /**
   * Starts a sign-in when called, subscribed or not; emits the first step and completes. Errors with
   * {@link SignInError}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  signIn({ username, password, flow, clientMetadata }: SignInRequest): Observable<SignInStep> {
    return this.#command(async (manager) => {
      if (flow !== 'USER_PASSWORD_AUTH') {
        throw new SignInError(
          'INVALID_CONFIG',
          "flow must be 'USER_PASSWORD_AUTH' in this version",
        );
      }
      if (!username || !password) {
        throw new SignInError('WRONG_CREDENTIALS', 'user name and password must not be empty');
      }
      const { config } = manager;
      const answer = await this.#call(config, 'InitiateAuth', {
        AuthFlow: flow,
        ClientId: config.clientId,
        AuthParameters: { USERNAME: username, PASSWORD: password },
        ...(clientMetadata && { ClientMetadata: clientMetadata }),
      });
      return this.#step(answer, username, manager);
    });
  }

  /** One call, with a limit that holds even for a gateway that ignores its signal. */
  async #call<Operation extends CognitoOperation>(
    config: Config,
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
  ): Promise<CognitoOperations[Operation]['output']> {
    const gateway = await this.#getGateway(config);
    const signal = AbortSignal.timeout(CALL_MS);
    const answer = gateway.send(operation, input, { signal });
    const tooLate = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    return Promise.race([answer, tooLate]);
  }

  /** The gateway; a failed download is tried again at the next call. */
  async #getGateway(config: Config): Promise<CognitoGateway> {
    try {
      return await (this.#gateway ??= Promise.resolve(this.#createGateway(config)));
    } catch (error) {
      this.#gateway = undefined;
      throw error;
    }
  }

  async #step(answer: Answer, username: string, manager: SessionManager): Promise<SignInStep> {
    const { AuthenticationResult: tokens, ChallengeName: challenge, ChallengeParameters } = answer;
    if (tokens) {
      const { session } = await manager.start(tokens, 'now');
      return { status: 'signed-in', session };
    }
    if (!challenge) {
      throw new SignInError('UNAVAILABLE', 'the answer holds neither tokens nor a challenge');
    }
    return {
      status: 'challenge',
      challenge,
      parameters: ChallengeParameters ?? {},
      respond: (responses) =>
        this.#command(async () => {
          const { config } = manager;
          const next = await this.#call(config, 'RespondToAuthChallenge', {
            ClientId: config.clientId,
            ChallengeName: challenge as ChallengeNameType,
            ChallengeResponses: { USERNAME: username, ...responses },
            ...(answer.Session !== undefined && { Session: answer.Session }),
          });
          return this.#step(next, username, manager);
        }),
    };
  }

  /** Runs `command` now and keeps its outcome for whoever subscribes. */
  #command(command: (manager: SessionManager) => Promise<SignInStep>): Observable<SignInStep> {
    const outcome$ = new ReplaySubject<SignInStep>(1);
    this.#host.manager$.pipe(switchMap(command)).subscribe({
      next: (step) => outcome$.next(step),
      error: (error: unknown) =>
        outcome$.error(error instanceof SignInError ? error : signInError(error)),
      complete: () => outcome$.complete(),
    });
    return this.#host.inZone(outcome$);
  }
}
