// Everything that a run has shown somewhere, to be searched for tokens afterwards.

/** Texts with the place each was found at. */
export class Haystack {
  private readonly texts: { readonly where: string; readonly text: string }[] = [];

  add(where: string, ...texts: readonly string[]): void {
    this.texts.push(...texts.map((text) => ({ where, text })));
  }

  /** Number of characters, of all places or of those whose name begins so. */
  size(where = ''): number {
    return this.texts
      .filter((each) => each.where.startsWith(where))
      .reduce((sum, { text }) => sum + text.length, 0);
  }

  /** Places in which one of `needles` can be read or matches, each with the needle's beginning. */
  find(needles: readonly (string | RegExp)[]): string[] {
    return this.texts.flatMap(({ where, text }) =>
      needles
        .filter((needle) => (needle instanceof RegExp ? needle.test(text) : text.includes(needle)))
        .map((needle) => `${where}: ${String(needle).slice(0, 16)}…`),
    );
  }
}

/** The texts to look for: each secret whole, and of a JWT the parts that are its own. */
export function needlesOf(secrets: Iterable<string>): string[] {
  return [...secrets].flatMap((secret) => {
    const [, ...parts] = secret.split('.');
    return [secret, ...parts.filter((part) => part.length > 20)];
  });
}
