// Collects the library's session events, so that the inspector can list them beside the calls.

import { inject, Injectable, signal } from '@angular/core';
import { type SessionEvent, SessionService } from 'ngx-cognito-session';
import { CallLog } from './call-log';

const KEPT = 100;

/** The events of the session in this tab since the page was loaded. */
@Injectable({ providedIn: 'root' })
export class EventLog {
  readonly #events = signal<readonly SessionEvent[]>([]);
  /** Oldest first. */
  readonly events = this.#events.asReadonly();

  constructor() {
    const calls = inject(CallLog);
    inject(SessionService).events$.subscribe((event) => {
      this.#events.update((events) => [...events, event].slice(-KEPT));
      calls.refresh();
    });
  }

  clear(): void {
    this.#events.set([]);
  }
}
