// Proves that only the service's own form of TIMESTAMP is accepted.

import fc from 'fast-check';
import { formatTimestamp, readTimestamp } from './srp-timestamp';

describe('readTimestamp', () => {
  it('reads a day of one digit', () => {
    expect(readTimestamp('Mon Jan 5 03:04:09 UTC 2026')).toBe(Date.UTC(2026, 0, 5, 3, 4, 9));
  });

  it.each([
    ['a day with a zero', 'Mon Jan 05 03:04:09 UTC 2026'],
    ['another weekday', 'Tue Jan 5 03:04:09 UTC 2026'],
    ['a month in capitals', 'Mon JAN 5 03:04:09 UTC 2026'],
    ['a day that does not exist', 'Mon Feb 30 03:04:09 UTC 2026'],
    ['an hour without a zero', 'Mon Jan 5 3:04:09 UTC 2026'],
    ['another zone', 'Mon Jan 5 03:04:09 GMT 2026'],
    ['an ISO date', '2026-01-05T03:04:09Z'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(readTimestamp(text)).toBeNull();
  });

  it('reads back every written time, to the second', () => {
    const dates = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        expect(readTimestamp(formatTimestamp(date))).toBe(Math.floor(date.getTime() / 1000) * 1000);
      }),
    );
  });
});
