// Decides whether a return URL leads to a page of this app. It comes from the address bar, so an
// attacker may have written it.

/** Longer return URLs are dropped: no app needs them, and servers refuse them. */
const LONGEST_RETURN_URL = 2048;
/** Stands for the app's own origin during parsing; nothing is ever loaded from it. */
const HERE = 'https://app.invalid';

/**
 * The path, query and fragment of `value` if it is a URL of this app, else null.
 *
 * The function parses the URL, serializes it and parses it again, because some forms become
 * `//host` only by normalisation (`/.//host`).
 */
export function checkReturnUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_RETURN_URL) return null;
  const url = parse(value);
  if (!url) return null;
  // Cut from `href`: no other property has an empty query or fragment.
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
