import { inject, Injectable } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import type { SignedInStep } from 'ngx-cognito-session/sign-in';
import { DeviceQuestion } from './device-question';
import { DeviceQuestionNote } from './device-question-note';

/** What the demo does once somebody is signed in. */
@Injectable({ providedIn: 'root' })
export class Arrival {
  readonly #session = inject(SessionService);
  readonly #device = inject(DeviceQuestion);

  /** Goes back to where the user wanted to be, with a question when the pool has one. */
  async arrive({ deviceConfirmationNecessary }: SignedInStep): Promise<void> {
    this.#device.asked.set(deviceConfirmationNecessary ? DeviceQuestionNote : undefined);
    await this.#session.returnToApp();
  }
}
