// An assertion for loops of thousands, in which Jest's `expect` would take a good part of the time.

/** Throws with the message when the claim does not hold. */
export function holds(claim: boolean, message: () => string): asserts claim {
  if (!claim) throw new Error(message());
}
