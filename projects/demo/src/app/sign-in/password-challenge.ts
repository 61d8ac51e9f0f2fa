// The form for PASSWORD and PASSWORD_SRP, which USER_AUTH asks for after the choice of a factor.

import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { FocusHere } from '../form-parts/focus-here';

/** Asks for the password after the user chose to sign in with it. */
@Component({
  selector: 'demo-password-challenge',
  imports: [FocusHere],
  host: { class: 'stack' },
  template: `
    <h2>Enter your password</h2>
    <form class="form" (submit)="$event.preventDefault(); answered.emit({ password: field.value })">
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
      <label for="password">Password</label>
      <input
        #field
        demoFocusHere
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
      />
      <button class="primary" type="submit" [attr.aria-disabled]="busy()">Continue</button>
    </form>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordChallenge {
  readonly username = input.required<string>();
  readonly busy = input(false);
  readonly answered = output<{ readonly password: string }>();
}
