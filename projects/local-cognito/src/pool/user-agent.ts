// Reads browser and operating system from a `User-Agent` header, for the list of sessions.

const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** Edge and Chrome also name Safari, and Edge names Chrome, so the first match counts. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

/** For example `Chrome on Linux`, or `unknown`; the service's wording is not confirmed. */
export function deviceType(userAgent: string | null): string {
  const find = (names: typeof systems) => names.find(([part]) => part.test(userAgent ?? ''))?.[1];
  const known = [find(browsers), find(systems)].filter((name) => name !== undefined);
  return known.length === 0 ? 'unknown' : known.join(' on ');
}
