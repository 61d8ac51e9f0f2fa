// One sign-in: what is sent for each flow, which challenges answer themselves (SRP, remembered devices), and how it
// ends. What a form must answer is in challenge-step.ts.

import type {
  AuthenticationResultType,
  ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AuthAnswer, AuthExchange, RunStep, Texts } from './auth-exchange';
import { toBase64 } from './srp/bytes';
import { challengeStep } from './challenge-step';
import { confirmNewDevice } from './new-device';
import { claimPassword } from './srp/password-claim';
import {
  beginSignIn,
  completeSignIn,
  giveUp,
  isOvertaken,
  type PendingSignIn,
  withSuspended,
} from './pending-sign-in';
import type { RememberedDevice } from './remembered-devices';
import { newSignInError, type SignInError } from './sign-in-error';
import type { SignInRequest, SignInStep } from './sign-in-step';
import { createSrpEphemeral, randomBytes, type SrpEphemeral } from './srp/srp';
import { SUSPENDED_VERSION, type SuspendedSignIn } from './suspended-sign-in';
import type { UserPool } from './user-pool';

/** For developers, where `CHALLENGE_EXPIRED` is not Cognito's. */
const OVERTAKEN = 'a sign-out, or another sign-in, came first';

/** Talks one user into a session. */
export class SignInConversation implements AuthExchange {
  readonly run: RunStep;
  password: string | undefined;
  passkey: AuthExchange['passkey'];
  readonly #request: SuspendedSignIn['request'];
  readonly #pool: UserPool;
  /** What the user typed, until Cognito tells the user name behind it. */
  #username: string;
  /** Null: Cognito has forgotten it, and none is to be used in this sign-in. */
  #device: RememberedDevice | null | undefined;
  #ephemeral: SrpEphemeral | undefined;
  #turn: number;
  /** What a sign-out in any tab ends. */
  readonly #pending: PendingSignIn;
  /** Names this sign-in once it is suspended; a resumed one keeps its name. */
  #id: string | undefined;
  /** When Cognito asked last, in milliseconds since the epoch. */
  #askedAt = 0;
  /** A step that is answered twice at once may be answered with tokens twice. */
  #hasTokens = false;

  constructor(request: SignInRequest, pool: UserPool, run: RunStep) {
    const { username, flow, preferredChallenge, clientMetadata, totpIssuer } = request;
    // Member by member: an app may have given more, and this is what a suspended step keeps. The password is in one place
    // only, where it is let go of.
    this.#request = { username, flow, preferredChallenge, clientMetadata, totpIssuer };
    this.#pool = pool;
    this.#turn = ++pool.turn;
    this.#pending = beginSignIn(pool.manager);
    this.run = (command) => {
      this.#turn = ++pool.turn;
      return run(async () => {
        this.#requireGoingOn();
        return command();
      });
    };
    this.#username = username;
    this.password = request.password;
  }

