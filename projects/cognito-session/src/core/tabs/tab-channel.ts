// The port for messages between tabs. Tokens never pass through it.

import type { Observable } from 'rxjs';

/** The reason for the end of a session, in a message. */
export type EndReason = 'sign-out' | 'refused' | 'idle';

/** A message between tabs; never a token. */
export type TabMessage =
  | { readonly type: 'changed'; readonly generation?: undefined; readonly reason?: undefined }
  | { readonly type: 'ended'; readonly generation: string; readonly reason: EndReason };

/** Messages between the tabs of one pool client in one browser. */
export interface TabChannel {
  /**
   * Messages of other tabs, and a `changed` for every storage event. They may come twice, late or
   * out of order.
   */
  readonly messages$: Observable<TabMessage>;
  /** Whether this browser has messages between tabs. */
  readonly listening: boolean;
  /** Sends a message to the other tabs. */
  post(message: TabMessage): void;
  /** Closes the channel and removes the listeners. */
  dispose(): void;
}
