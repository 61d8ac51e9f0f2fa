// The one store of the simulated browser. As Web Storage: own writes are there at once, those of
// other pages 0 to 20 ms late, with a storage event. As a database behind promises: never stale,
// but each answer takes its time and nobody is told. Either can fail, be emptied by the user, or be
// overwritten by another script.

import { type MaybePromise, SessionStore } from '../../src/core/store/session-store';
import { STORE_TIMEOUT_MS } from '../../src/core/store/store-queue';
import type { FakeClock } from '../support/fake-clock';
import type { Chance } from './chance';
import type { Page } from './page';
import type { Watch } from './watch';

/**
 * How late a write is seen elsewhere, how long half an operation of a database takes, and how old
 * knowledge of it is acted on, at most.
 */
const MOST_MS = { late: 20, half: 10, old: 100 };

/**
 * What a page asks of a slow store is done that long after the store is quick again: a row of
 * operations, each given up after 5 s.
 */
const SLOW_TAIL_MS = 60_000;

export type StoreKind = 'web' | 'database';
export type StoreOperation = 'get' | 'set' | 'remove';

/** A failure for some time. */
export interface StoreFault {
  readonly operations: readonly StoreOperation[];
  readonly error: 'SecurityError' | 'QuotaExceededError';
  /** When it ends, by the monotonic clock. */
  readonly until: number;
}

interface Write {
  readonly by: Page | undefined;
  readonly value: string | null;
  readonly visibleAt: number;
  /** Whether the page knows that it is done, and so could tell other pages. */
  told: boolean;
}

/** The storage of one origin. */
export class ModelStorage {
  /**
   * Whether anything but a session's own tabs has ever touched or disturbed it, and when it last
   * did.
   */
  lastDisturbed: number | undefined;
  fault: StoreFault | undefined;
  /** When it last failed, or was emptied or overwritten, by the monotonic clock. */
  lastBroken = -1;
  /** Until when what was asked of a slow database may still land, by the monotonic clock. */
  lastSlow = -1;
  #slow = { until: -1, ms: 0 };
  readonly #pages = new Set<Page>();
  readonly #firstRead = new Map<Page, number>();
  /** How long each page waited for its first answer, in milliseconds. */
  readonly #firstWait = new Map<Page, number>();
  readonly #junkRead = new Map<Page, number>();
  /** What each page last read or wrote. */
  readonly #knowledge = new Map<Page, { readonly value: string | null; readonly at: number }>();
  #writes: Write[] = [{ by: undefined, value: null, visibleAt: 0, told: true }];

  constructor(
    private readonly clock: FakeClock,
    private readonly chance: Chance,
    private readonly watch: Watch,
    readonly kind: StoreKind,
    private readonly key: string,
  ) {}

  /** What it holds once everything has arrived. */
  get settled(): string | null {
    return this.#writes.at(-1)?.value ?? null;
  }

  /** Whether it fails now, whatever the operation. */
  get failing(): boolean {
    return this.clock.monotonic() < (this.fault?.until ?? 0);
  }

  /** Who wrote what it holds; undefined for the user or another script. */
  get lastWriter(): Page | undefined {
    return this.#writes.at(-1)?.by;
  }

  recover(): void {
    this.#slow = { until: -1, ms: 0 };
    this.fault = undefined;
  }

  close(page: Page): void {
    this.#pages.delete(page);
  }

  /** Fails for `ms` milliseconds. */
  fail(operations: readonly StoreOperation[], error: StoreFault['error'], ms: number): void {
    this.fault = { operations, error, until: this.clock.monotonic() + ms };
    this.lastBroken = Math.max(this.lastBroken, this.fault.until);
    this.lastDisturbed = Math.max(this.lastDisturbed ?? 0, this.fault.until);
  }

  /**
   * For `ms` milliseconds a database takes up to `extraMs` more for each half of an operation: so
   * that what was given up lands all the same, and not in the order in which it was asked for.
   */
  slowDown(ms: number, extraMs: number): void {
    if (this.kind === 'web') return;
    const until = this.clock.monotonic() + ms;
    this.#slow = { until, ms: extraMs };
    this.lastSlow = Math.max(this.lastSlow, until + SLOW_TAIL_MS);
    this.lastDisturbed = Math.max(this.lastDisturbed ?? 0, this.lastSlow);
  }

  /** The user or another script writes, or empties it (null). */
  disturb(value: string | null): void {
    this.lastDisturbed = Math.max(this.lastDisturbed ?? 0, this.clock.monotonic());
    this.lastBroken = Math.max(this.lastBroken, this.clock.monotonic());
    this.#write(undefined, value);
  }

  /** What a page sees. */
  view(page: Page): string | null {
    return this.#seen(page).value;
  }

  /** When a page last read what another script had left there. */
  junkReadAt(page: Page): number | undefined {
    return this.#junkRead.get(page);
  }

