// Finds the user of a typed name and verifies the first factor. It refuses users who may not sign
// in.

import { refusals } from '../pool/cognito-error';
import type { PoolParts } from '../state/pool-parts';
import type { PoolUser } from '../pool/pool-user';

/** Resolves the user's name and verifies the first factor. */
export class FirstFactor {
  constructor(private readonly parts: PoolParts) {}

  /**
   * The user name of a typed name or alias. Returns an unknown name as it is, or refuses it if the
   * pool reveals which users exist.
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
   * Refuses a user whose account state forbids sign-in. Not confirmed: that these refusals come
   * after the proof. The unconfirmed user's refusal comes before it; that is confirmed.
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
   * The service deliberately refuses an unconfirmed user with any password:
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
