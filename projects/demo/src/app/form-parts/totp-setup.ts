// The form for setting up an authenticator app. A sign-in with MFA_SETUP and the account page
// share it.

import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { OneTimeCode } from './one-time-code';
import { QrCode } from './qr-code';

/**
 * Shows the secret for an authenticator app as QR code, text and link, and asks for the first code.
 */
@Component({
  selector: 'demo-totp-setup',
  imports: [OneTimeCode, QrCode],
  host: { class: 'stack' },
  template: `
    <div class="ways">
      <demo-qr-code label="QR code for the authenticator app" [text]="uri()" />
      <div>
        <p>Scan the code with an authenticator app, or type this key into it:</p>
        <p>
          <code data-testid="totp-secret">{{ groups() }}</code>
        </p>
        <!-- The sanitizer knows no otpauth: URLs and would mark it unsafe; the library made this one. -->
        <p><a data-testid="totp-uri" [attr.href]="uri()">Open the app on this device</a></p>
      </div>
    </div>
    <demo-one-time-code
      fieldId="totp-code"
      label="First code"
      [button]="button()"
      [busy]="busy()"
      (entered)="entered.emit($event)"
    />
  `,
  styles: `
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: 1rem 1.5rem;
    }
    .ways div {
      flex: 1 1 12rem;
    }
    .ways p {
      margin: 0 0 0.5rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TotpSetup {
  readonly secret = input.required<string>();
  /** `otpauth://…` */
  readonly uri = input.required<string>();
  readonly button = input('Continue');
  readonly busy = input(false);
  readonly entered = output<string>();
  protected readonly groups = computed(() => this.secret().replace(/(.{4})(?=.)/g, '$1 '));
}
