// The account page's form for ChangePassword. It also sets the first password of a user without
// one.

import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { PasswordService } from 'ngx-cognito-session/sign-in';
import { Attempt } from '../form-parts/attempt';
import { fieldText } from '../form-parts/field-text';
import { Problem } from '../form-parts/problem';

/** Changes the password. */
@Component({
  selector: 'demo-password-section',
  imports: [Problem],
  template: `
    <section aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <div class="card">
        <demo-problem wrongCredentials="The current password is wrong." [error]="attempt.error()" />
        <form #form class="form" (submit)="$event.preventDefault(); change(form)">
          <!-- Tells password managers whose password this is. -->
          <input
            class="visually-hidden"
            type="text"
            autocomplete="username"
            aria-hidden="true"
            tabindex="-1"
            readonly
            [value]="username()"
          />
          <label for="old-password">Current password</label>
          <input
            id="old-password"
            name="oldPassword"
            type="password"
            autocomplete="current-password"
            aria-describedby="old-password-hint"
          />
          <p id="old-password-hint" class="fine">Leave it empty if you have no password yet.</p>
          <label for="new-password">New password</label>
          <input
            id="new-password"
            name="newPassword"
            type="password"
            autocomplete="new-password"
            required
          />
          <button class="primary" type="submit" [attr.aria-disabled]="attempt.busy()">
            Change the password
          </button>
        </form>
        <p role="status" data-testid="password-note">{{ note() }}</p>
      </div>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordSection {
  readonly username = input.required<string>();
  protected readonly attempt = new Attempt();
  protected readonly note = signal('');
  readonly #passwords = inject(PasswordService);

  protected change(form: HTMLFormElement): void {
    const oldPassword = fieldText(form, 'oldPassword');
    const newPassword = fieldText(form, 'newPassword');
    this.note.set('');
    void this.attempt.run(
      () => this.#passwords.changePassword({ newPassword, ...(oldPassword && { oldPassword }) }),
      () => {
        form.reset();
        this.note.set('Your password is changed. Your sessions continue.');
      },
    );
  }
}
