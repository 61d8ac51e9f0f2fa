// Cognito's flow USER_AUTH: the user chooses the first factor, and this file checks it.

import { randomUUID } from 'node:crypto';
import { refusals } from '../pool/cognito-error';
import type { DeviceFactor } from './device-factor';
import type { FirstFactor } from './first-factor';
import type { NewPassword } from './new-password';
import type { PoolParts } from '../state/pool-parts';
import type { PoolUser } from '../pool/pool-user';
import { attemptOf } from './second-factor';
import type { SentCodes } from './sent-codes';
import type {
  ChallengeAnswer,
  ChallengeGroup,
  ChallengeName,
  NextStep,
  SignInAttempt,
  SignInStep,
} from '../state/sign-in-progress';
import type { SignInSteps } from './sign-in-steps';
import type { SrpChallenges } from './srp-challenges';

type Responses = Readonly<Record<string, string>>;

/** The first factors of USER_AUTH, in the order in which the pool offers them. */
const factors = ['WEB_AUTHN', 'EMAIL_OTP', 'SMS_OTP', 'PASSWORD_SRP', 'PASSWORD'] as const;
type Factor = (typeof factors)[number];

/**
 * USER_AUTH, the choice-based flow:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
 */
export class ChoiceSignIn implements ChallengeGroup {
  readonly challenges = {
    SELECT_CHALLENGE: (answer: ChallengeAnswer) => this.selected(answer),
    PASSWORD: (answer: ChallengeAnswer) => this.password(answer.progress, answer.responses),
    PASSWORD_SRP: (answer: ChallengeAnswer) => this.srpPassword(answer.progress, answer.responses),
    WEB_AUTHN: (answer: ChallengeAnswer) => this.passkey(answer),
  };

  constructor(
    private readonly parts: PoolParts,
    private readonly steps: SignInSteps,
    private readonly firstFactor: FirstFactor,
    private readonly srp: SrpChallenges,
    private readonly codes: SentCodes,
    private readonly newPassword: NewPassword,
    private readonly devices: DeviceFactor,
  ) {}

  /** Starts the `PREFERRED_CHALLENGE` if the user has that factor; else offers a choice. */
  start(attempt: SignInAttempt, parameters: Responses): NextStep {
    const available = this.available(attempt.username);
    const preferred = available.find((factor) => factor === parameters['PREFERRED_CHALLENGE']);
    if (preferred !== undefined) {
      return this.ask(attempt, preferred, parameters);
    }
    const step = this.steps.challenge(
      { ...attempt, awaits: 'SELECT_CHALLENGE' },
      { USERNAME: attempt.username },
    );
    return { ...step, AvailableChallenges: available };
  }

  /** Signs in after ConfirmSignUp, whose session is the proof. */
  autoSignIn(attempt: SignInAttempt): NextStep {
    return this.devices.ask(
      attempt,
      this.firstFactor.verify(attempt.username, () => true),
    );
  }

  private selected({ progress, responses }: ChallengeAnswer): NextStep {
    const available = this.available(progress.username);
    const factor = available.find((offered) => offered === responses['ANSWER']);
    if (factor === undefined) {
      throw refusals.invalidAnswer('ANSWER');
    }
    return factor === 'WEB_AUTHN' && responses['CREDENTIAL'] !== undefined
      ? this.passkey({ progress, responses })
      : this.ask(attemptOf(progress), factor, responses);
  }

  private ask(attempt: SignInAttempt, factor: Factor, given: Responses): NextStep {
    switch (factor) {
      case 'EMAIL_OTP':
      case 'SMS_OTP':
        return this.codes.ask(attempt, factor, 'first-factor');
      case 'WEB_AUTHN':
        return this.askForPasskey(attempt);
      case 'PASSWORD':
        return given['PASSWORD'] === undefined
          ? this.steps.challenge({ ...attempt, awaits: factor }, { USERNAME: attempt.username })
          : this.password(attempt, given);
      case 'PASSWORD_SRP':
        return given['SRP_A'] === undefined
          ? this.steps.challenge({ ...attempt, awaits: factor }, { USERNAME: attempt.username })
          : this.srpPassword(attempt, given);
    }
  }

