// Cognito's flow CUSTOM_AUTH: the pool's Lambda triggers define, create and verify the challenges.

import { refusals } from '../pool/cognito-error';
import type { DeviceFactor } from './device-factor';
import type { FirstFactor } from './first-factor';
import type { PoolParts } from '../state/pool-parts';
import { customChallengeTriggers } from '../pool/custom-challenge-triggers';
import { attemptOf } from './second-factor';
import type {
  ChallengeAnswer,
  ChallengeGroup,
  CustomProgress,
  SignInAttempt,
  SignInProgress,
  SignInStep,
} from '../state/sign-in-progress';
import type { SignInSteps } from './sign-in-steps';
import type { SrpChallenges } from './srp-challenges';
import { runTrigger, type ChallengeResult, type Triggers } from '../pool/triggers';

const begin: CustomProgress = { session: [], privateParameters: {}, metadata: null };

/**
 * CUSTOM_AUTH: the triggers choose the challenges and decide when to issue tokens. See
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
export class CustomSignIn implements ChallengeGroup {
  readonly challenges = {
    CUSTOM_CHALLENGE: (answer: ChallengeAnswer) => this.answer(answer),
  };

  constructor(
    private readonly parts: PoolParts,
    private readonly steps: SignInSteps,
    private readonly firstFactor: FirstFactor,
    private readonly srp: SrpChallenges,
    private readonly devices: DeviceFactor,
  ) {}

  /**
   * `clientValue`: `SRP_A` if `CHALLENGE_NAME` puts the password first, else null. The triggers do
   * not see the `ClientMetadata` of InitiateAuth:
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  start(attempt: SignInAttempt, clientValue: string | null): Promise<SignInStep> {
    const first = clientValue === null ? [] : [result('SRP_A', true)];
    return this.define(attempt, { ...begin, session: first }, clientValue);
  }

  /** After PASSWORD_VERIFIER. */
  async afterPassword({ progress }: ChallengeAnswer): Promise<SignInStep> {
    const { custom = begin } = progress;
    const session = [...custom.session, result('PASSWORD_VERIFIER', true)];
    return this.define(progress, { ...begin, session }, null);
  }

  private async answer({ progress, responses }: ChallengeAnswer) {
    const { custom = begin } = progress;
    const challengeAnswer = responses['ANSWER'];
    if (challengeAnswer === undefined) {
      throw refusals.missingAuthParameter('ANSWER');
    }
    const { answerCorrect = false } = await runTrigger(
      'VerifyAuthChallengeResponse',
      this.triggers.verifyAuthChallenge,
      progress.username,
      {
        ...this.common(progress),
        privateChallengeParameters: custom.privateParameters,
        challengeAnswer,
      },
    );
    const session = [...custom.session, result('CUSTOM_CHALLENGE', answerCorrect, custom.metadata)];
    return this.define(progress, { ...begin, session }, null);
  }

  private async define(
    attempt: SignInAttempt,
    custom: CustomProgress,
    clientValue: string | null,
  ): Promise<SignInStep> {
    const { session } = custom;
    const decision = await runTrigger(
      'DefineAuthChallenge',
      this.triggers.defineAuthChallenge,
      attempt.username,
      { ...this.common(attempt), session },
    );
    if (decision.failAuthentication === true) {
      throw refusals.wrongPassword();
    }
    if (decision.issueTokens === true) {
      const user = this.firstFactor.verify(attempt.username, () => true);
      return this.devices.ask(attempt, user);
    }
    if (decision.challengeName === 'PASSWORD_VERIFIER' && clientValue !== null) {
      return this.askPassword(attempt, custom, clientValue);
    }
    if (decision.challengeName !== 'CUSTOM_CHALLENGE') {
      throw refusals.invalidLambdaResponse();
    }
    return this.create(attempt, custom);
  }

  private askPassword(
    attempt: SignInAttempt,
    custom: CustomProgress,
    clientValue: string,
  ): SignInStep {
    const srp = this.srp.passwordExchange(attempt.username, clientValue);
    const progress: SignInProgress = { ...attempt, awaits: 'PASSWORD_VERIFIER', srp, custom };
    return this.steps.passwordVerifier(progress, srp);
  }

  private async create(attempt: SignInAttempt, { session }: CustomProgress): Promise<SignInStep> {
    const { username } = attempt;
    const created = await runTrigger(
      'CreateAuthChallenge',
      this.triggers.createAuthChallenge,
      username,
      {
        ...this.common(attempt),
        challengeName: 'CUSTOM_CHALLENGE',
        session,
      },
    );
    const custom: CustomProgress = {
      session,
      privateParameters: created.privateChallengeParameters ?? {},
      metadata: created.challengeMetadata ?? null,
    };
    return this.steps.challenge(
      { ...attemptOf(attempt), awaits: 'CUSTOM_CHALLENGE', custom },
      { USERNAME: username, ...created.publicChallengeParameters },
    );
  }

  private common(attempt: SignInAttempt) {
    const user = this.parts.users.find(attempt.username);
    return {
      userAttributes: user === undefined ? {} : Object.fromEntries(user.attributes),
      clientMetadata: attempt.clientMetadata,
      userNotFound: user === undefined,
    };
  }

  /** A pool without `defineAuthChallenge` has the three default triggers. */
  private get triggers(): Triggers {
    const { triggers } = this.parts.settings.value;
    return triggers.defineAuthChallenge === undefined ? customChallengeTriggers : triggers;
  }
}

function result(
  challengeName: string,
  challengeResult: boolean,
  challengeMetadata: string | null = null,
): ChallengeResult {
  return {
    challengeName,
    challengeResult,
    ...(challengeMetadata === null ? {} : { challengeMetadata }),
  };
}