  /** Asks for the first step. */
  async begin(continueFrom?: string): Promise<SignInStep> {
    const { username, flow = 'USER_SRP_AUTH', clientMetadata } = this.#request;
    if (!username || (!this.password && /SRP|PASSWORD/.test(flow))) {
      const isForgotten = this.#device === null;
      throw newSignInError(
        isForgotten ? 'CHALLENGE_EXPIRED' : 'WRONG_CREDENTIALS',
        isForgotten ? 'Cognito has forgotten the device' : 'username or password is empty',
      );
    }
    await this.#findDevice();
    return this.#exchange('', () =>
      this.#pool.send('InitiateAuth', {
        AuthFlow: flow,
        AuthParameters: this.#texts(username, this.#firstProof(flow)),
        ClientMetadata: clientMetadata,
        Session: continueFrom,
      }),
    );
  }

  suspend(
    { ChallengeName, ChallengeParameters, AvailableChallenges, Session }: AuthAnswer,
    choice: string | undefined,
  ): string {
    const { manager } = this.#pool;
    const { userPoolId, clientId } = manager.config;
    const id = (this.#id ??= toBase64(randomBytes(12)));
    withSuspended(manager, (ids) => ids.add(id));
    return JSON.stringify({
      v: SUSPENDED_VERSION,
      userPoolId,
      clientId,
      id,
      at: isOvertaken(manager, this.#pending) ? 0 : this.#askedAt,
      username: this.#username,
      request: this.#request,
      answer: { ChallengeName, ChallengeParameters, AvailableChallenges, Session },
      choice,
    } satisfies SuspendedSignIn);
  }

  /** Gives the step that was suspended. */
  async resume({ id, at, username, answer, choice }: SuspendedSignIn): Promise<SignInStep> {
    this.#id = id;
    this.#askedAt = at;
    this.#username = username;
    // Without the part that knows of sign-outs nobody can tell, and a later try may have it.
    const { signIns } = await this.#pool.manager.upkeep.load();
    if (await signIns.suspended?.isEnded(id)) this.#pending.overtaken = true;
    await this.#findDevice();
    this.#requireGoingOn();
    return challengeStep(this, answer, this.#pool, this.#request, choice);
  }

  respond(
    answer: AuthAnswer,
    responses: Texts,
    metadata = this.#request.clientMetadata,
  ): Promise<SignInStep> {
    const name = answer.ChallengeName as ChallengeNameType;
    return this.#exchange(name, () =>
      this.#pool.send('RespondToAuthChallenge', {
        ChallengeName: name,
        ChallengeResponses: this.#texts(this.#username, responses),
        ClientMetadata: metadata,
        Session: answer.Session,
      }),
    );
  }

  proof(kind: string | undefined): Texts {
    if (kind === 'PASSWORD') return { PASSWORD: this.password };
    return kind === 'PASSWORD_SRP' && this.password ? this.#srpA() : {};
  }

  #firstProof(flow: string): Texts {
    const { preferredChallenge: choice } = this.#request;
    if (flow === 'USER_AUTH') {
      // A password that is not there yet cannot come first: Cognito then tells what else can.
      const usable = this.password || !/^PASS/.test(String(choice));
      return usable ? { PREFERRED_CHALLENGE: choice, ...this.proof(choice) } : {};
    }
    const CHALLENGE_NAME = flow === 'CUSTOM_AUTH' && this.password ? 'SRP_A' : undefined;
    const kind = flow === 'USER_PASSWORD_AUTH' ? 'PASSWORD' : 'PASSWORD_SRP';
    return { CHALLENGE_NAME, ...this.proof(kind) };
  }

  #srpA(): Texts {
    this.#ephemeral = createSrpEphemeral();
    return { SRP_A: this.#ephemeral.publicValue };
  }

  #texts(USERNAME: string, texts: Texts): Record<string, string> {
    // What is undefined is left out by the pool.
    return { USERNAME, DEVICE_KEY: this.#device?.deviceKey, ...texts } as Record<string, string>;
  }

  async #findDevice(): Promise<void> {
    if (this.#device === undefined) {
      this.#device = await this.#pool.devices.find(this.#username);
    }
  }

  /** Goes on with an answer. When Cognito does not know the device any more: without it, as if there had been none. */
  async #exchange(challenge: string, ask: () => Promise<AuthAnswer>): Promise<SignInStep> {
    try {
      this.#requireGoingOn();
      return await this.#next(await ask());
    } catch (error) {
      const { code, cause } = error as SignInError;
      const ofDevice = /^DEVICE/.test(challenge);
      const forgotten =
        code === 'INVALID_CONFIG'
          ? /device/i.test(String(cause))
          : code === 'WRONG_CREDENTIALS' && ofDevice;
      if (!this.#device || !forgotten) throw error;
      this.#device = null;
      await this.#pool.devices.forget(this.#username);
      return ofDevice ? this.begin() : this.#exchange(challenge, ask);
    }
  }

  async #next(answer: AuthAnswer): Promise<SignInStep> {
    const { AuthenticationResult: tokens, ChallengeName: name } = answer;
    if (tokens) return this.#signedIn(tokens);
    if (!name) throw newSignInError('UNAVAILABLE', 'the answer has neither tokens nor a challenge');
    const { USER_ID_FOR_SRP, USERNAME } = answer.ChallengeParameters ?? {};
    this.#username = USER_ID_FOR_SRP ?? USERNAME ?? this.#username;
    this.#askedAt = Date.now();
    // It was looked for under what the user typed.
    await this.#findDevice();
    const { password } = this;
    if (name === 'PASSWORD_VERIFIER' && password) {
      const group = this.#pool.manager.config.userPoolId.replace(/.*_/, '');
      return this.#claim(answer, group, this.#username, password);
    }
    const device = this.#device;
    if (name === 'DEVICE_SRP_AUTH' && device) return this.respond(answer, this.#srpA());
    if (name === 'DEVICE_PASSWORD_VERIFIER' && device) {
      return this.#claim(answer, device.deviceGroupKey, device.deviceKey, device.password);
    }
    return challengeStep(this, answer, this.#pool, this.#request);
  }

  async #claim(
    answer: AuthAnswer,
    group: string,
    user: string,
    password: string,
  ): Promise<SignInStep> {
    if (!this.#ephemeral) throw newSignInError('UNAVAILABLE', 'no SRP_A was sent');
    const claim = await claimPassword({
      group,
      user,
      password,
      ephemeral: this.#ephemeral,
      challenge: answer.ChallengeParameters ?? {},
      now: this.#pool.now(),
    });
    return this.respond(answer, { ...claim });
  }

  async #signedIn(tokens: AuthenticationResultType): Promise<SignInStep> {
    this.password = undefined;
    const { manager } = this.#pool;
    const isFirst = !this.#hasTokens;
    this.#hasTokens = true;
    const counts = (): boolean =>
      isFirst && !this.#pending.overtaken && this.#turn === this.#pool.turn;
    const device = counts() ? await confirmNewDevice(tokens, this.#pool) : undefined;
    if (!device || !counts()) {
      void giveUp(this.#pool, tokens);
      throw newSignInError('CHALLENGE_EXPIRED', OVERTAKEN);
    }
    const { session, sub } = await completeSignIn(manager, this.#pending, tokens).catch(
      (error: unknown) => {
        if (!manager.upkeep.current) void giveUp(this.#pool, tokens);
        this.#requireGoingOn();
        throw error;
      },
    );
    if (this.passkey) this.#pool.passkeyUser = { ...this.passkey, sub };
    const id = this.#id;
    if (id) withSuspended(manager, (ids) => ids.remove(id));
    await device.keepForLater();
    if (device.error) manager.tell({ type: 'device-unconfirmed', error: device.error });
    return {
      status: 'signed-in',
      session,
      deviceConfirmationNecessary: device.userDecides,
      deviceConfirmationFailed: !!device.error,
    };
  }

  /** Nothing is sent any more when a sign-out has ended this sign-in. */
  #requireGoingOn(): void {
    if (isOvertaken(this.#pool.manager, this.#pending)) {
      throw newSignInError('CHALLENGE_EXPIRED', OVERTAKEN);
    }
  }
}
