// The page /reset-password: ForgotPassword sends a code, and ConfirmForgotPassword takes it with
// the new password.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { PasswordService } from 'ngx-cognito-session/sign-in';
import { Attempt } from '../form-parts/attempt';
import { fieldText } from '../form-parts/field-text';
import { FocusHere } from '../form-parts/focus-here';
import { handedUsername } from '../form-parts/handed-username';
import { Problem } from '../form-parts/problem';
import { sentTo } from '../form-parts/sent-to';
import { Inbox } from '../inbox/inbox';

/** Sets a new password for a user who has forgotten the current one. */
@Component({
  selector: 'demo-reset-password-page',
  imports: [FocusHere, Inbox, Problem, RouterLink],
  templateUrl: './reset-password-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ResetPasswordPage {
  protected readonly attempt = new Attempt();
  protected readonly username = signal(handedUsername());
  /** Tells where the code was sent; empty before. */
  protected readonly sent = signal('');
  protected readonly done = signal(false);
  readonly #passwords = inject(PasswordService);

  protected sendCode(username: string): void {
    this.username.set(username);
    void this.attempt.run(
      () => this.#passwords.forgotPassword({ username }),
      (delivery) => this.sent.set(sentTo(delivery)),
    );
  }

  protected setPassword(form: HTMLFormElement): void {
    const request = {
      username: this.username(),
      code: fieldText(form, 'code'),
      newPassword: fieldText(form, 'newPassword'),
    };
    void this.attempt.run(
      () => this.#passwords.confirmForgotPassword(request),
      () => this.done.set(true),
    );
  }
}
