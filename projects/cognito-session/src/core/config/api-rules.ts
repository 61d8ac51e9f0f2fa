// Decides which requests may carry a token. The URL parser normalises both the rule and the
// request's URL, as the browser does. Then the origins must be equal, and the path must lie under
// the rule's path.

import { isJsonObject } from '../tokens/jwt-payload';
import { SessionError } from '../session-error';
import { checkSettings, invalid, isText, type SettingForms } from './setting-forms';

/** The kind of token that a request carries. */
export type SessionTokenKind = 'id' | 'access' | 'none';

/**
 * An API that tokens may go to. Unknown fields are refused with `SessionError('INVALID_CONFIG')`.
 */
export interface ApiRule {
  /**
   * An absolute `https:` URL (`http:` on loopback hosts, and where `allowInsecure` says so), or a
   * path such as `/api/` on the document's own origin, whatever its `<base>` element says; without
   * wildcard, user info, query or fragment.
   *
   * A request matches if it goes to the same origin and to this path or below it, at a segment
   * border. It matches nothing if the rest of its path has an encoded slash or backslash (`%2F`,
   * `%5C`, or `%252F` …) or an encoded dot segment (`..;`, `%2e%2e;`, `.;` …), because servers and
   * proxies read such paths in different ways: put such values into the query.
   */
  url: string;
  /** The token to attach; default `'id'`, the one that API Gateway's Cognito authorizer takes. */
  token?: SessionTokenKind;
  /**
   * The header that carries the token; default `'Authorization'`. If the API redirects to another
   * origin, browsers drop this header, and no other.
   */
  header?: string;
  /** The word before the token; default `'Bearer'`; `''` sends the bare token. */
  scheme?: string;
  /**
   * Whether `url` may be `http:` on a host that is not loopback; default `false`. For development
   * only: everybody on the network path can then read the token.
   */
  allowInsecure?: boolean;
}

/** A rule with its defaults. */
type Settled = Required<Omit<ApiRule, 'url'>>;

/** The forms of the fields of {@link ApiRule}, except `url`. */
const FORMS: SettingForms<Settled> = {
  token: [/^(id|access|none)$/, "'id', 'access' or 'none'", 'id'],
  header: [/^[\w-]+$/, 'a header name', 'Authorization'],
  scheme: [/^[\w-]*$/, 'one word or nothing', 'Bearer'],
  allowInsecure: [(value) => typeof (value ?? false) === 'boolean', 'true or false', false],
};
const FIELDS = ['url', ...Object.keys(FORMS)];

/** An {@link ApiRule} that has been checked and has its defaults filled in. */
export interface CheckedApiRule {
  readonly origin: string;
  /** Path without its trailing slash; `''` stands for the whole origin. */
  readonly path: string;
  readonly token: SessionTokenKind;
  readonly header: string;
  /** `''`, or the scheme and the space behind it. */
  readonly prefix: string;
}

/**
 * The size of the cache of decisions: resolving the URL each time would double the cost of a
 * request.
 */
const MOST_REMEMBERED_URLS = 200;

/** The configured APIs; finds the rule for a request's URL. */
export class ApiRules {
  readonly rules: readonly CheckedApiRule[];
  readonly #remembered = new Map<string, CheckedApiRule | null>();

  /** Sorts the rules by the length of their paths, the most specific first. */
  constructor(rules: readonly CheckedApiRule[]) {
    this.rules = [...rules].sort((a, b) => b.path.length - a.path.length);
  }

