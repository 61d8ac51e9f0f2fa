import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';

/** Whether the emulator answers at all. Its control route stays up when the pool is taken offline. */
@Injectable({ providedIn: 'root' })
export class EmulatorReach {
  readonly #http = inject(HttpClient);
  readonly #missing = signal(false);

  /** True once a question to the control route got no answer, until one does. */
  readonly missing = this.#missing.asReadonly();

  constructor() {
    this.check();
  }

  /** Asks, without waiting for the answer. */
  check(): void {
    this.#http
      // A number no call ever gets: the answer is an empty list.
      .get(`${LOCAL_COGNITO.poolUrl}control/calls`, { params: { since: Number.MAX_SAFE_INTEGER } })
      .subscribe({ next: () => this.note(true), error: () => this.note(false) });
  }

  /** Tells what became of another question to the control route. */
  note(answered: boolean): void {
    this.#missing.set(!answered);
  }
}
