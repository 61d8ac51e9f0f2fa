// Cognito's password policy: its rules, its defaults, and the check of a new password.

import { accountRefusals } from './account-refusals';

/**
 * A user pool's password policy:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export interface PasswordPolicy {
  /** Characters, 6 to 99; default 8. */
  readonly minimumLength: number;
  /** Default true. */
  readonly requireUppercase: boolean;
  /** Default true. */
  readonly requireLowercase: boolean;
  /** Default true. */
  readonly requireNumbers: boolean;
  /** Default true. */
  readonly requireSymbols: boolean;
}

/** The policy of a new user pool. */
export const defaultPasswordPolicy: PasswordPolicy = {
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

/** Letters of other scripts satisfy no rule. A space counts as a symbol, except at either end. */
const symbol = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=.) (?=.)/;

/**
 * Refuses a password with the service's `InvalidPasswordException`, which names the first broken
 * rule. The order of the rules is not confirmed.
 */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const rules: readonly (readonly [boolean, string])[] = [
    [password.length >= policy.minimumLength, 'Password not long enough'],
    [!policy.requireUppercase || /[A-Z]/.test(password), 'Password must have uppercase characters'],
    [!policy.requireLowercase || /[a-z]/.test(password), 'Password must have lowercase characters'],
    [!policy.requireNumbers || /[0-9]/.test(password), 'Password must have numeric characters'],
    [!policy.requireSymbols || symbol.test(password), 'Password must have symbol characters'],
  ];
  const broken = rules.find(([kept]) => !kept);
  if (broken !== undefined) {
    throw accountRefusals.weakPassword(broken[1]);
  }
}
