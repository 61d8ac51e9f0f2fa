// The page /sign-up: the form for SignUp, then the confirmation, then the first session.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type SignUpResult, SignUpService } from 'ngx-cognito-session/sign-in';
import { Attempt } from '../form-parts/attempt';
import { fieldText } from '../form-parts/field-text';
import { Problem } from '../form-parts/problem';
import { AutoSignIn } from './auto-sign-in';
import { ConfirmForm } from './confirm-form';

/** Creates an account, confirms it, and signs in without asking for the password again. */
@Component({
  selector: 'demo-sign-up-page',
  imports: [AutoSignIn, ConfirmForm, Problem, RouterLink],
  templateUrl: './sign-up-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignUpPage {
  protected readonly attempt = new Attempt();
  protected readonly username = signal('');
  protected readonly result = signal<SignUpResult | undefined>(undefined);
  /** Cognito's session of the confirmation; null until the account is confirmed. */
  protected readonly confirmed = signal<string | undefined | null>(null);
  readonly #signUp = inject(SignUpService);

  protected submit(form: HTMLFormElement): void {
    const username = fieldText(form, 'username');
    const [password, name, email] = ['password', 'name', 'email'].map((field) =>
      fieldText(form, field),
    );
    this.username.set(username);
    void this.attempt.run(
      () =>
        this.#signUp.signUp({
          username,
          password: password ?? '',
          attributes: { name: name ?? '', email: email ?? '' },
        }),
      (result) => {
        this.result.set(result);
        if (result.confirmed) this.confirmed.set(result.session);
      },
    );
  }
}
