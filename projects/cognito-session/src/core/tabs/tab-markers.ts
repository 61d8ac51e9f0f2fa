// The names of the markers that tabs set for each other; any script of the page can read them.

/** The session is over: its tokens must not be written any more. */
export function sessionEndedMarker(generation: string): string {
  return `ended:${generation}`;
}

/** A refresh of the session has just failed. */
export function cooldownMarker(generation: string): string {
  return `quiet:${generation}`;
}

/** A user has signed out in a page; the id is unique for each sign-out. */
export function signOutMarker(page: string, id: string): string {
  return `sign-out:${page}.${id}`;
}

/** Whether a marker is from {@link signOutMarker}. */
export function isSignOutMarker(mark: string): boolean {
  return mark.startsWith('sign-out:');
}

/**
 * A session that had been refreshed `revision` times has used the refresh token. Without rotation
 * every refresh uses the same token, so the revision distinguishes one use from the next. The name
 * has 64 bits of hash, which reveal nothing about a token of a kilobyte.
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
