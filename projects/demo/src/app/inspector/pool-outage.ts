import { Injectable, signal } from '@angular/core';

const KEY = 'demo.pool-offline';

/** Whether this tab took the pool offline. The emulator cannot be asked, so it is remembered over a reload. */
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
