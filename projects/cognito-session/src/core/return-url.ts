// Decides whether a return URL stays in this app. It comes out of the address bar, so anybody can have written it.

/** Longer return URLs are dropped: nobody means them, and servers refuse such addresses. */
const LONGEST_RETURN_URL = 2048;
/** Stands for the app's own origin while parsing; nothing is ever loaded from it. */
const HERE = 'https://app.invalid';

/**
 * The path, query and fragment of `value` when it is a URL of this app and not its sign-in page, else null.
 *
 * What is returned has been parsed, put together and parsed again, because some forms become `//host` only by
 * normalisation (`/.//host`).
 */
export function checkReturnUrl(value: unknown, signInUrl: string): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_RETURN_URL) return null;
  const url = parse(value);
  if (!url) return null;
  const rebuilt = url.pathname + url.search + url.hash;
  if (parse(rebuilt)?.href !== url.href) return null;
  return isBelow(url.pathname, signInUrl) ? null : rebuilt;
}

/** Whether the app's URL `url` is the sign-in page or lies below it, whatever its matrix parameters. */
export function isBelow(url: string, signInUrl: string): boolean {
  const [path = '', signIn = ''] = [url, signInUrl].map((each) => each.split(/[?#;]/)[0]);
  return `${path}/`.startsWith(`${signIn}/`);
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
