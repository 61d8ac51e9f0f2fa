// Names of the marks that tabs leave for each other; any script of the page can read them.

/** This session is over: its tokens must not be written any more. */
export function endedMark(generation: string): string {
  return `ended:${generation}`;
}

/** This session could not be refreshed just now. */
export function quietMark(generation: string): string {
  return `quiet:${generation}`;
}

/** This refresh token was used. 64 bits of hash, which say nothing about a token of a kilobyte. */
export function usedMark(refreshToken: string): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < refreshToken.length; i++) {
    const code = refreshToken.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return `used:${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
