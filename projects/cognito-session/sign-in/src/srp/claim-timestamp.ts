// The TIMESTAMP of a password claim.

/**
 * A text such as `Mon Jan 5 03:04:09 UTC 2026`: in English, in UTC, and the day without a leading
 * zero, in every locale, because `Date` writes its UTC string alike in all of them.
 * @param now milliseconds since the epoch
 * @see https://tc39.es/ecma262/#sec-date.prototype.toutcstring
 */
export function claimTimestamp(now: number): string {
  return new Date(now)
    .toUTCString()
    .replace(/(\w+), 0?(\d+) (\w+) (\d+) (\S+) GMT/, '$1 $3 $2 $5 UTC $4');
}
