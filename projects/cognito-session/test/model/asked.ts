// What the app of a simulated page has asked the session for, and whether it ended as I4 wants.

import type { Observable } from 'rxjs';
import type { Page } from './page';
import type { Watch } from './watch';

/** Something that was asked for and must end once. */
interface Asked {
  readonly what: string;
  readonly startedAt: number;
  readonly limitMs: number;
  ends: number;
}

/** Those who want to know how it ended. */
export interface AskedListeners {
  readonly told?: ((value: unknown) => void) | undefined;
  readonly failed?: ((error: unknown) => void) | undefined;
  /** Either of the two, or no value at all. */
  readonly ended?: (() => void) | undefined;
}

/** Everything that one page has asked for. */
export class AskedFor {
  readonly #asked = new Set<Asked>();

  constructor(
    private readonly page: Page,
    private readonly watch: Watch,
  ) {}

  /** Asks, and remembers it. */
  ask(
    what: string,
    limitMs: number,
    ask: () => Observable<unknown>,
    { failed, told, ended }: AskedListeners = {},
  ): void {
    const { watch } = this;
    const asked: Asked = {
      what: `${what} of ${this.page.name}`,
      startedAt: this.page.age,
      limitMs,
      ends: 0,
    };
    this.#asked.add(asked);
    ask().subscribe({
      next: (value) => told?.(value),
      error: (error: unknown) => {
        asked.ends++;
        ended?.();
        failed?.(error);
        const { code, status } = error as { code?: string; status?: number };
        watch.count(`${what.split(' ')[0]} failed: ${code ?? status}`);
        watch.noSecretIn(error, `the error of ${asked.what}`);
      },
      complete: () => {
        asked.ends++;
        ended?.();
      },
    });
  }

  /**
   * I4: whatever was asked for has ended once, or is not too old. Time in which the page is frozen
   * does not count.
   */
  judge(): void {
    const { watch } = this;
    if (!this.page.alive) return;
    for (const asked of this.#asked) {
      if (asked.ends > 1) watch.violated('I4', `${asked.what} ended ${asked.ends} times`);
      const over = this.page.age - asked.startedAt > asked.limitMs;
      if (asked.ends === 0 && over) watch.violated('I4', `${asked.what} has not ended`);
      // An end that comes twice comes soon after the first.
      if (asked.ends > 0 && over) this.#asked.delete(asked);
    }
  }
}
