// Finishes a sign-in on each page that can start one: it opens the page that the user asked for.
// It then asks whether the pool shall remember the device.

import { inject, Injectable } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import type { ChallengeStep, SignedInStep } from 'ngx-cognito-session/sign-in';
import { DeviceQuestion } from './device-question';
import { DeviceQuestionNote } from './device-question-note';

/** A remembered device is spared these; nobody else gains anything from being remembered. */
const SECOND_FACTORS: readonly ChallengeStep['challenge'][] = [
  'SMS_MFA',
  'EMAIL_OTP',
  'SOFTWARE_TOKEN_MFA',
  'MFA_SETUP',
];

/** The end of every sign-in of the demo. */
@Injectable({ providedIn: 'root' })
export class Arrival {
  readonly #session = inject(SessionService);
  readonly #device = inject(DeviceQuestion);

  /**
   * Goes back to the page that the user wanted to open.
   * @param last the challenge that the user has just answered; after a second factor the page asks
   *   about the device.
   */
  async arrive(step: SignedInStep, last?: ChallengeStep): Promise<void> {
    const asks =
      step.deviceConfirmationNecessary && !!last && SECOND_FACTORS.includes(last.challenge);
    await this.#session.returnToApp();
    this.#device.asked.set(asks ? DeviceQuestionNote : undefined);
  }
}
