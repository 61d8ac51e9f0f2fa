// The account page's form for second factors: SMS, e-mail and an authenticator app.

import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core';
import {
  type MfaPreference,
  MfaService,
  type MfaType,
  type MfaUse,
  type TotpSetup as Setup,
  type User,
} from 'ngx-cognito-session/sign-in';
import { Attempt } from '../form-parts/attempt';
import { Problem } from '../form-parts/problem';
import { TotpSetup } from '../form-parts/totp-setup';
import { Authenticator } from '../inbox/authenticator';
import { PocketAuthenticator } from '../inbox/pocket-authenticator';
import { keysOf, mfaNames } from '../sign-in/factor-names';

const PREFERENCES: Readonly<Record<MfaType, keyof MfaPreference>> = {
  SOFTWARE_TOKEN_MFA: 'totp',
  SMS_MFA: 'sms',
  EMAIL_OTP: 'email',
};

/** Sets up second factors, switches them on and off, and chooses the preferred one. */
@Component({
  selector: 'demo-mfa-section',
  imports: [Authenticator, Problem, TotpSetup],
  templateUrl: './mfa-section.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MfaSection {
  readonly user = input.required<User>();
  readonly changed = output();
  protected readonly attempt = new Attempt();
  protected readonly types = keysOf(PREFERENCES);
  protected readonly names = mfaNames;
  protected readonly uses: readonly MfaUse[] = ['disabled', 'enabled', 'preferred'];
  /** The authenticator app that waits for its first code. */
  protected readonly setup = signal<Setup | undefined>(undefined);
  readonly #mfa = inject(MfaService);
  readonly #authenticator = inject(PocketAuthenticator);

  protected useOf(type: MfaType): MfaUse {
    const { mfaTypes, preferredMfa } = this.user();
    if (preferredMfa === type) return 'preferred';
    return mfaTypes.includes(type) ? 'enabled' : 'disabled';
  }

  protected choose(type: MfaType, choice: HTMLSelectElement): void {
    const use = this.uses.find((each) => each === choice.value) ?? 'disabled';
    void this.#prefer(type, use).then(() => {
      // The pool has refused the choice, so its setting is the old one.
      if (this.attempt.error()) choice.value = this.useOf(type);
    });
  }

  protected begin(): void {
    void this.attempt.run(
      () => this.#mfa.setUpTotp({ issuer: 'ngx-cognito-session demo' }),
      (setup) => this.setup.set(setup),
    );
  }

  protected async verify(setup: Setup, code: string): Promise<void> {
    await this.attempt.run(
      () => setup.verify({ code }),
      () => {
        this.#authenticator.keep(this.user().username, setup.secret);
        this.setup.set(undefined);
      },
    );
    // A verified app is not in use yet.
    if (!this.attempt.error()) await this.#prefer('SOFTWARE_TOKEN_MFA', 'preferred');
  }

  #prefer(type: MfaType, use: MfaUse): Promise<void> {
    return this.attempt.run(
      () => this.#mfa.setPreference({ [PREFERENCES[type]]: use }),
      () => this.changed.emit(),
    );
  }
}
