// One sign-in: what is sent for each flow, which challenges answer themselves (SRP, remembered devices), and how it
// ends. What a form must answer is in challenge-step.ts.

import type {
  AuthenticationResultType,
  ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoIdToken } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { challengeStep } from './challenge-step';
import { createDeviceSecret } from './device-secret';
import { claimPassword } from './password-claim';
import type { RememberedDevice } from './remembered-devices';
import { type SignInError, signInErrorOf } from './sign-in-error';
import type { SignInRequest, SignInStep } from './sign-in-step';
import { createSrpEphemeral } from './srp';
import type { UserPool } from './user-pool';

/** The parts that answers of InitiateAuth and RespondToAuthChallenge share. */
export interface AuthAnswer {
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
  readonly AvailableChallenges?: string[] | undefined;
  readonly ChallengeName?: string | undefined;
  readonly ChallengeParameters?: Readonly<Record<string, string>> | undefined;
  readonly Session?: string | undefined;
}

/** Parameters and responses, by Cognito's names. */
export type Texts = Record<string, string>;

/** Runs a command now and gives its outcome to whoever subscribes. */
export type RunStep = (command: () => Promise<SignInStep>) => Observable<SignInStep>;

/** Talks one user into a session. */
export class SignInConversation {
  readonly request: Omit<SignInRequest, 'password'>;
  readonly pool: UserPool;
  readonly run: RunStep;
  /** What the user typed, until Cognito tells the user name behind it. */
  username: string;
  /** Let go of as soon as no challenge can need it any more. */
  password: string | undefined;
  #device: RememberedDevice | undefined;
  #srp = createSrpEphemeral();

  constructor({ password, ...request }: SignInRequest, pool: UserPool, run: RunStep) {
    this.request = request;
    this.pool = pool;
    this.run = run;
    this.username = request.username;
    this.password = password;
  }

