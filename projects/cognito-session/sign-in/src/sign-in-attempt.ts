// One attempt to sign in: the parameters that each flow sends first, the challenges that are
// answered without a form (SRP, remembered devices), and the session at its end. challenges/ has
// those with a form.

import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { AuthAnswer, AuthParameters } from './auth-answer';
import type { ChallengedAttempt } from './challenges/challenge-builder';
import { challengeStep } from './challenges/challenge-table';
import { firstParameters } from './first-parameters';
import { isDeviceForgotten } from './forgotten-devices';
import { confirmNewDevice } from './new-device';
import {
  beginSignIn,
  completeSignIn,
  giveUp,
  isOvertaken,
  type PendingSignIn,
  withSuspended,
} from './pending-sign-in';
import type { RememberedDevice } from './remembered-devices';
import { newSignInError } from './sign-in-error';
import type { SignInRequest, SignInStep } from './sign-in-step';
import { toBase64 } from './srp/bytes';
import { claimPassword } from './srp/password-claim';
import { createSrpEphemeral, randomBytes, type SrpEphemeral } from './srp/srp';
import { SUSPENDED_VERSION, type SuspendedSignIn } from './suspended-sign-in';
import type { UserPool } from './user-pool';

/** The message of a `CHALLENGE_EXPIRED` that does not come from Cognito. */
const OVERTAKEN = 'a sign-out, or another sign-in, came first';

/** One user's attempt to sign in, from the first call to the session. */
export class SignInAttempt implements ChallengedAttempt {
  readonly run: ChallengedAttempt['run'];
  password: string | undefined;
  passkey: ChallengedAttempt['passkey'];
  readonly pool: UserPool;
  /** The members of the request that a suspended step keeps. */
  readonly request: SuspendedSignIn['request'];
  /** The name that the user typed, until Cognito sends the user name of that account. */
  #username: string;
  /** Null when Cognito has forgotten this browser's device: this attempt then uses none. */
  #device: RememberedDevice | null | undefined;
  #ephemeral: SrpEphemeral | undefined;
  /** The number of the latest form of this attempt that the user has sent. */
  #submission: number;
  /** Tells whether a sign-out in any tab has ended this attempt. */
  readonly #pending: PendingSignIn;
  /** The random id of an attempt that was suspended; a resumed attempt keeps it. */
  #id: string | undefined;
  /** When Cognito sent the latest challenge, in milliseconds since the epoch. */
  #askedAt = 0;
  /**
   * Whether tokens have come: Cognito may send them twice for a step that is answered twice at
   * once.
   */
  #hasTokens = false;

  constructor(request: SignInRequest, pool: UserPool, run: ChallengedAttempt['run']) {
    const { username, flow, preferredChallenge, clientMetadata, totpIssuer } = request;
    // Member by member: an app's object may have others, and a suspended step keeps this one. The
    // password is in one place only, so that it can be forgotten.
    this.request = { username, flow, preferredChallenge, clientMetadata, totpIssuer };
    this.pool = pool;
    this.#submission = ++pool.submissions;
    this.#pending = beginSignIn(pool.manager);
    this.run = (command) => {
      this.#submission = ++pool.submissions;
      return run(async () => {
        this.#requireNotOvertaken();
        return command();
      });
    };
    this.#username = username;
    this.password = request.password;
  }