  private password(attempt: SignInAttempt, responses: Responses): NextStep {
    const password = responses['PASSWORD'];
    if (password === undefined) {
      throw refusals.missingAuthParameter('PASSWORD');
    }
    const user = this.firstFactor.checkPassword(attempt.username, password);
    return this.newPassword.ask(attempt, user);
  }

  private srpPassword(attempt: SignInAttempt, responses: Responses): SignInStep {
    const srp = this.srp.passwordExchange(attempt.username, responses['SRP_A']);
    const progress = { ...attemptOf(attempt), awaits: 'PASSWORD_VERIFIER', srp } as const;
    return this.steps.passwordVerifier(progress, srp);
  }

  private async askForPasskey(attempt: SignInAttempt): Promise<SignInStep> {
    const { users, passkeys } = this.parts;
    const user = users.find(attempt.username);
    const registered = user?.passkeys ?? [];
    const passkeyChallenge = randomUUID();
    return this.steps.challenge(
      { ...attempt, awaits: 'WEB_AUTHN', passkeyChallenge },
      {
        CREDENTIAL_REQUEST_OPTIONS: await passkeys.assertionOptions(
          passkeyChallenge,
          registered,
          user?.passkeyMfa === true,
        ),
        USERNAME: attempt.username,
      },
    );
  }

  private async passkey({
    progress,
    responses,
  }: Pick<ChallengeAnswer, 'progress' | 'responses'>): Promise<SignInStep> {
    const { users, passkeys } = this.parts;
    const credential = responses['CREDENTIAL'];
    if (credential === undefined) {
      throw refusals.missingAuthParameter('CREDENTIAL');
    }
    const registered = users.find(progress.username)?.passkeys ?? [];
    const key = progress.passkeyChallenge ?? '';
    const passkeyMfa = users.find(progress.username)?.passkeyMfa === true;
    const passkey = await passkeys.verifyAssertion(key, registered, credential, passkeyMfa);
    const user = this.firstFactor.verify(progress.username, () => passkey !== null);
    return this.devices.ask(attemptOf(progress), user);
  }

  /**
   * If the pool requires MFA, it offers a passkey only to users for whom it counts as both factors:
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnMfaSettingsType.html
   */
  private maySignInByPasskey(user: PoolUser): boolean {
    const { mfa, passkeyFactor } = this.parts.settings.value;
    const isBoth = user.passkeyMfa && passkeyFactor === 'MULTI_FACTOR_WITH_USER_VERIFICATION';
    return user.passkeys.length > 0 && (mfa !== 'ON' || isBoth);
  }

  /** An unknown name gets the same offer as a user with a verified email address and a password. */
  private available(username: string): readonly Factor[] {
    const { choiceFactors } = this.parts.settings.value;
    const user = this.parts.users.find(username);
    const can: Readonly<Record<Factor, boolean>> = {
      WEB_AUTHN: user !== undefined && this.maySignInByPasskey(user),
      EMAIL_OTP: user === undefined || user.isVerified('email'),
      SMS_OTP: user?.isVerified('phone_number') === true,
      PASSWORD_SRP: user === undefined || user.password !== null,
      PASSWORD: user === undefined || user.password !== null,
    };
    return factors.filter(
      (factor) =>
        can[factor] && choiceFactors.includes(factor === 'PASSWORD_SRP' ? 'PASSWORD' : factor),
    );
  }
}

/** Steps of USER_AUTH at which the user may still choose another factor. */
export const undecided: readonly ChallengeName[] = [
  'SELECT_CHALLENGE',
  'PASSWORD',
  'PASSWORD_SRP',
  'WEB_AUTHN',
];
