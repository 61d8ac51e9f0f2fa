// Finds the user behind a typed name and judges the first factor. It refuses users who may not
// sign in.

import { refusals } from '../pool/cognito-error';
import type { PoolParts } from '../state/pool-parts';
import type { PoolUser } from '../pool/pool-user';

/** Who somebody says to be, and whether a password proves it. */
export class FirstFactor {
  constructor(private readonly parts: PoolParts) {}

  /**
   * The real name behind what was typed; an unknown name passes through, or is refused where the
   * pool reveals it.
   */
  username(typed: string): string {
    const user = this.parts.users.find(typed);
    if (user === undefined && !this.parts.settings.value.preventUserExistenceErrors) {
      throw refusals.unknownUser();
    }
    return user?.username ?? typed;
  }

  /** The user, if the password is right; a wrong one counts towards the lockout. */
  checkPassword(username: string, password: string): PoolUser {
    return this.verify(username, (user) => user.password === password);
  }

  /** The same for any proof: a password, its SRP signature, a code, a passkey. */
  verify(username: string, isProven: (user: PoolUser) => boolean): PoolUser {
    const user = this.parts.users.find(username);
    this.parts.attempts.check(username);
    this.checkConfirmed(user);
    if (user === undefined || !isProven(user)) {
      this.parts.attempts.fail(username);
      throw refusals.wrongPassword();
    }
    return this.checkAccount(user);
  }

  /**
   * Refuses a user whose account is in no state to sign in. That these refusals come after the
   * proof is not confirmed, except for the unconfirmed user's, which comes before it.
   */
  checkAccount(user: PoolUser): PoolUser {
    this.checkConfirmed(user);
    if (user.disabled) {
      throw refusals.userDisabled();
    }
    if (user.blocked) {
      throw refusals.blockedByThreatProtection();
    }
    if (user.status === 'RESET_REQUIRED') {
      throw refusals.passwordResetRequired();
    }
    if (user.status === 'FORCE_CHANGE_PASSWORD' && this.hasExpiredPassword(user)) {
      throw refusals.temporaryPasswordExpired();
    }
    return user;
  }

  /**
   * An unconfirmed user is refused whatever the password, on purpose:
   * https://github.com/amazon-archives/amazon-cognito-identity-js/issues/288
   */
  private checkConfirmed(user: PoolUser | undefined): void {
    if (user?.status === 'UNCONFIRMED') {
      throw refusals.userNotConfirmed();
    }
  }

  /**
   * `TemporaryPasswordValidityDays` after an administrator has created the user:
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
   */
  private hasExpiredPassword(user: PoolUser): boolean {
    const { clock, settings } = this.parts;
    const validMs = settings.value.temporaryPasswordValidityDays * 24 * 3600 * 1000;
    return user.createdAt + validMs <= clock.now();
  }
}
