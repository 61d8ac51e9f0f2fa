import type { PasswordPolicy } from './pool-rules';

/** Throws `InvalidPasswordException` with the first rule that the password breaks. */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  if (password.length < policy.minimumLength) {
    throw new Error('not built yet');
  }
}
