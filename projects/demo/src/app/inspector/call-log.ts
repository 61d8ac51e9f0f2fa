// Reads the emulator's log of calls, so that the inspector shows each request of every tab.

import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import {
  EMPTY,
  firstValueFrom,
  fromEvent,
  startWith,
  type Subscription,
  switchMap,
  timer,
} from 'rxjs';
import { CONTROL_URL, withoutToken } from '../control-route';
import { EmulatorReach } from '../emulator-reach';
import type { Call } from './call';

const POLL_MS = 1000;
const KEPT = 200;

/**
 * The calls of all tabs that reached pool and API. It asks for them only while somebody watches.
 */
@Injectable({ providedIn: 'root' })
export class CallLog {
  readonly #http = inject(HttpClient);
  readonly #reach = inject(EmulatorReach);
  readonly #calls = signal<readonly Call[]>([]);
  /** Oldest first. */
  readonly calls = this.#calls.asReadonly();
  #watching = false;
  #asking = false;
  #again = false;
  #next = 0;

  /** Follows the log, every second while the page is visible, until unsubscribed. */
  watch(): Subscription {
    const subscription = fromEvent(document, 'visibilitychange')
      .pipe(
        startWith(null),
        switchMap(() => (document.hidden ? EMPTY : timer(0, POLL_MS))),
      )
      .subscribe(() => this.refresh());
    this.#watching = true;
    subscription.add(() => (this.#watching = false));
    return subscription;
  }

  /** Asks at once; does nothing while nobody watches. */
  refresh(): void {
    // The answer to a running request may be older than the call that matters.
    this.#again = true;
    if (this.#watching && !this.#asking) void this.#ask();
  }

  /** Empties this list; the emulator keeps its log. */
  clear(): void {
    this.#calls.set([]);
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#again) {
      this.#again = false;
      await this.#askOnce();
    }
    this.#asking = false;
  }

  async #askOnce(): Promise<void> {
    const url = `${CONTROL_URL}calls`;
    try {
      const { calls } = await firstValueFrom(
        this.#http.get<{ calls: Call[] }>(url, {
          params: { since: this.#next },
          context: withoutToken(),
        }),
      );
      this.#reach.note(true);
      const last = calls.at(-1);
      if (!last) return;
      this.#calls.update((known) => [...(this.#next ? known : []), ...calls].slice(-KEPT));
      this.#next = last.index + 1;
    } catch {
      this.#reach.note(false);
      // A restarted emulator counts from 0 again.
      this.#next = 0;
    }
  }
}
