// Proves how long a code is valid, that it works once, and when wrong codes lock it.

import { MovableClock } from '../pool/movable-clock';
import { VerificationCodes, type CodePurpose } from './verification-codes';

describe('VerificationCodes', () => {
  let clock: MovableClock;
  let codes: VerificationCodes;

  beforeEach(() => {
    clock = new MovableClock();
    codes = new VerificationCodes(clock);
  });

  function redeem(code: string, purpose: CodePurpose = 'reset', username = 'ana'): string {
    try {
      codes.redeem(username, purpose, code);
      return 'redeemed';
    } catch (error) {
      return (error as { type: string }).type;
    }
  }

  function wrong(code: string): string {
    return code === '000000' ? '000001' : '000000';
  }

  it('accepts the code once', () => {
    const code = codes.issue('ana', 'reset');
    expect(code).toMatch(/^\d{6}$/);
    expect(redeem(code)).toBe('redeemed');
    expect(redeem(code)).toBe('ExpiredCodeException');
  });

  it('accepts the right code after a wrong one', () => {
    const code = codes.issue('ana', 'reset');
    expect(redeem(wrong(code))).toBe('CodeMismatchException');
    expect(redeem(code)).toBe('redeemed');
  });

  it('accepts a code only for its user and its purpose', () => {
    const code = codes.issue('ana', 'reset');
    expect(redeem(code, 'sign-up')).toBe('ExpiredCodeException');
    expect(redeem(code, 'reset', 'admin')).toBe('ExpiredCodeException');
    expect(redeem(code)).toBe('redeemed');
  });

  it('replaces the previous code', () => {
    const first = codes.issue('ana', 'reset');
    let second = codes.issue('ana', 'reset');
    while (second === first) {
      second = codes.issue('ana', 'reset');
    }
    expect(redeem(first)).toBe('CodeMismatchException');
    expect(redeem(second)).toBe('redeemed');
  });

  it.each<[CodePurpose, number]>([
    ['reset', 3600],
    ['sign-up', 24 * 3600],
    ['verify email', 24 * 3600],
    ['verify phone_number', 24 * 3600],
  ])('a code for "%s" is valid for %d s', (purpose, seconds) => {
    clock.now = () => 0;
    const codes = new VerificationCodes(clock);
    const code = codes.issue('ana', purpose);
    clock.now = () => seconds * 1000 - 1;
    expect(() => codes.check('ana', purpose, code)).not.toThrow();
    clock.now = () => seconds * 1000;
    expect(() => codes.check('ana', purpose, code)).toThrow('please request a code again');
  });

  it('locks for 15 minutes after five wrong codes, also for the right code and a new one', () => {
    const code = codes.issue('ana', 'reset');
    const answers = Array.from({ length: 5 }, () => redeem(wrong(code)));
    expect(new Set(answers)).toEqual(new Set(['CodeMismatchException']));
    expect(redeem(code)).toBe('LimitExceededException');
    expect(redeem(codes.issue('ana', 'reset'))).toBe('LimitExceededException');
    clock.move(15 * 60);
    expect(redeem(codes.issue('ana', 'reset'))).toBe('redeemed');
  });

  it('forgets the codes of one user only', () => {
    const ana = codes.issue('ana', 'reset');
    const anabel = codes.issue('anabel', 'reset');
    codes.forget('ana');
    expect(redeem(ana)).toBe('ExpiredCodeException');
    expect(redeem(anabel, 'reset', 'anabel')).toBe('redeemed');
  });
});
