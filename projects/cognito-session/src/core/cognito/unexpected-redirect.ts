// What both gateways reject with when the endpoint answers with a redirect.

/**
 * The pool's endpoint answered with a redirect. It is not followed, since a browser sends the body
 * of the call, with its tokens and passwords, to wherever a 307 or 308 leads. Cognito never
 * redirects; captive portals and wrong endpoints do.
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export class UnexpectedRedirect extends Error {
  override readonly name = 'UnexpectedRedirect';

  /** @param endpoint URL that was called; its query is not told. */
  constructor(endpoint: string) {
    const { origin, pathname } = new URL(endpoint);
    super(`${origin}${pathname} answered with a redirect, which is not followed`);
  }
}

/**
 * Whether an answer with this status is a redirect; a browser that follows none hides the status
 * and gives 0.
 */
export function isRedirect(status: number): boolean {
  return [0, 301, 302, 303, 307, 308].includes(status);
}