  #seen(page: Page): Write {
    const now = this.clock.monotonic();
    return this.#writes.filter(({ by, visibleAt }) => by === page || visibleAt <= now).at(-1)!;
  }

  /**
   * What a page knows of it: what it sees, or what it last saw when it cannot read. A database is
   * not seen: a page acts on what it has just read or written, and cannot compare and clear.
   */
  known(page: Page): string | null {
    const { value = null, at = -Infinity } = this.#knowledge.get(page) ?? {};
    const blind = this.failing && this.fault?.operations.includes('get');
    const justNow = this.kind === 'database' && this.clock.monotonic() - at <= MOST_MS.old;
    return blind || justNow ? value : this.view(page);
  }

  /** When a page could read it for the first time. */
  firstRead(page: Page): number | undefined {
    return this.#firstRead.get(page);
  }

  /**
   * Whether a page began as if there were nothing: a database that does not answer in time is not
   * asked again.
   */
  startedWithout(page: Page): boolean {
    const wait = this.#firstWait.get(page) ?? Infinity;
    return this.kind === 'database' && wait >= STORE_TIMEOUT_MS;
  }

  /**
   * Whether what it holds was written by a page that was closed before it could tell the others; a
   * database tells nobody.
   */
  get untold(): boolean {
    const { by, told } = this.#writes.at(-1)!;
    return !told && by?.alive === false;
  }

  /** The store as one page has it. */
  open(page: Page, written: (seen: string | null, value: string | null) => void): SessionStore {
    this.#pages.add(page);
    const check = (operation: StoreOperation, key: string): void => {
      if (key !== this.key) this.watch.violated('I7', `${page.name} used the key ${key}`);
      const { fault } = this;
      if (!fault?.operations.includes(operation)) return;
      if (this.clock.monotonic() < fault.until)
        throw new DOMException('the store fails', fault.error);
    };
    const openedAt = this.clock.monotonic();
    const answered = (): void => {
      const now = this.clock.monotonic();
      if (this.#firstRead.has(page)) return;
      this.#firstRead.set(page, now);
      this.#firstWait.set(page, now - openedAt);
    };
    return new PageStore(
      (key) =>
        this.#answer(page, answered, () => {
          check('get', key);
          const [{ by, value }, at] = [this.#seen(page), this.clock.monotonic()];
          if (!by && value !== null) this.#junkRead.set(page, at);
          this.#knowledge.set(page, { value, at });
          return value;
        }),
      (key, value) =>
        this.#answer(page, undefined, () => {
          check(value === null ? 'remove' : 'set', key);
          written(this.known(page), value);
          this.#write(page, value);
          this.#knowledge.set(page, { value, at: this.clock.monotonic() });
        }),
    );
  }

  #write(by: Page | undefined, value: string | null): void {
    const now = this.clock.monotonic();
    const late = this.kind === 'web' ? this.chance.upTo('storage', MOST_MS.late) : 0;
    const visibleAt = Math.max(this.#writes.at(-1)!.visibleAt, now + late);
    // What everybody sees covers whatever was before.
    const everywhere = this.#writes.filter((write) => write.visibleAt <= now).at(-1)!;
    this.#writes = this.#writes.slice(this.#writes.indexOf(everywhere));
    this.#writes.push({ by, value, visibleAt, told: this.kind === 'web' || !by });
    if (this.kind !== 'web') return;
    this.clock.schedule(visibleAt - now, () => {
      const key = by ? this.key : null;
      for (const page of this.#pages) {
        if (page === by) continue;
        // Each in a task of its own: promise callbacks that follow belong to the page whose task it
        // was.
        this.clock.schedule(0, () => page.dispatch(new StorageEvent('storage', { key })));
      }
    });
  }

  #answer<T>(page: Page, answered: (() => void) | undefined, operate: () => T): MaybePromise<T> {
    if (this.kind === 'web') {
      const answer = operate();
      answered?.();
      return answer;
    }
    const half = (): number => {
      const slow = this.clock.monotonic() < this.#slow.until;
      const extra = slow ? this.chance.upTo('slow store', this.#slow.ms) : 0;
      return extra + this.chance.upTo('storage', MOST_MS.half);
    };
    return new Promise<T>((resolve) => {
      this.clock.schedule(half(), () => {
        // Done now, whatever becomes of the page; told later, if it is still there.
        const done = new Promise<T>((did) => did(operate()));
        done.catch(() => undefined);
        const last = this.#writes.at(-1)!;
        const tell = (): void => {
          if (last.by === page) last.told = true;
          if (answered) void done.then(answered, () => undefined);
          resolve(done);
        };
        this.clock.schedule(half(), () => page.run(tell));
      });
    });
  }
}

class PageStore extends SessionStore {
  override readonly shared = true;

  constructor(
    private readonly read: (key: string) => MaybePromise<string | null>,
    private readonly write: (key: string, value: string | null) => MaybePromise<void>,
  ) {
    super();
  }
  getItem(key: string): MaybePromise<string | null> {
    return this.read(key);
  }
  setItem(key: string, value: string): MaybePromise<void> {
    return this.write(key, value);
  }
  removeItem(key: string): MaybePromise<void> {
    return this.write(key, null);
  }
}
