// What a `User-Agent` header says of the device, as far as a list of sessions needs it.

const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** Edge and Chrome name Safari as well, and Edge names Chrome: the first that fits is right. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

/** Like `Chrome on Linux`, or `unknown`; how the service words it is not confirmed. */
export function deviceType(userAgent: string | null): string {
  const find = (names: typeof systems) => names.find(([part]) => part.test(userAgent ?? ''))?.[1];
  const known = [find(browsers), find(systems)].filter((name) => name !== undefined);
  return known.length === 0 ? 'unknown' : known.join(' on ');
}
