// How tabs hear of each other's changes. Tokens never pass through here.

import type { Observable } from 'rxjs';

/** Why a session ended, as other tabs are told. */
export type EndReason = 'sign-out' | 'refused' | 'idle';

/** What tabs tell each other; never a token. */
export type TabMessage =
  | { readonly type: 'changed'; readonly generation?: undefined; readonly reason?: undefined }
  | { readonly type: 'ended'; readonly generation: string; readonly reason: EndReason };

/** Messages between the tabs of one pool client in one browser. */
export interface TabChannel {
  /**
   * Messages of other tabs, and a `changed` for every storage event; may come twice, late or out of
   * order.
   */
  readonly messages$: Observable<TabMessage>;
  /** Whether this browser can tell tabs of changes at all. */
  readonly listening: boolean;
  /** Tells the other tabs. */
  post(message: TabMessage): void;
  /** Lets go of channel and listeners. */
  dispose(): void;
}
