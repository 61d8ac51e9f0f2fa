// Sends the inspector's commands to the emulator, such as `expire-tokens` or `offline`.

import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { CONTROL_URL, withoutToken } from '../control-route';
import { EmulatorReach } from '../emulator-reach';

/** Breaks things in the emulator over its control route. */
@Injectable({ providedIn: 'root' })
export class ControlClient {
  readonly #http = inject(HttpClient);
  readonly #reach = inject(EmulatorReach);

  /** Resolves with whether it worked; if not, the page says so. */
  async pull(verb: string, body: object = {}): Promise<boolean> {
    try {
      await firstValueFrom(
        this.#http.post(`${CONTROL_URL}${verb}`, body, { context: withoutToken() }),
      );
      return true;
    } catch {
      this.#reach.check();
      return false;
    }
  }
}
