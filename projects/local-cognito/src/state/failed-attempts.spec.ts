// Proves when the lockout after wrong passwords begins, how long it lasts, and whom it affects.

import { FailedAttempts } from './failed-attempts';
import { MovableClock } from '../pool/movable-clock';

describe('FailedAttempts', () => {
  let now: number;
  let attempts: FailedAttempts;

  beforeEach(() => {
    now = 1_700_000_000_000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    attempts = new FailedAttempts(new MovableClock(), (name) => name.toLowerCase());
  });
  afterEach(() => jest.restoreAllMocks());

  function fail(times: number, name = 'ana'): void {
    for (let time = 0; time < times; time += 1) {
      attempts.fail(name);
    }
  }

  function isLocked(name = 'ana'): boolean {
    try {
      attempts.check(name);
      return false;
    } catch {
      return true;
    }
  }

  it('locks at the fifth failure', () => {
    fail(4);
    expect(isLocked()).toBe(false);
    fail(1);
    expect(isLocked()).toBe(true);
  });

  it('locks for a second, then for twice as long each time, up to a quarter of an hour', () => {
    fail(4);
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      fail(1);
      now += seconds * 1000 - 1;
      expect(isLocked()).toBe(true);
      now += 1;
      expect(isLocked()).toBe(false);
    }
  });

  it('resets the count after a success', () => {
    fail(4);
    attempts.succeed('ana');
    fail(4);
    expect(isLocked()).toBe(false);
  });

  it('counts for each name on its own, in upper and lower case', () => {
    fail(3, 'ana');
    fail(2, 'ANA');
    fail(4, 'admin');
    expect([isLocked('Ana'), isLocked('admin')]).toEqual([true, false]);
  });
});
