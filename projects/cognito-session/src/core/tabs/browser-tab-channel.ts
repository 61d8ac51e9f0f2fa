// Messages by BroadcastChannel and storage events; either may be missing.

import { Subject } from 'rxjs';
import type { TabChannel, TabMessage } from './tab-channel';

/** The channel in a browser. */
export class BrowserTabChannel implements TabChannel {
  readonly messages$ = new Subject<TabMessage>();
  readonly #key: string;
  #channel: BroadcastChannel | undefined;

  /**
   * @param key the store's key, so that storage events are recognised; names the channel as well.
   */
  constructor(key: string) {
    this.#key = key;
    if (typeof BroadcastChannel === 'function') {
      this.#channel = new BroadcastChannel(key);
      this.#channel.onmessage = ({ data }: MessageEvent<TabMessage | null>) => {
        // Whatever script runs on this origin can post here.
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
    // What still runs must not post to a closed channel, which throws.
    this.#channel = undefined;
    removeEventListener('storage', this.#onStorage);
    this.messages$.complete();
  }

  /** `key` is null after `clear()`. */
  readonly #onStorage = ({ key }: StorageEvent): void => {
    if (key === null || key === this.#key) this.messages$.next({ type: 'changed' });
  };
}
