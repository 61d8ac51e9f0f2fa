// Decides which requests may carry a token. A URL counts as what the browser will really call: both sides go
// through the URL parser, then origins must be equal and the path must lie under the rule's path.

import { isJsonObject } from './jwt-payload';
import { SessionError } from './session-error';

/** Which token a request carries. */
export type SessionTokenKind = 'id' | 'access' | 'none';

/** An API that tokens may go to. */
export interface ApiRule {
  /**
   * Absolute `https:` URL (`http:` on loopback hosts only), without wildcard, user info, query or fragment. Requests
   * to the same origin whose path is this one or lies below it, at a segment border, match.
   */
  url: string;
  /** Which token to attach; default `'id'`, the one API Gateway's Cognito authorizer takes. */
  token?: SessionTokenKind;
  /**
   * Header that carries the token; default `'Authorization'`. Browsers drop that one when the API redirects to another
   * origin, and no other.
   */
  header?: string;
  /** Word before the token; default `'Bearer'`; `''` sends the bare token. */
  scheme?: string;
}

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

/** How many decisions are remembered; resolving a URL each time doubles the cost of a request. */
const MOST_REMEMBERED_URLS = 200;

/** The configured APIs; finds the rule for a request's URL. */
export class ApiRules {
  readonly #rules: readonly CheckedApiRule[];
  readonly #remembered = new Map<string, CheckedApiRule | null>();
  #base: string | undefined;

  /** Rules are tried in the order of their path's length, the most specific first. */
  constructor(rules: readonly CheckedApiRule[]) {
    this.#rules = [...rules].sort((a, b) => b.path.length - a.path.length);
  }

  /** The rule for `url` as a document at `base` would request it, or null when no token may go there. */
  find(url: string, base: string): CheckedApiRule | null {
    if (base !== this.#base) {
      // The document's base can change under a running app (a <base> element added late).
      this.#remembered.clear();
      this.#base = base;
    }
    let rule = this.#remembered.get(url);
    if (rule === undefined) {
      rule = this.#match(url, base);
      if (this.#remembered.size >= MOST_REMEMBERED_URLS) this.#remembered.clear();
      this.#remembered.set(url, rule);
    }
    return rule;
  }

  #match(url: string, base: string): CheckedApiRule | null {
    const target = parseUrl(url, base);
    // A blob: URL reports the origin that made it, so the scheme is looked at as well.
    if (!target || !/^https?:$/.test(target.protocol) || target.username || target.password)
      return null;
    return (
      this.#rules.find(
        ({ origin, path }) =>
          origin === target.origin && `${target.pathname}/`.startsWith(`${path}/`),
      ) ?? null
    );
  }
}

/** Checks one entry of `apis`; `field` names it in the error. */
export function checkApiRule(entry: unknown, field: string): CheckedApiRule {
  const rule = isJsonObject(entry) ? (entry as Partial<ApiRule>) : undefined;
  const url = rule ? checkServiceUrl(rule.url, `${field}.url`) : checkServiceUrl(entry, field);
  const { token = 'id', header = 'Authorization', scheme = 'Bearer' } = rule ?? {};
  const check = (name: string, value: unknown, form: RegExp, expected: string): void => {
    if (!isText(value, form)) throw invalid(`${field}.${name}`, expected, value);
  };
  check('token', token, /^(id|access|none)$/, "'id', 'access' or 'none'");
  check('header', header, /^[\w-]+$/, 'a header name');
  check('scheme', scheme, /^[\w-]*$/, 'one word or nothing');
  return {
    origin: url.origin,
    path: url.pathname.replace(/\/+$/, ''),
    token,
    header,
    prefix: scheme && `${scheme} `,
  };
}

/** Checks an absolute URL that tokens will be sent to. */
export function checkServiceUrl(value: unknown, field: string): URL {
  const expected = 'an https URL (http on loopback) without wildcard, user info, query or fragment';
  const url = isText(value, /^https?:\/\/[^\s\\*?#@]+$/i) ? parseUrl(value) : null;
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;
  if (!url || (url.protocol === 'http:' && !loopback.test(url.hostname))) {
    throw invalid(field, expected, value);
  }
  return url;
}

/** `INVALID_CONFIG` for `field`; quotes a short form of the value, never user info or a token. */
export function invalid(field: string, expected: string, value: unknown): SessionError {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  const shown = text.replace(/[^"]*@/g, '…@').replace(/eyJ[\w.+/=-]*/g, '…');
  return new SessionError(
    'INVALID_CONFIG',
    `${field} must be ${expected}; it is ${shown.slice(0, 120)}`,
  );
}

/** Whether `value` is a string of a form. */
export function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

function parseUrl(url: string, base?: string): URL | null {
  try {
    return new URL(url, base);
  } catch {
    // TypeError: not a URL. The browser would not send it either.
    return null;
  }
}
