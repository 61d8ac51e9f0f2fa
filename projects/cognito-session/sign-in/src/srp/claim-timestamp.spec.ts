// The one format of time that Cognito's SRP accepts.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { assert, integer, property } from 'fast-check';
import { claimTimestamp } from './claim-timestamp';

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'].concat(
  ['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'], // prettier-ignore
);
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The format by its parts. */
function expected(now: number): string {
  const date = new Date(now);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const day = `${DAYS[date.getUTCDay()]!} ${MONTHS[date.getUTCMonth()]!} ${date.getUTCDate()}`;
  return `${day} ${time} UTC ${date.getUTCFullYear()}`;
}

describe('the timestamp', () => {
  it.each([
    ['2026-01-05T03:04:09.999Z', 'Mon Jan 5 03:04:09 UTC 2026'],
    ['2026-11-20T00:00:00Z', 'Fri Nov 20 00:00:00 UTC 2026'],
    ['2028-02-29T23:59:59Z', 'Tue Feb 29 23:59:59 UTC 2028'],
    ['2026-10-10T10:10:10Z', 'Sat Oct 10 10:10:10 UTC 2026'],
  ])('of %s is %s', (time, timestamp) => {
    expect(claimTimestamp(Date.parse(time))).toBe(timestamp);
  });

  it('is right on every day of eight years, leap days among them', () => {
    const first = Date.UTC(2024, 0, 1, 12, 34, 56);
    const days = Array.from({ length: 8 * 365 + 2 }, (_, day) => first + day * DAY);
    expect(days.map(claimTimestamp)).toEqual(days.map(expected));
  });

  it('is right at every moment of this century', () => {
    const moments = integer({ min: 0, max: 75 * 365 * DAY }).map((ms) => Date.UTC(2025) + ms);
    assert(property(moments, (now) => expect(claimTimestamp(now)).toBe(expected(now))));
  });

  // Jest gives specs a copy of the environment, which Date does not see.
  it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'])('is UTC in %s', (TZ) => {
    const file = JSON.stringify(join(__dirname, 'claim-timestamp.ts'));
    const moment = Date.UTC(2026, 0, 5, 3, 4, 9);
    const script = `const { claimTimestamp } = require(${file});
      console.log(new Date(${moment}).getTimezoneOffset() + ' ' + claimTimestamp(${moment}))`;
    const output = execFileSync(process.execPath, ['-r', 'tsx/cjs', '-e', script], {
      env: { ...process.env, TZ, LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' },
      encoding: 'utf8',
    });
    const offset = { Kiritimati: -840, Pago_Pago: 660, Kathmandu: -345 }[TZ.split('/')[1]!];
    expect(output.trim()).toBe(`${offset!} Mon Jan 5 03:04:09 UTC 2026`);
  });
});
