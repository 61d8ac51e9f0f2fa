import { refusals } from './cognito-error';
import type { PoolParts } from './pool-parts';
import type { PoolUser } from './pool-user';

/** Who somebody says to be, and whether a password proves it. */
export class FirstFactor {
  constructor(private readonly parts: PoolParts) {}

  /** The real name behind what was typed; an unknown name passes through, or is refused where the pool reveals it. */
  username(typed: string): string {
    const user = this.parts.users.find(typed);
    if (user === undefined && !this.parts.settings.value.preventUserExistenceErrors) {
      throw refusals.unknownUser();
    }
    return user?.username ?? typed;
  }

  /** The user, if the password is right; a wrong one counts towards the lockout. */
  checkPassword(username: string, password: string): PoolUser {
    return this.judge(username, (user) => user.password === password);
  }

  /** The same for any proof: a password, its SRP signature, a code, a passkey. */
  judge(username: string, isProven: (user: PoolUser) => boolean): PoolUser {
    const user = this.parts.users.find(username);
    this.parts.attempts.check(username);
    if (user === undefined || !isProven(user)) {
      this.parts.attempts.fail(username);
      throw refusals.wrongPassword();
    }
    return this.mayEnter(user);
  }

  /**
   * Refuses a user whose account is in no state to sign in. That it comes after the password is not confirmed: one
   * measurement says that the service refuses an unconfirmed user before it looks at the password,
   * https://github.com/ministackorg/ministack/pull/1758
   */
  mayEnter(user: PoolUser): PoolUser {
    if (user.disabled) {
      throw refusals.userDisabled();
    }
    if (user.status === 'UNCONFIRMED') {
      throw refusals.userNotConfirmed();
    }
    if (user.status === 'RESET_REQUIRED') {
      throw refusals.passwordResetRequired();
    }
    return user;
  }
}
