// Reads and writes TIMESTAMP, the time in an SRP proof.

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const pattern = /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) (\d\d):(\d\d):(\d\d) UTC (\d{4})$/;

/**
 * Milliseconds since epoch of a `TIMESTAMP` like `Mon Jan 5 03:04:09 UTC 2026`, or null. It must
 * have the service's own form: no zero before the day, and the right weekday. See the measurements
 * in
 * https://github.com/ministackorg/ministack/pull/1758
 */
export function readTimestamp(text: string): number | null {
  const [, , month = '', day, hours, minutes, seconds, year] = pattern.exec(text) ?? [];
  const date = new Date(
    Date.UTC(
      Number(year),
      months.indexOf(month),
      Number(day),
      Number(hours),
      Number(minutes),
      Number(seconds),
    ),
  );
  return formatTimestamp(date) === text ? date.getTime() : null;
}

/** Writes a `TIMESTAMP` in its only valid form. */
export function formatTimestamp(date: Date): string {
  const weekday = String(weekdays[date.getUTCDay()]);
  const month = String(months[date.getUTCMonth()]);
  const time = Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(11, 19);
  return `${weekday} ${month} ${date.getUTCDate()} ${time} UTC ${date.getUTCFullYear()}`;
}
