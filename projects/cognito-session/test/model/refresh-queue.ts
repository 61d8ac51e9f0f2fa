// Who waits for a refresh in one page (A19): equal client metadata share a call, and the others
// follow in turn.

import type { FakeClock } from '../support/fake-clock';
import { SETTING } from './metadata-watch';
import type { Page } from './page';

/** Longest time of one refresh and a look at what it left, in milliseconds. */
export const REFRESH_MS = 46_000;

/** Somebody who waits, or may come to wait. */
export interface Waiting {
  /** Undefined: the setting goes to Cognito. */
  readonly metadata: string | undefined;
  readonly generation: string | undefined;
  /** When the first of those asked that may share a call with this one. */
  readonly since: number;
  /** How many refreshes one after the other end this wait at the latest. */
  readonly place: number;
  /** The end of the wait at the latest, by the page's age. */
  readonly dueAt: number;
}

/** The refreshes of one page. */
export class RefreshQueue {
  readonly #waiting = new Set<Waiting>();

  constructor(
    private readonly page: Page,
    private readonly clock: FakeClock,
  ) {}

  /** Somebody asks for a refresh, or for what may start an automatic one. */
  join(generation: string | undefined, metadata?: string): Waiting {
    const { age } = this.page;
    const sent = metadata ?? SETTING.reason;
    const others = [...this.#waiting].filter(({ dueAt }) => dueAt >= age);
    const shared = others.find(
      (other) =>
        (other.metadata ?? SETTING.reason) === sent &&
        // Asked for while the page was restoring its session.
        (other.generation === generation || other.generation === undefined),
    );
    const { since = this.clock.monotonic() } = shared ?? {};
    const place = new Set([metadata, ...others.map((other) => other.metadata)]).size;
    const waiting = { metadata, generation, since, place, dueAt: age + place * REFRESH_MS };
    this.#waiting.add(waiting);
    return waiting;
  }

  leave(waiting: Waiting): void {
    this.#waiting.delete(waiting);
  }
}
