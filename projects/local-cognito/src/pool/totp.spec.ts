// Proves that codes of authenticator apps agree with RFC 6238, and that each is accepted once.

import { SoftwareToken } from './totp';

describe('SoftwareToken', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

  // https://www.rfc-editor.org/rfc/rfc6238#appendix-B, last 6 of the 8 digits
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('RFC 6238: at %d s the code is %s', (seconds, code) => {
    expect(new SoftwareToken(secret).verify(code, seconds * 1000)).toBe('accepted');
  });

  const now = 1_700_000_010_000;
  it.each([
    [-60, 'wrong'],
    [-30, 'accepted'],
    [0, 'accepted'],
    [30, 'accepted'],
    [60, 'wrong'],
  ])('a code from %d s away is %s', (seconds, verdict) => {
    const token = new SoftwareToken();
    expect(token.verify(token.codeAt(now + seconds * 1000), now)).toBe(verdict);
  });

  it('accepts a code once, and then the next code', () => {
    const token = new SoftwareToken();
    const code = token.codeAt(now);
    expect(token.verify(code, now)).toBe('accepted');
    expect(token.verify(code, now + 29_000)).toBe('used');
    expect(token.verify(token.codeAt(now + 30_000), now + 30_000)).toBe('accepted');
  });

  it.each(['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦'])('refuses %j', (code) => {
    expect(new SoftwareToken(secret).verify(code, now)).toBe('wrong');
  });

  it('makes secrets of 52 base32 characters, never twice the same', () => {
    const secrets = [new SoftwareToken().secret, new SoftwareToken().secret];
    expect(secrets[0]).toMatch(/^[A-Z2-7]{52}$/);
    expect(new Set(secrets).size).toBe(2);
  });
});
