// The challenges after the first factor: codes, the choice between factors, and MFA_SETUP.

import { refusals } from '../pool/cognito-error';
import type { DeviceFactor } from './device-factor';
import type { FirstFactor } from './first-factor';
import type { PoolParts } from '../state/pool-parts';
import type { MfaType, PoolUser } from '../pool/pool-user';
import type { SentCodes } from './sent-codes';
import type {
  ChallengeAnswer,
  ChallengeGroup,
  NextStep,
  SignInAttempt,
  SignInStep,
} from '../state/sign-in-progress';
import type { SignInSteps } from './sign-in-steps';
import { checkWritable, verify } from '../account/user-attributes';

/**
 * Asks for a code if the user has a second factor, and for its set-up if the user must have one.
 */
export class SecondFactor implements ChallengeGroup {
  readonly challenges = {
    SMS_MFA: (answer: ChallengeAnswer) => this.sentCode(answer, 'SMS_MFA_CODE'),
    EMAIL_OTP: (answer: ChallengeAnswer) => this.sentCode(answer, 'EMAIL_OTP_CODE'),
    SMS_OTP: (answer: ChallengeAnswer) => this.sentCode(answer, 'SMS_OTP_CODE'),
    SOFTWARE_TOKEN_MFA: (answer: ChallengeAnswer) => this.totpCode(answer),
    SELECT_MFA_TYPE: (answer: ChallengeAnswer) => this.selected(answer),
    MFA_SETUP: (answer: ChallengeAnswer) => this.setUp(answer),
  };

  constructor(
    private readonly parts: PoolParts,
    private readonly steps: SignInSteps,
    private readonly codes: SentCodes,
    private readonly firstFactor: FirstFactor,
    private readonly devices: DeviceFactor,
  ) {}

  ask(attempt: SignInAttempt, user: PoolUser): NextStep {
    const { mfa, challengeOnNewDevice } = this.parts.settings.value;
    const device = user.devices.get(attempt.deviceKey ?? '');
    const usable = usableFactors(user);
    if (mfa === 'OFF' || (challengeOnNewDevice && device?.remembered === true)) {
      return this.devices.ask(attempt, user);
    }
    if (usable.length === 0) {
      return mfa === 'ON' || user.mustSetUpMfa
        ? this.steps.challenge(
            { ...attempt, awaits: 'MFA_SETUP' },
            { MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']) },
          )
        : this.devices.ask(attempt, user);
    }
    const chosen = usable.length === 1 ? usable[0] : usable.find((t) => t === user.preferredMfa);
    return chosen === undefined
      ? this.steps.challenge(
          { ...attempt, awaits: 'SELECT_MFA_TYPE' },
          { MFAS_CAN_CHOOSE: JSON.stringify(usable), USERNAME: user.username },
        )
      : this.askFor(attempt, user, chosen);
  }

  private askFor(attempt: SignInAttempt, user: PoolUser, type: MfaType): SignInStep {
    return type === 'SOFTWARE_TOKEN_MFA'
      ? this.steps.challenge(
          { ...attempt, awaits: type },
          {
            FRIENDLY_DEVICE_NAME: user.softwareTokenName ?? '',
            USERNAME: user.username,
            USER_ID_FOR_SRP: user.username,
          },
        )
      : this.codes.ask(attempt, type, 'second-factor');
  }

  private selected({ progress, responses }: ChallengeAnswer): NextStep {
    const user = this.user(progress);
    const type = usableFactors(user).find((usable) => usable === responses['ANSWER']);
    if (type === undefined) {
      throw refusals.invalidAnswer('ANSWER');
    }
    return this.askFor(attemptOf(progress), user, type);
  }

  private sentCode(answer: ChallengeAnswer, member: string): NextStep {
    const { purpose, destination } = this.codes.check(answer, member);
    const user = this.user(answer.progress);
    if (purpose === 'set-up') {
      user.attributes.set('email', destination);
      verify(this.parts.users, user, 'email');
      switchOn(user, 'EMAIL_OTP');
    }
    if (purpose === 'first-factor') {
      this.firstFactor.checkAccount(user);
    }
    return this.devices.ask(this.attempt(answer), user);
  }

  private totpCode(answer: ChallengeAnswer): NextStep {
    const { attempts, clock } = this.parts;
    const user = this.user(answer.progress);
    const code = answer.responses['SOFTWARE_TOKEN_MFA_CODE'];
    if (code === undefined) {
      throw refusals.missingAuthParameter('SOFTWARE_TOKEN_MFA_CODE');
    }
    attempts.check(user.username);
    const verdict = user.softwareToken?.verify(code, clock.now());
    if (verdict === 'used') {
      throw refusals.totpCodeUsed();
    }
    if (verdict !== 'accepted') {
      attempts.fail(user.username);
      throw refusals.wrongTotpCode();
    }
    return this.devices.ask(this.attempt(answer), user);
  }

  /**
   * The pool first sends a code to an email address. VerifySoftwareToken must already have verified
   * an authenticator app.
   */
  private setUp(answer: ChallengeAnswer): NextStep {
    const { progress, responses } = answer;
    const user = this.user(progress);
    const email = responses['EMAIL'];
    if (email !== undefined) {
      checkWritable(new Map([['email', email]]));
      return this.codes.askForAddress(attemptOf(progress), email);
    }
    if (progress.softwareToken === undefined || progress.softwareTokenVerified !== true) {
      throw refusals.mfaNotSetUp();
    }
    user.softwareToken = progress.softwareToken;
    switchOn(user, 'SOFTWARE_TOKEN_MFA');
    return this.devices.ask(this.attempt(answer), user);
  }

  /** An answer may have a device key that InitiateAuth did not have. */
  private attempt({ progress, responses }: ChallengeAnswer): SignInAttempt {
    const deviceKey =
      progress.deviceKey ?? this.steps.deviceKey(progress.username, responses['DEVICE_KEY']);
    return { ...attemptOf(progress), deviceKey };
  }

  private user(attempt: SignInAttempt): PoolUser {
    const user = this.parts.users.find(attempt.username);
    if (user === undefined) {
      throw refusals.wrongPassword();
    }
    return user;
  }
}

/** Drops the fields that only the current step needs. */
export function attemptOf(progress: SignInAttempt): SignInAttempt {
  const { username, flow, clientId, origin, clientMetadata, deviceKey = null } = progress;
  return { username, flow, clientId, origin, clientMetadata, deviceKey };
}

function usableFactors(user: PoolUser): readonly MfaType[] {
  return [...user.mfa].filter((type) => {
    switch (type) {
      case 'SMS_MFA':
        return user.phoneNumber !== undefined;
      case 'EMAIL_OTP':
        return user.email !== undefined;
      case 'SOFTWARE_TOKEN_MFA':
        return user.softwareToken !== null;
    }
  });
}

function switchOn(user: PoolUser, type: MfaType): void {
  user.mfa.add(type);
  user.preferredMfa ??= type;
}
