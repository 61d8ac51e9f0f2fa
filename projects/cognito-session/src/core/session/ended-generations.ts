// Sessions that this tab knows to be over, so that an answer that comes late is not taken for the
// session. Five of five libraries we measured bring the session back instead.

/** Generations remembered; an answer older than that many sign-outs does not exist. */
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