  /** Asks for the first step; without the remembered device when Cognito has forgotten it. */
  async begin(withDevice = true): Promise<SignInStep> {
    const { username, flow = 'USER_SRP_AUTH', clientMetadata, continueFrom } = this.request;
    if (!username || (!this.password && /SRP|PASSWORD/.test(flow))) {
      throw signInErrorOf('WRONG_CREDENTIALS');
    }
    this.#device = withDevice ? await this.pool.devices.find(username) : undefined;
    const input = {
      AuthFlow: flow,
      AuthParameters: { USERNAME: username, ...this.#deviceKey(), ...this.#firstProof(flow) },
      ClientMetadata: clientMetadata,
      Session: continueFrom,
    };
    return this.#orWithoutDevice('', this.pool.send('InitiateAuth', input));
  }

  /** Answers a challenge. */
  respond(answer: AuthAnswer, responses: Texts, metadata?: Texts): Promise<SignInStep> {
    const name = answer.ChallengeName as ChallengeNameType;
    const input = {
      ChallengeName: name,
      ChallengeResponses: { USERNAME: this.username, ...this.#deviceKey(), ...responses },
      ClientMetadata: metadata ?? this.request.clientMetadata,
      Session: answer.Session,
    };
    return this.#orWithoutDevice(name, this.pool.send('RespondToAuthChallenge', input));
  }

  /** What is sent for a password: the password itself, or the public half of a proof. */
  proof(kind: string | undefined): Texts {
    if (!this.password) return {};
    if (kind === 'PASSWORD') return { PASSWORD: this.password };
    return kind === 'PASSWORD_SRP' ? this.#srpA() : {};
  }

  #firstProof(flow: string): Texts {
    const { preferredChallenge: choice } = this.request;
    if (flow === 'USER_PASSWORD_AUTH') return this.proof('PASSWORD');
    if (flow === 'USER_SRP_AUTH') return this.proof('PASSWORD_SRP');
    if (!this.password)
      return choice && !/^PASSWORD/.test(choice) ? { PREFERRED_CHALLENGE: choice } : {};
    if (flow === 'CUSTOM_AUTH') return { CHALLENGE_NAME: 'SRP_A', ...this.#srpA() };
    return choice ? { PREFERRED_CHALLENGE: choice, ...this.proof(choice) } : {};
  }

  #srpA(): Texts {
    this.#srp = createSrpEphemeral();
    return { SRP_A: this.#srp.publicValue };
  }

  #deviceKey(): Texts {
    return this.#device ? { DEVICE_KEY: this.#device.deviceKey } : {};
  }

  /** Goes on with an answer; with the whole sign-in when Cognito does not know the remembered device any more. */
  async #orWithoutDevice(challenge: string, answer: Promise<AuthAnswer>): Promise<SignInStep> {
    try {
      return await this.#next(await answer);
    } catch (error) {
      const { code, cause } = error as SignInError;
      const { name, message = '' } = (cause ?? {}) as Partial<Error>;
      const unknown = name === 'ResourceNotFoundException' && /device/i.test(message);
      const refused = /^DEVICE/.test(challenge) && code === 'WRONG_CREDENTIALS';
      if (!this.#device || !(unknown || refused)) throw error;
      this.#device = undefined;
      await this.pool.devices.forget(this.username);
      return this.begin(false);
    }
  }

  async #next(answer: AuthAnswer): Promise<SignInStep> {
    const { AuthenticationResult: tokens, ChallengeName: name } = answer;
    if (tokens) return this.#signedIn(tokens);
    if (!name) throw signInErrorOf('UNAVAILABLE');
    const { USER_ID_FOR_SRP, USERNAME, ...parameters } = answer.ChallengeParameters ?? {};
    this.username = USER_ID_FOR_SRP ?? USERNAME ?? this.username;
    if (name === 'PASSWORD_VERIFIER' && this.password) {
      const group = this.pool.manager.config.userPoolId.replace(/.*_/, '');
      // The device was looked for under what the user typed.
      this.#device ??= await this.pool.devices.find(this.username);
      return this.respond(
        answer,
        await this.#claim(group, this.username, this.password, parameters),
      );
    }
    if (name === 'DEVICE_SRP_AUTH' && this.#device) return this.respond(answer, this.#srpA());
    if (name === 'DEVICE_PASSWORD_VERIFIER' && this.#device) {
      const { deviceGroupKey, deviceKey, password } = this.#device;
      return this.respond(
        answer,
        await this.#claim(deviceGroupKey, deviceKey, password, parameters),
      );
    }
    return challengeStep(this, answer);
  }

  async #claim(group: string, user: string, password: string, challenge: Texts): Promise<Texts> {
    return {
      ...(await claimPassword({
        ephemeral: this.#srp,
        group,
        user,
        password,
        challenge: challenge,
        now: Date.now(),
      })),
    };
  }

  async #signedIn(tokens: AuthenticationResultType): Promise<SignInStep> {
    this.password = undefined;
    const deviceConfirmationNecessary = await this.#confirmDevice(tokens);
    const { session } = await this.pool.manager.start(tokens, 'now');
    return { status: 'signed-in', session, deviceConfirmationNecessary };
  }

  /**
   * Confirms a device the pool has just begun to track, before anything can refresh the session: Cognito refuses
   * refresh tokens of devices that were never confirmed. Failing at it is no reason to fail the sign-in.
   */
  async #confirmDevice(tokens: AuthenticationResultType): Promise<boolean> {
    const { NewDeviceMetadata, AccessToken, IdToken = '' } = tokens;
    const { DeviceKey: deviceKey, DeviceGroupKey: deviceGroupKey } = NewDeviceMetadata ?? {};
    if (!deviceKey || !deviceGroupKey) return false;
    try {
      const { password, verifier } = await createDeviceSecret(deviceGroupKey, deviceKey);
      const { UserConfirmationNecessary = false } = await this.pool.call('ConfirmDevice', {
        AccessToken,
        DeviceKey: deviceKey,
        DeviceName: navigator.userAgent,
        DeviceSecretVerifierConfig: verifier,
      });
      const username = String(new CognitoIdToken({ IdToken }).payload['cognito:username']);
      await this.pool.devices.keep(
        username,
        { deviceKey, deviceGroupKey, password },
        this.request.username,
      );
      return UserConfirmationNecessary;
    } catch {
      return false;
    }
  }
}
