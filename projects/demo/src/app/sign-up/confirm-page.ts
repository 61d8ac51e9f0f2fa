// The page /confirm, for users who left /sign-up before they entered the code.

import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { FocusHere } from '../form-parts/focus-here';
import { handedUsername } from '../form-parts/handed-username';
import { AutoSignIn } from './auto-sign-in';
import { ConfirmForm } from './confirm-form';

/** Confirms an account whose owner returns later. */
@Component({
  selector: 'demo-confirm-page',
  imports: [AutoSignIn, ConfirmForm, FocusHere],
  template: `
    <h1>Confirm an account</h1>
    @let session = confirmed();
    @if (session !== null) {
      <demo-auto-sign-in [username]="username()" [session]="session" />
    } @else if (username()) {
      <demo-confirm-form [username]="username()" (confirmed)="confirmed.set($event.session)" />
    } @else {
      <div class="card">
        <form class="form" (submit)="$event.preventDefault(); username.set(field.value)">
          <label for="username">User name</label>
          <input
            #field
            demoFocusHere
            id="username"
            name="username"
            type="text"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
          />
          <button class="primary" type="submit">Continue</button>
        </form>
      </div>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmPage {
  protected readonly username = signal(handedUsername());
  /** Cognito's session of the confirmation; null until the account is confirmed. */
  protected readonly confirmed = signal<string | undefined | null>(null);
}
