// The challenge NEW_PASSWORD_REQUIRED, for a user with a temporary password.

import { refusals } from '../pool/cognito-error';
import { checkPassword } from '../pool/password-policy';
import type { PoolParts } from '../state/pool-parts';
import type { PoolUser } from '../pool/pool-user';
import { attemptOf, type SecondFactor } from './second-factor';
import type {
  ChallengeAnswer,
  ChallengeGroup,
  NextStep,
  SignInAttempt,
} from '../state/sign-in-progress';
import type { SignInSteps } from './sign-in-steps';
import { checkWritable } from '../account/user-attributes';

const prefix = 'userAttributes.';

/** Asks a user whom an administrator has created for a new password and for missing attributes. */
export class NewPassword implements ChallengeGroup {
  readonly challenges = {
    NEW_PASSWORD_REQUIRED: (answer: ChallengeAnswer) => this.take(answer),
  };

  constructor(
    private readonly parts: PoolParts,
    private readonly steps: SignInSteps,
    private readonly secondFactor: SecondFactor,
  ) {}

  ask(attempt: SignInAttempt, user: PoolUser): NextStep {
    return user.status === 'FORCE_CHANGE_PASSWORD'
      ? this.steps.challenge(
          { ...attemptOf(attempt), awaits: 'NEW_PASSWORD_REQUIRED' },
          {
            USER_ID_FOR_SRP: user.username,
            requiredAttributes: JSON.stringify(this.missing(user).map((name) => prefix + name)),
            userAttributes: JSON.stringify(Object.fromEntries(user.attributes)),
          },
        )
      : this.secondFactor.ask(attemptOf(attempt), user);
  }

  private take({ progress, responses }: ChallengeAnswer): NextStep {
    const user = this.parts.users.find(progress.username);
    const password = responses['NEW_PASSWORD'];
    if (user === undefined) {
      throw refusals.wrongPassword();
    }
    if (password === undefined) {
      throw refusals.missingAuthParameter('NEW_PASSWORD');
    }
    checkPassword(password, this.parts.settings.value.passwordPolicy);
    const given = givenAttributes(responses);
    checkWritable(given);
    this.checkAttributes(user, given);
    for (const [name, value] of given) {
      user.attributes.set(name, value);
    }
    user.password = password;
    user.status = 'CONFIRMED';
    return this.secondFactor.ask(attemptOf(progress), user);
  }

  private checkAttributes(user: PoolUser, given: ReadonlyMap<string, string>): void {
    const provided = [...given.keys()].find(
      (name) => /^(email|phone_number)$/.test(name) && user.attributes.has(name),
    );
    if (provided !== undefined) {
      throw refusals.attributeAlreadyProvided(provided);
    }
    const missing = this.missing(user).filter((name) => !given.has(name));
    if (missing.length > 0) {
      throw refusals.missingAttributes(missing);
    }
  }

  private missing(user: PoolUser): readonly string[] {
    const { requiredAttributes } = this.parts.settings.value;
    return requiredAttributes.filter((name) => !user.attributes.has(name));
  }
}

function givenAttributes(responses: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(responses).flatMap(([name, value]): [string, string][] =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}
