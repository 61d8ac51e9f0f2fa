// Proves which passwords the policy accepts, and which rule a refusal names.

import { checkPassword, defaultPasswordPolicy } from './password-policy';

describe('checkPassword', () => {
  function broken(password: string, policy = defaultPasswordPolicy): string | null {
    try {
      checkPassword(password, policy);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  it.each([
    ['Pa0!aaa', 'Password not long enough'],
    ['passw0rd!', 'Password must have uppercase characters'],
    ['PASSW0RD!', 'Password must have lowercase characters'],
    ['Password!', 'Password must have numeric characters'],
    ['Passw0rdd', 'Password must have symbol characters'],
  ])('refuses %s: %s', (password, reason) => {
    expect(broken(password)).toBe(`Password did not conform with policy: ${reason}`);
  });

  it.each(['Passw0rd!', 'Passw0rd`', 'Passw0rd]', 'Passw0rd-', 'Pass w0rd', 'Ünic0de^Aa'])(
    'accepts %s',
    (password) => {
      expect(broken(password)).toBeNull();
    },
  );

  it('counts no space at either end as a symbol, and no letter of another script as a letter', () => {
    expect(broken(' Passw0rd')).toMatch('symbol');
    expect(broken('Passw0rd ')).toMatch('symbol');
    expect(broken('Ünic0de^a')).toMatch('uppercase');
  });

  it('accepts a password that satisfies the few rules of a weaker policy', () => {
    const lax = {
      minimumLength: 6,
      requireUppercase: false,
      requireLowercase: false,
      requireNumbers: false,
      requireSymbols: false,
    };
    expect(broken('      ', lax)).toBeNull();
    expect(broken('abcde', lax)).toMatch('not long enough');
  });
});
