// Names of the marks that tabs leave for each other; any script of the page can read them.

/** This session is over: its tokens must not be written any more. */
export function sessionEndedMarker(generation: string): string {
  return `ended:${generation}`;
}

/** This session could not be refreshed just now. */
export function cooldownMarker(generation: string): string {
  return `quiet:${generation}`;
}

/** A user has signed out in a page; the id tells one sign-out from the next. */
export function signOutMarker(page: string, id: string): string {
  return `sign-out:${page}.${id}`;
}

/** Whether a mark is one of {@link signOutMarker}. */
export function isSignOutMarker(mark: string): boolean {
  return mark.startsWith('sign-out:');
}

/**
 * This refresh token was used by a session that had been refreshed `revision` times. Without
 * rotation the same token is used again and again, and the next use must not be taken for the last
 * one. 64 bits of hash, which say nothing about a token of a kilobyte.
 */
export function tokenUsedMarker(refreshToken: string, revision: number): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < refreshToken.length; i++) {
    const code = refreshToken.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return `used:${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}.${revision}`;
}
