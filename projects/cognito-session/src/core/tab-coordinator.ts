// What one tab needs of the others: to be alone for a moment, to leave a mark that cannot be read too late, and to
// say that something changed. Tokens never pass through here.

import type { Observable } from 'rxjs';

/** Why a session ended, as other tabs are told. */
export type EndReason = 'sign-out' | 'refused' | 'idle';

/** What tabs tell each other; never a token. */
export type TabMessage =
  | { readonly type: 'changed' }
  | { readonly type: 'ended'; readonly generation: string; readonly reason: EndReason };

/** The tabs of one pool client in one browser. */
export abstract class TabCoordinator {
  /** Messages of other tabs, and a `changed` for every storage event; may come twice, late or out of order. */
  abstract readonly messages$: Observable<TabMessage>;
  /** Whether this browser can tell tabs of changes at all. */
  abstract readonly listening: boolean;
  /** Tells the other tabs. */
  abstract post(message: TabMessage): void;
  /**
   * Runs `work` while no other tab runs its own. Waits at most 25 s for its turn, then goes on without; gives the
   * turn away after 20 s even when `work` has not settled.
   */
  abstract exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Leaves a mark that every tab sees from now on, for `ms` milliseconds or until this page goes away. */
  abstract mark(name: string, ms: number): Promise<void>;
  /** The marks that stand now, of all tabs. */
  abstract marks(): Promise<readonly string[]>;
  /** Lets go of channel and listeners. */
  abstract dispose(): void;
}
