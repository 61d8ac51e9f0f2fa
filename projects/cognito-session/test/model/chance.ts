// Where the simulated world's delays and orders come from: numbers that one seed decides, so that a
// run can be repeated.

/**
 * What is drawn for; each kind has a row of numbers of its own, so that a run that is cut shorter
 * keeps the others.
 */
export type ChanceKind =
  'api' | 'channel' | 'chunk' | 'jitter' | 'lock' | 'network' | 'slow store' | 'storage' | 'use';

/** Numbers that look random and follow from a seed. */
export class Chance {
  readonly #drawn = new Map<ChanceKind, number>();

  constructor(private readonly seed: number) {}

  /** At least 0 and below 1. */
  fraction(kind: ChanceKind): number {
    const nth = (this.#drawn.get(kind) ?? 0) + 1;
    this.#drawn.set(kind, nth);
    let mixed = this.seed ^ Math.imul(nth, 0x9e3779b9);
    for (let i = 0; i < kind.length; i++) mixed = Math.imul(mixed ^ kind.charCodeAt(i), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `most`. */
  upTo(kind: ChanceKind, most: number): number {
    return Math.floor(this.fraction(kind) * (most + 1));
  }
}
