// The challenges DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER, by which a known device proves
// itself.

import { accountRefusals } from '../pool/account-refusals';
import { refusals } from '../pool/cognito-error';
import type { PoolParts } from '../state/pool-parts';
import type { PoolDevice, PoolUser } from '../pool/pool-user';
import type {
  ChallengeAnswer,
  ChallengeGroup,
  NextStep,
  SignInAttempt,
  SignInStep,
} from '../state/sign-in-progress';
import type { SignInSteps } from './sign-in-steps';
import type { SrpChallenges } from './srp-challenges';

/**
 * The last step before the tokens: a confirmed device proves its secret. Other devices get the
 * tokens at once. See
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
export class DeviceFactor implements ChallengeGroup {
  readonly challenges = {
    DEVICE_SRP_AUTH: (answer: ChallengeAnswer) => this.start(answer),
    DEVICE_PASSWORD_VERIFIER: (answer: ChallengeAnswer) => this.prove(answer),
  };

  constructor(
    private readonly parts: PoolParts,
    private readonly steps: SignInSteps,
    private readonly srp: SrpChallenges,
  ) {}

  ask(attempt: SignInAttempt, user: PoolUser): NextStep {
    return (attempt.deviceKey ?? null) === null
      ? this.steps.tokens(attempt, user)
      : this.steps.challenge(
          { ...attempt, awaits: 'DEVICE_SRP_AUTH' },
          { USERNAME: user.username, DEVICE_KEY: attempt.deviceKey ?? '' },
        );
  }

  private start({ progress, responses }: ChallengeAnswer): SignInStep {
    const { user, device, verifier } = this.confirmed(progress, responses['DEVICE_KEY']);
    const identity = { group: device.groupKey, name: device.key };
    const srp = this.srp.exchange(identity, verifier, responses['SRP_A']);
    return this.steps.challenge(
      { ...progress, awaits: 'DEVICE_PASSWORD_VERIFIER', srp },
      { ...srp.parameters, USERNAME: user.username, DEVICE_KEY: device.key },
    );
  }

  private async prove({ progress, responses }: ChallengeAnswer): Promise<SignInStep> {
    const { user, device } = this.confirmed(progress, responses['DEVICE_KEY']);
    if (!this.srp.isProof(progress, responses)) {
      throw refusals.wrongPassword();
    }
    device.authenticatedAt = this.parts.clock.now();
    return this.steps.tokens(progress, user);
  }

  private confirmed(attempt: SignInAttempt, key: string | undefined) {
    const user = this.parts.users.find(attempt.username);
    const device = this.device(user, attempt, key);
    if (user === undefined || device === undefined || device.verifier === null) {
      throw accountRefusals.deviceNotFound();
    }
    return { user, device, verifier: device.verifier };
  }

  private device(
    user: PoolUser | undefined,
    attempt: SignInAttempt,
    key: string | undefined,
  ): PoolDevice | undefined {
    return key !== undefined && key === attempt.deviceKey ? user?.devices.get(key) : undefined;
  }
}
