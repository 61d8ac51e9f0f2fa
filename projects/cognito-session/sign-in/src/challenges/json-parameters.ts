// Reads the challenge parameters in which Cognito sends JSON.

/** The strings of a JSON list; none for anything else. */
export function stringsIn<T extends string>(json: string | undefined): T[] {
  const list = parse(json);
  return Array.isArray(list) ? list.filter((item): item is T => typeof item === 'string') : [];
}

/** A JSON object; an empty one for anything else. */
export function objectIn(json: string | undefined): object {
  const value = parse(json);
  return value && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function parse(json = ''): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
