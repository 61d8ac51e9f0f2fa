// Remembers the sessions that are over, so that a late answer does not bring one back. All five
// libraries that we measured bring it back.

/** The number of generations to remember; no answer is under way for that many sign-outs. */
const MOST_REMEMBERED = 50;

/** The generations that are over. */
export class EndedGenerations {
  readonly #generations: string[] = [];

  has(generation: string): boolean {
    return this.#generations.includes(generation);
  }

  add(generation: string): void {
    this.#generations.push(generation);
    if (this.#generations.length > MOST_REMEMBERED) this.#generations.shift();
  }
}
