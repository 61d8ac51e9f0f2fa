// Signs in step by step over plain HTTP, so that specs can answer each challenge.

import type { LocalCognito } from '../../src/local-cognito';
import { RawClient, type RawAnswer, type RawTokens } from './raw-client';
import { SrpClient } from './srp-client';

type AuthParameters = Readonly<Record<string, string>>;

/** The answer of InitiateAuth or RespondToAuthChallenge. */
export interface Step {
  readonly status: number;
  readonly challenge: string | undefined;
  readonly parameters: AuthParameters;
  readonly session: string | undefined;
  readonly available: readonly string[] | undefined;
  readonly tokens: (RawTokens & { readonly NewDeviceMetadata?: NewDevice }) | undefined;
  readonly error: string | undefined;
  readonly message: string | undefined;
}

/** `NewDeviceMetadata`. */
export interface NewDevice {
  readonly DeviceKey: string;
  readonly DeviceGroupKey: string;
}

/** Calls the sign-in operations without any AWS client. */
export class SignInClient extends RawClient {
  constructor(private readonly pool: LocalCognito) {
    super(pool);
  }

  async initiate(
    AuthFlow: string,
    AuthParameters: AuthParameters,
    more: object = {},
  ): Promise<Step> {
    const ClientId = this.pool.clientId;
    return asStep(await this.call('InitiateAuth', { AuthFlow, ClientId, AuthParameters, ...more }));
  }

  /** Answers the challenge of a step, in its session. */
  async respond(step: Step, responses: AuthParameters, more: object = {}): Promise<Step> {
    return this.respondTo(step.challenge ?? '', step.session, responses, more);
  }

  async respondTo(
    ChallengeName: string,
    Session: string | undefined,
    ChallengeResponses: AuthParameters,
    more: object = {},
  ): Promise<Step> {
    return asStep(
      await this.call('RespondToAuthChallenge', {
        ClientId: this.pool.clientId,
        ChallengeName,
        Session,
        ChallengeResponses,
        ...more,
      }),
    );
  }

  async password(
    USERNAME: string,
    PASSWORD = 'Passw0rd!',
    more: AuthParameters = {},
  ): Promise<Step> {
    return this.initiate('USER_PASSWORD_AUTH', { USERNAME, PASSWORD, ...more });
  }

  /** USER_SRP_AUTH up to the answer to PASSWORD_VERIFIER. */
  async srp(USERNAME: string, password = 'Passw0rd!', more: AuthParameters = {}): Promise<Step> {
    const srp = this.srpClient();
    const asked = await this.initiate('USER_SRP_AUTH', {
      USERNAME,
      SRP_A: srp.publicValue,
      ...more,
    });
    return asked.challenge === 'PASSWORD_VERIFIER'
      ? this.verify(srp, asked, password, more)
      : asked;
  }

  /** Answers PASSWORD_VERIFIER. */
  async verify(
    srp: SrpClient,
    asked: Step,
    password: string,
    more: AuthParameters = {},
  ): Promise<Step> {
    const name = asked.parameters['USER_ID_FOR_SRP'] ?? '';
    const proof = srp.prove(asked.parameters, name, password);
    return this.respond(asked, { USERNAME: name, ...proof, ...more });
  }

  srpClient(): SrpClient {
    return new SrpClient(this.pool.userPoolId.split('_')[1] ?? '');
  }

  /** The last code that was sent. */
  lastCode(): string {
    return this.pool.messages.at(-1)?.code ?? 'none was sent';
  }
}

function asStep({ status, body }: RawAnswer): Step {
  return {
    status,
    challenge: body['ChallengeName'] as string | undefined,
    parameters: (body['ChallengeParameters'] ?? {}) as AuthParameters,
    session: body['Session'] as string | undefined,
    available: body['AvailableChallenges'] as readonly string[] | undefined,
    tokens: body['AuthenticationResult'] as Step['tokens'],
    error: body['__type'] as string | undefined,
    message: body['message'] as string | undefined,
  };
}
