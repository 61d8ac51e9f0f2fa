// The form for NEW_PASSWORD_REQUIRED, after a sign-in with a temporary password.

import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { NewPasswordStep } from 'ngx-cognito-session/sign-in';
import { fieldText } from '../form-parts/field-text';
import { FocusHere } from '../form-parts/focus-here';

type NewPassword = Parameters<NewPasswordStep['respond']>[0];

/** Asks for a new password and for the attributes that the pool requires. */
@Component({
  selector: 'demo-new-password-challenge',
  imports: [FocusHere],
  host: { class: 'stack' },
  template: `
    <h2>Choose a new password</h2>
    <p>Your current password is temporary. Only you should know the new one.</p>
    <form #form class="form" (submit)="$event.preventDefault(); submit(form)">
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
      <label for="new-password">New password</label>
      <input
        demoFocusHere
        id="new-password"
        name="newPassword"
        type="password"
        autocomplete="new-password"
        required
      />
      @for (attribute of step().requiredAttributes; track attribute) {
        <label [for]="attribute">{{ attribute }}</label>
        <input
          type="text"
          required
          [id]="attribute"
          [name]="attribute"
          [value]="step().attributes[attribute] ?? ''"
        />
      }
      <button class="primary" type="submit" [attr.aria-disabled]="busy()">Continue</button>
    </form>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewPasswordChallenge {
  readonly step = input.required<NewPasswordStep>();
  readonly username = input.required<string>();
  readonly busy = input(false);
  readonly answered = output<NewPassword>();

  protected submit(form: HTMLFormElement): void {
    const attributes = Object.fromEntries(
      this.step().requiredAttributes.map((name) => [name, fieldText(form, name)]),
    );
    this.answered.emit({ newPassword: fieldText(form, 'newPassword'), attributes });
  }
}
