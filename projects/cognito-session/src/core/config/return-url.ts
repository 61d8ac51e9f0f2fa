// Decides whether a return URL stays in this app. It comes out of the address bar, so anybody can
// have written it.

/** Longer return URLs are dropped: nobody means them, and servers refuse such addresses. */
const LONGEST_RETURN_URL = 2048;
/** Stands for the app's own origin while parsing; nothing is ever loaded from it. */
const HERE = 'https://app.invalid';

/**
 * The path, query and fragment of `value` when it is a URL of this app, else null.
 *
 * What is returned has been parsed, put together and parsed again, because some forms become
 * `//host` only by normalisation (`/.//host`).
 */
export function checkReturnUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_RETURN_URL) return null;
  const url = parse(value);
  if (!url) return null;
  // By its text: an empty query or fragment is in no other property.
  const rebuilt = url.href.slice(HERE.length);
  return parse(rebuilt)?.href === url.href ? rebuilt : null;
}

/** `value` as a URL of this origin whose path starts with exactly one slash, or null. */
function parse(value: string): URL | null {
  if (!/^\/(?![/\\])/.test(value)) return null;
  try {
    const url = new URL(value, HERE);
    return url.origin === HERE ? url : null;
  } catch {
    // TypeError: not a URL.
    return null;
  }
}
