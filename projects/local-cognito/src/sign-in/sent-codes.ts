// Sends the codes of a sign-in by e-mail or SMS, and checks the codes that users enter.

import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { refusals } from '../pool/cognito-error';
import { deliveryTo, masked, type Delivery } from '../pool/code-delivery';
import type { PoolParts } from '../state/pool-parts';
import type {
  AwaitedCode,
  ChallengeAnswer,
  CodePurpose,
  SignInAttempt,
  SignInStep,
} from '../state/sign-in-progress';
import type { SignInSteps } from './sign-in-steps';

/** Challenges whose answer is a code from a message. */
export type CodeChallenge = 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP';

/** Sends the codes of a sign-in and checks the entered ones. */
export class SentCodes {
  private readonly secret = randomBytes(32);

  constructor(
    private readonly parts: PoolParts,
    private readonly steps: SignInSteps,
  ) {}

  /** Sends a code to the user's address or number. For an unknown user it only pretends to. */
  ask(
    attempt: SignInAttempt,
    awaits: CodeChallenge,
    purpose: 'first-factor' | 'second-factor',
  ): SignInStep {
    const user = this.parts.users.find(attempt.username);
    const attribute = awaits === 'EMAIL_OTP' ? 'email' : 'phone_number';
    const delivery = user && deliveryTo(user, attribute);
    return delivery === undefined
      ? this.pretend(attempt, awaits, purpose)
      : this.send(attempt, awaits, purpose, delivery);
  }

  /** Sends a code to the address that the user sets up as second factor. */
  askForAddress(attempt: SignInAttempt, destination: string): SignInStep {
    const delivery: Delivery = { attribute: 'email', medium: 'EMAIL', destination };
    return this.send(attempt, 'EMAIL_OTP', 'set-up', delivery);
  }

  /** Throws unless the code is right; a wrong one counts towards the lockout. */
  check({ progress, responses }: ChallengeAnswer, member: string): AwaitedCode {
    const { attempts } = this.parts;
    const { awaitedCode } = progress;
    const code = responses[member];
    if (code === undefined) {
      throw refusals.missingAuthParameter(member);
    }
    attempts.check(progress.username);
    if (awaitedCode === undefined || awaitedCode.code !== code) {
      attempts.fail(progress.username);
      throw refusals.wrongMfaCode();
    }
    return awaitedCode;
  }

  private send(
    attempt: SignInAttempt,
    awaits: CodeChallenge,
    purpose: CodePurpose,
    delivery: Delivery,
  ): SignInStep {
    const { medium, destination } = delivery;
    const code = randomCode(purpose);
    this.parts.outbox.send({
      username: attempt.username,
      destination,
      medium,
      purpose: purpose === 'first-factor' ? 'otp' : 'mfa',
      code,
    });
    const awaitedCode = { code, purpose, destination };
    return this.steps.challenge(
      { ...attempt, awaits, awaitedCode },
      parameters(attempt, medium, masked(delivery)),
    );
  }

  /** An unknown name always gets the same destination, as a user does. */
  private pretend(attempt: SignInAttempt, awaits: CodeChallenge, purpose: CodePurpose): SignInStep {
    const name = attempt.username.toLowerCase();
    const digest = createHmac('sha256', this.secret).update(name).digest();
    const letter = (index: number): string => String.fromCharCode(97 + ((digest[index] ?? 0) % 26));
    const medium = awaits === 'EMAIL_OTP' ? 'EMAIL' : 'SMS';
    const destination = name.includes('@')
      ? masked({ attribute: 'email', medium: 'EMAIL', destination: name })
      : medium === 'EMAIL'
        ? `${letter(0)}***@${letter(1)}***`
        : `+*******${String(digest.readUInt16BE(2) % 10000).padStart(4, '0')}`;
    const awaitedCode = { code: null, purpose, destination: '' };
    return this.steps.challenge(
      { ...attempt, awaits, awaitedCode },
      parameters(attempt, medium, destination),
    );
  }
}

function parameters(
  { username }: SignInAttempt,
  medium: string,
  destination: string,
): Record<string, string> {
  return {
    CODE_DELIVERY_DELIVERY_MEDIUM: medium,
    CODE_DELIVERY_DESTINATION: destination,
    USERNAME: username,
    USER_ID_FOR_SRP: username,
  };
}

/**
 * Eight digits for a first factor, six for a second:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
function randomCode(purpose: CodePurpose): string {
  const digits = purpose === 'first-factor' ? 8 : 6;
  return String(randomInt(10 ** digits)).padStart(digits, '0');
}
