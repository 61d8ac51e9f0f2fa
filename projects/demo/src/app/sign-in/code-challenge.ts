// The form for the challenges that want a code: SMS_MFA, EMAIL_OTP, SMS_OTP and
// SOFTWARE_TOKEN_MFA.

import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { CodeStep } from 'ngx-cognito-session/sign-in';
import { OneTimeCode } from '../form-parts/one-time-code';

/** Asks for a code that Cognito has sent, or that an authenticator app shows. */
@Component({
  selector: 'demo-code-challenge',
  imports: [OneTimeCode],
  host: { class: 'stack' },
  template: `
    <h2>Enter the code</h2>
    <p data-testid="sent-to">{{ source() }}</p>
    <demo-one-time-code [busy]="busy()" (entered)="answered.emit({ code: $event })" />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CodeChallenge {
  readonly step = input.required<CodeStep>();
  readonly busy = input(false);
  readonly answered = output<{ readonly code: string }>();
  protected readonly source = computed(() => {
    const { challenge, destination, medium, deviceName } = this.step();
    if (challenge === 'SOFTWARE_TOKEN_MFA') {
      return `Your authenticator app shows it${deviceName ? ` under “${deviceName}”` : ''}.`;
    }
    const way = medium === 'SMS' ? 'SMS' : 'e-mail';
    return `We sent it by ${way}${destination ? ` to ${destination}` : ''}.`;
  });
}
