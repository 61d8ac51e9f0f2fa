// Remembers in this tab that its visitor took the pool offline, so that the button can undo it.

import { Injectable, signal } from '@angular/core';

const KEY = 'demo.pool-offline';

/**
 * Knows whether this tab took the pool offline, also after a reload, because the emulator cannot be
 * asked.
 */
@Injectable({ providedIn: 'root' })
export class PoolOutage {
  readonly #on = signal(read());
  readonly on = this.#on.asReadonly();

  set(on: boolean): void {
    this.#on.set(on);
    try {
      sessionStorage.setItem(KEY, String(on));
    } catch {
      // SecurityError: storage is blocked; then a reload forgets it.
    }
  }
}

function read(): boolean {
  try {
    return sessionStorage.getItem(KEY) === 'true';
  } catch {
    return false;
  }
}