  /** Sends the first call; gives the first step. */
  async begin(continueFrom?: string): Promise<SignInStep> {
    const { username, flow = 'USER_SRP_AUTH', preferredChallenge, clientMetadata } = this.request;
    if (!username || (!this.password && /SRP|PASSWORD/.test(flow))) {
      const isForgotten = this.#device === null;
      throw newSignInError(
        isForgotten ? 'CHALLENGE_EXPIRED' : 'WRONG_CREDENTIALS',
        isForgotten ? 'Cognito has forgotten the device' : 'username or password is empty',
      );
    }
    await this.#findDevice();
    return this.#exchange('', () =>
      this.pool.send('InitiateAuth', {
        AuthFlow: flow,
        AuthParameters: this.#withUser(username, firstParameters(this, flow, preferredChallenge)),
        ClientMetadata: clientMetadata,
        Session: continueFrom,
      }),
    );
  }

  suspend(
    { ChallengeName, ChallengeParameters, AvailableChallenges, Session }: AuthAnswer,
    choice: string | undefined,
  ): string {
    const { manager } = this.pool;
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
      request: this.request,
      answer: { ChallengeName, ChallengeParameters, AvailableChallenges, Session },
      choice,
    } satisfies SuspendedSignIn);
  }

  /**
   * Gives the step that was suspended, without a call to Cognito where the challenge needs none.
   */
  async resume({ id, at, username, answer, choice }: SuspendedSignIn): Promise<SignInStep> {
    this.#id = id;
    this.#askedAt = at;
    this.#username = username;
    // This rejects when the part of the library that knows of sign-outs does not load: only that
    // part can tell whether one has ended the attempt, and a later try may load it.
    const { signIns } = await this.pool.manager.runtime.load();
    if (await signIns.suspended?.isEnded(id)) this.#pending.overtaken = true;
    await this.#findDevice();
    this.#requireNotOvertaken();
    return this.#challengeStep(answer, choice);
  }

  respond(
    answer: AuthAnswer,
    responses: AuthParameters,
    metadata = this.request.clientMetadata,
  ): Promise<SignInStep> {
    const { ChallengeName, Session } = answer;
    return this.#exchange(String(ChallengeName), () =>
      this.pool.send('RespondToAuthChallenge', {
        ChallengeName,
        ChallengeResponses: this.#withUser(this.#username, responses),
        ClientMetadata: metadata,
        Session,
      }),
    );
  }

  proof(factor: string | undefined): AuthParameters {
    if (factor === 'PASSWORD') return { PASSWORD: this.password };
    return factor === 'PASSWORD_SRP' && this.password ? this.#srpA() : {};
  }

  #challengeStep(answer: AuthAnswer, choice?: string): Promise<SignInStep> {
    return challengeStep({
      attempt: this,
      answer,
      parameters: answer.ChallengeParameters ?? {},
      choice,
    });
  }

  #srpA(): AuthParameters {
    this.#ephemeral = createSrpEphemeral();
    return { SRP_A: this.#ephemeral.publicValue };
  }

  #withUser(USERNAME: string, parameters: AuthParameters): AuthParameters {
    return { USERNAME, DEVICE_KEY: this.#device?.deviceKey, ...parameters };
  }

  async #findDevice(): Promise<void> {
    if (this.#device === undefined) {
      this.#device = await this.pool.devices.find(this.#username);
    }
  }

  /**
   * Sends a call and goes on with its answer. When Cognito has forgotten this browser's device, the
   * attempt goes on without it: a challenge for the device starts the attempt anew, and any other
   * call is sent once more.
   */
  async #exchange(challenge: string, send: () => Promise<AuthAnswer>): Promise<SignInStep> {
    try {
      this.#requireNotOvertaken();
      return await this.#next(await send());
    } catch (error) {
      const isForDevice = challenge.startsWith('DEVICE');
      if (!this.#device || !isDeviceForgotten(error, isForDevice)) throw error;
      this.#device = null;
      await this.pool.devices.forget(this.#username);
      return isForDevice ? this.begin() : this.#exchange(challenge, send);
    }
  }

  async #next(answer: AuthAnswer): Promise<SignInStep> {
    const { AuthenticationResult: tokens, ChallengeName: name } = answer;
    if (tokens) return this.#signedIn(tokens);
    if (!name) throw newSignInError('UNAVAILABLE', 'the answer has neither tokens nor a challenge');
    const { USER_ID_FOR_SRP, USERNAME } = answer.ChallengeParameters ?? {};
    this.#username = USER_ID_FOR_SRP ?? USERNAME ?? this.#username;
    this.#askedAt = Date.now();
    // No device was found under the name that the user typed; this looks under Cognito's name.
    await this.#findDevice();
    const { password } = this;
    if (name === 'PASSWORD_VERIFIER' && password) {
      const group = this.pool.manager.config.userPoolId.replace(/.*_/, '');
      return this.#claim(answer, group, this.#username, password);
    }
    const device = this.#device;
    if (name === 'DEVICE_SRP_AUTH' && device) return this.respond(answer, this.#srpA());
    if (name === 'DEVICE_PASSWORD_VERIFIER' && device) {
      return this.#claim(answer, device.deviceGroupKey, device.deviceKey, device.password);
    }
    return this.#challengeStep(answer);
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
      now: this.pool.now(),
    });
    return this.respond(answer, claim);
  }

  /** Starts the session. Tokens that come too late, or a second time, are revoked. */
  async #signedIn(tokens: AuthenticationResultType): Promise<SignInStep> {
    this.password = undefined;
    const { manager } = this.pool;
    const isFirst = !this.#hasTokens;
    this.#hasTokens = true;
    const isLatest = (): boolean =>
      isFirst && !this.#pending.overtaken && this.#submission === this.pool.submissions;
    const device = isLatest() ? await confirmNewDevice(tokens, this.pool) : undefined;
    if (!device || !isLatest()) {
      void giveUp(this.pool, tokens);
      throw newSignInError('CHALLENGE_EXPIRED', OVERTAKEN);
    }
    const { session, sub } = await completeSignIn(manager, this.#pending, tokens).catch(
      (error: unknown) => {
        if (!manager.runtime.current) void giveUp(this.pool, tokens);
        this.#requireNotOvertaken();
        throw error;
      },
    );
    if (this.passkey) this.pool.passkeyUser = { ...this.passkey, sub };
    const id = this.#id;
    if (id) withSuspended(manager, (ids) => ids.remove(id));
    await device.keepForLater();
    if (device.error) manager.emit({ type: 'device-unconfirmed', error: device.error });
    return {
      status: 'signed-in',
      session,
      deviceConfirmationNecessary: device.userDecides,
      deviceConfirmationFailed: !!device.error,
    };
  }

  /**
   * @throws `CHALLENGE_EXPIRED` when a sign-out has ended this attempt: nothing is sent any more.
   */
  #requireNotOvertaken(): void {
    if (isOvertaken(this.pool.manager, this.#pending)) {
      throw newSignInError('CHALLENGE_EXPIRED', OVERTAKEN);
    }
  }
}
