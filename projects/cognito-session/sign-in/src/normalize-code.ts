// Makes the code that a user has typed or pasted the one that Cognito expects.

/** Takes out white space: codes are displayed in groups, and copied with the space around them. */
export function normalizeCode(code: string): string {
  return code.replace(/\s/g, '');
}
