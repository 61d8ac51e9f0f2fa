// The error with which both gateways reject if the endpoint answers with a redirect.

/**
 * The pool's endpoint answered with a redirect. The library does not follow it, because a browser
 * would send the body of the call, with its tokens and passwords, to the target of a 307 or 308.
 * Cognito never redirects; captive portals and wrong endpoints do.
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export class UnexpectedRedirect extends Error {
  override readonly name = 'UnexpectedRedirect';

  /** @param endpoint the URL that was called; the message leaves out its query. */
  constructor(endpoint: string) {
    const { origin, pathname } = new URL(endpoint);
    super(`${origin}${pathname} answered with a redirect, which is not followed`);
  }
}

/**
 * Whether an answer with this status is a redirect. A browser that does not follow redirects hides
 * the status and gives 0.
 */
export function isRedirect(status: number): boolean {
  return [0, 301, 302, 303, 307, 308].includes(status);
}