  /**
   * The rule for `url`, resolved against `base` as in a document; null if no token may go there.
   */
  find(url: string, base: string): CheckedApiRule | null {
    // The document's base can change under a running app (a <base> element added late).
    const place = `${base} ${url}`;
    let rule = this.#remembered.get(place);
    if (rule === undefined) {
      rule = this.#match(url, base);
      if (this.#remembered.size >= MOST_REMEMBERED_URLS) this.#remembered.clear();
      this.#remembered.set(place, rule);
    }
    return rule;
  }

  #match(url: string, base: string): CheckedApiRule | null {
    const target = parseUrl(url, base);
    // A blob: URL has the origin of the page that made it, so this checks the scheme as well. User
    // info ends with an @.
    if (!target || !/^https?:\/\/[^/@]+\//.test(target.href)) return null;
    const { origin, pathname } = target;
    const rule = this.rules.find(
      (each) => each.origin === origin && `${pathname}/`.startsWith(`${each.path}/`),
    );
    return rule && isPlain(pathname.slice(rule.path.length)) ? rule : null;
  }
}

/** Paths with more layers of encoding match nothing: no server decodes a path more often. */
const MOST_DECODINGS = 3;

/**
 * Whether every server reads this part of a path as the URL parser does. Some servers decode it
 * first, once or twice; some drop the text behind a semicolon; and some accept invalid UTF-8
 * (`%c0%af`). For them, `..%2f` and `..;` lead to the parent path.
 */
function isPlain(path: string): boolean {
  return path.split('/').every((segment) => {
    let text = segment;
    for (let layers = 0; ; layers++) {
      if (/[/\\]|%c[01]|^\.\.?([;?#]|[^!-~]|$)/i.test(text)) return false;
      const decoded = text.replace(/%([0-7][\da-f])/gi, (_, hex: string) =>
        String.fromCharCode(parseInt(hex, 16)),
      );
      if (decoded === text) return true;
      if (layers === MOST_DECODINGS) return false;
      text = decoded;
    }
  });
}

/**
 * Checks one entry of `apis`; `field` names it in the error.
 * @param origin the document's own origin, for entries that are a path; none without a document.
 */
export function checkApiRule(entry: unknown, field: string, origin?: string): CheckedApiRule {
  const isRule = isJsonObject(entry);
  const rule: Partial<Record<keyof ApiRule, unknown>> = isRule ? entry : { url: entry };
  const unknown = Object.keys(rule).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    const message = `${field}.${unknown} is unknown; the fields of a rule are ${FIELDS.join(', ')}`;
    throw new SessionError('INVALID_CONFIG', message);
  }
  const { token, header, scheme, allowInsecure } = checkSettings<Settled>(rule, FORMS, `${field}.`);
  const expected = `an https URL (http on loopback, or with allowInsecure: true) or a path like /api/, ${PLAIN}`;
  const name = isRule ? `${field}.url` : field;
  const url = checkUrl(rule.url, name, expected, origin, allowInsecure);
  return {
    origin: url.origin,
    path: url.pathname.replace(/\/+$/, ''),
    token,
    header,
    prefix: scheme && `${scheme} `,
  };
}

const PLAIN = 'without wildcard, user info, query or fragment';

/** Checks an absolute URL to which tokens will be sent. */
export function checkServiceUrl(value: unknown, field: string): URL {
  return checkUrl(value, field, `an https URL (http on loopback) ${PLAIN}`);
}

/** Checks an issuer. The `iss` claim of a token must be exactly equal to it. */
export function checkIssuer(value: unknown, field: string): string {
  const expected = `an absolute http or https URL ${PLAIN}`;
  checkUrl(value, field, expected, '', true);
  if (isText(value, /^http/)) return value;
  throw invalid(field, expected, value);
}

function checkUrl(
  value: unknown,
  field: string,
  expected: string,
  origin = '',
  allowInsecure = false,
): URL {
  const text = isText(value, /^\/(?!\/)/) ? origin + value : value;
  const url = isText(text, /^https?:\/\/[^\s\\*?#@]+$/i) ? parseUrl(text) : null;
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;
  const insecure = url?.protocol === 'http:' && !loopback.test(url.hostname);
  if (!url || (insecure && !allowInsecure)) throw invalid(field, expected, url?.href ?? value);
  return url;
}

function parseUrl(url: string, base?: string): URL | null {
  try {
    return new URL(url, base);
  } catch {
    // TypeError: not a URL. The browser would not send it either.
    return null;
  }
}
