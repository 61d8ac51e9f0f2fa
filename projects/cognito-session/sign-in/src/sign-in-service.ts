// Signs users in with Cognito's user-pool API and hands the tokens to the session. Loaded with the sign-in page.

import { inject, Injectable } from '@angular/core';
import type {
  AuthenticationResultType,
  ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  Clock,
  ɵSessionHost as SessionHost,
  ɵSIGN_IN_GATEWAY as SIGN_IN_GATEWAY,
} from 'ngx-cognito-session';
import type { CognitoGateway } from 'ngx-cognito-session';
import { firstValueFrom, from, type Observable, ReplaySubject } from 'rxjs';
import { signInError, SignInError } from './sign-in-error';
import type { SignInRequest, SignInStep } from './sign-in-step';

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
  readonly #clock = inject(Clock);
  readonly #createGateway = inject(SIGN_IN_GATEWAY);
  #gateway: CognitoGateway | undefined;

  constructor() {
    this.#host.manager$.subscribe({
      next: ({ config }) => (this.#gateway = this.#createGateway(config)),
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
    return this.#command(async () => {
      if (flow !== 'USER_PASSWORD_AUTH' || !password) {
        const message = "flow must be 'USER_PASSWORD_AUTH', with a password, in this version";
        throw new SignInError('INVALID_CONFIG', message);
      }
      const { config } = await firstValueFrom(this.#host.manager$);
      const answer = await this.#clock.limit(CALL_MS, (signal) =>
        this.#theGateway.send(
          'InitiateAuth',
          {
            AuthFlow: flow,
            ClientId: config.clientId,
            AuthParameters: { USERNAME: username, PASSWORD: password },
            ...(clientMetadata && { ClientMetadata: clientMetadata }),
          },
          { signal },
        ),
      );
      return this.#step(answer, username);
    });
  }

  get #theGateway(): CognitoGateway {
    if (!this.#gateway) throw new SignInError('UNAVAILABLE', 'there is no sign-in on a server');
    return this.#gateway;
  }

  async #step(answer: Answer, username: string): Promise<SignInStep> {
    const { AuthenticationResult: tokens, ChallengeName: challenge, ChallengeParameters } = answer;
    if (tokens) {
      const manager = await firstValueFrom(this.#host.manager$);
      const { session } = await manager.start(tokens, 'now');
      return { status: 'signed-in', session };
    }
    if (!challenge)
      throw new SignInError('UNAVAILABLE', 'the answer holds neither tokens nor a challenge');
    return {
      status: 'challenge',
      challenge,
      parameters: ChallengeParameters ?? {},
      respond: (responses) =>
        this.#command(() => this.#respond(challenge, answer.Session, username, responses)),
    };
  }

  async #respond(
    challenge: string,
    session: string | undefined,
    username: string,
    responses: Record<string, string>,
  ): Promise<SignInStep> {
    const { config } = await firstValueFrom(this.#host.manager$);
    const answer = await this.#clock.limit(CALL_MS, (signal) =>
      this.#theGateway.send(
        'RespondToAuthChallenge',
        {
          ClientId: config.clientId,
          ChallengeName: challenge as ChallengeNameType,
          ChallengeResponses: { USERNAME: username, ...responses },
          ...(session !== undefined && { Session: session }),
        },
        { signal },
      ),
    );
    return this.#step(answer, username);
  }

  /** Runs `command` now and keeps its outcome for whoever subscribes. */
  #command(command: () => Promise<SignInStep>): Observable<SignInStep> {
    const outcome$ = new ReplaySubject<SignInStep>(1);
    from(
      command().catch((error: unknown) => {
        throw error instanceof SignInError ? error : signInError(error);
      }),
    ).subscribe(outcome$);
    return this.#host.inZone(outcome$);
  }
}
