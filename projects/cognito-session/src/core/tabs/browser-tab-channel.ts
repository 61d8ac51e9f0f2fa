// Sends messages by BroadcastChannel, and receives storage events as well; a browser may lack
// either.

import { Subject } from 'rxjs';
import type { TabChannel, TabMessage } from './tab-channel';

/** The channel in a browser. */
export class BrowserTabChannel implements TabChannel {
  readonly messages$ = new Subject<TabMessage>();
  readonly #key: string;
  #channel: BroadcastChannel | undefined;

  /** @param key the store's key, which identifies storage events and is the name of the channel. */
  constructor(key: string) {
    this.#key = key;
    if (typeof BroadcastChannel === 'function') {
      this.#channel = new BroadcastChannel(key);
      this.#channel.onmessage = ({ data }: MessageEvent<TabMessage | null>) => {
        // Any script on this origin can post here.
        if (data?.type) this.messages$.next(data);
      };
    }
    addEventListener('storage', this.#onStorage);
  }

  get listening(): boolean {
    return !!this.#channel;
  }

  post(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  dispose(): void {
    this.#channel?.close();
    // Code that still runs must not post to a closed channel, which throws.
    this.#channel = undefined;
    removeEventListener('storage', this.#onStorage);
    this.messages$.complete();
  }

  /** `key` is null after `clear()`. */
  readonly #onStorage = ({ key }: StorageEvent): void => {
    if (key === null || key === this.#key) this.messages$.next({ type: 'changed' });
  };
}
