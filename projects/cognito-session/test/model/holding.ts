// Describes what a tab holds, as the model's watches judge it.

import type { Family } from './family';

/** What a tab holds, as seen from outside. */
export interface Holding {
  generation: string | undefined;
  family: Family | undefined;
  refreshToken: string | undefined;
  since: number;
  /** Generations that this tab has left, and when. */
  readonly left: Map<string, number>;
  /** When the user last signed out here. */
  signedOutAt: number | undefined;
  /** Whether the store has taken nothing from this page since then. */
  owesRemoval: boolean;
  /**
   * Whether the part of the app that follows other tabs could not be loaded when it was last tried.
   */
  chunkLost: boolean;
  /** What the store showed when the page was opened. */
  readonly atStart: { readonly seen: string | null; readonly failing: boolean };
}
