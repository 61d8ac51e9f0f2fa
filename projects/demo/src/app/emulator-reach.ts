// Finds out whether the emulator runs, so that the frame can tell a visitor how to start it.

import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { CONTROL_URL, withoutToken } from './control-route';

/** Knows whether the emulator answers. Its control route stays up while the pool is offline. */
@Injectable({ providedIn: 'root' })
export class EmulatorReach {
  readonly #http = inject(HttpClient);
  readonly #missing = signal(false);

  /** True after the control route did not answer, until it does. */
  readonly missing = this.#missing.asReadonly();

  constructor() {
    this.check();
  }

  /** Asks, without waiting for the answer. */
  check(): void {
    this.#http
      // No call ever has this number, so the answer is an empty list.
      .get(`${CONTROL_URL}calls`, {
        params: { since: Number.MAX_SAFE_INTEGER },
        context: withoutToken(),
      })
      .subscribe({ next: () => this.note(true), error: () => this.note(false) });
  }

  /** Notes whether the control route answered another request. */
  note(answered: boolean): void {
    this.#missing.set(!answered);
  }
}
