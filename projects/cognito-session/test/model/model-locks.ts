// Web Locks of the simulated browser: one lock manager outside the pages. Requests, grants and
// answers take their time between the two, in order for each page. A frozen page keeps what it
// holds; a closed one loses it.

import type { FakeClock } from '../support/fake-clock';
import type { Chance } from './chance';
import type { Page, PageGlobals } from './page';
import { Pipe } from './pipe';
import type { Watch } from './watch';

/**
 * Longest way to the lock manager or back, and until it notices that a page is gone, in
 * milliseconds.
 */
const MOST_MS = { way: 3, gone: 30 };

type LockCallback = (lock: Lock | null) => unknown;

interface Entry {
  readonly page: Page;
  readonly name: string;
  readonly mode: LockMode;
  /** Tells the page. */
  readonly grant: () => void;
  aborted: boolean;
}

/** The lock manager. */
export class ModelLocks {
  readonly #held = new Set<Entry>();
  readonly #waiting = new Set<Entry>();

  constructor(
    private readonly clock: FakeClock,
    private readonly chance: Chance,
    private readonly watch: Watch,
  ) {}

  holdsExclusive(page: Page): boolean {
    return [...this.#held].some((entry) => entry.page === page && entry.mode === 'exclusive');
  }

  /** `navigator.locks` as the page sees it. */
  open(page: Page): PageGlobals['locks'] {
    const [there, back] = [new Pipe(this.clock), new Pipe(this.clock)];
    const delay = (): number => this.chance.upTo('lock', MOST_MS.way);
    const toManager = (arrive: () => void): void => there.send(delay(), arrive);
    const toPage = (task: () => void): void => back.send(delay(), () => page.run(task));

    const request = (
      name: string,
      ...rest: [LockCallback] | [LockOptions, LockCallback]
    ): Promise<unknown> => {
      const callback = rest.at(-1) as LockCallback;
      const { mode = 'exclusive', signal }: LockOptions = rest.length === 2 ? rest[0] : {};
      this.watch.noSecret(name, `a lock's name of ${page.name}`);
      return new Promise<unknown>((resolve, reject) => {
        let granted = false;
        const grant = (): void =>
          toPage(() => {
            // The page gave up while the grant was on its way; what lets it go is on its way, too.
            if (entry.aborted) return;
            granted = true;
            if (mode === 'exclusive') page.gaveUpWaiting = false;
            void new Promise((done) => done(callback({ name, mode })))
              .then(resolve, reject)
              .finally(() => toManager(() => this.#release(entry)));
          });
        const entry: Entry = { page, name, mode, grant, aborted: false };
        signal?.addEventListener('abort', () => {
          if (granted) return;
          entry.aborted = true;
          if (mode === 'exclusive') page.gaveUpWaiting = true;
          reject(new DOMException('given up', 'AbortError'));
          toManager(() => this.#release(entry));
        });
        toManager(() => {
          this.#waiting.add(entry);
          this.#grantNext();
        });
      });
    };
    const query = (): Promise<LockManagerSnapshot> =>
      new Promise((resolve) =>
        toManager(() => {
          const held = [...this.#held].map(({ name, mode }) => ({ name, mode }));
          toPage(() => resolve({ held, pending: [] }));
        }),
      );
    return { request: request, query };
  }

  /** The page is gone. */
  close(page: Page): void {
    this.clock.schedule(this.chance.upTo('lock', MOST_MS.gone), () => {
      for (const entry of [...this.#held, ...this.#waiting]) {
        if (entry.page === page) this.#release(entry);
      }
    });
  }

  #release(entry: Entry): void {
    this.#held.delete(entry);
    this.#waiting.delete(entry);
    this.#grantNext();
  }

  /** Gives the next in line their turn, as far as those before them allow. */
  #grantNext(): void {
    const before = [...this.#held];
    for (const entry of [...this.#waiting]) {
      const { name, mode } = entry;
      const free = before.every(
        (other) => other.name !== name || (other.mode === 'shared' && mode === 'shared'),
      );
      before.push(entry);
      if (!free) continue;
      this.#waiting.delete(entry);
      this.#held.add(entry);
      entry.grant();
    }
  }
}
