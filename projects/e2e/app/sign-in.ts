// The sign-in page of the app under test: user name and password.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { SignInService } from 'ngx-cognito-session/sign-in';

@Component({
  selector: 'e2e-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>Sign in</h1>
    <form (submit)="submit($event, username.value, password.value)">
      <label>User name <input #username autocomplete="username" /></label>
      <label>Password <input #password type="password" autocomplete="current-password" /></label>
      <button>Sign in</button>
    </form>
    <p role="alert">{{ problem() }}</p>
  `,
})
export class SignIn {
  protected readonly problem = signal('');
  readonly #session = inject(SessionService);
  readonly #signIn = inject(SignInService);

  protected submit(event: Event, username: string, password: string): void {
    event.preventDefault();
    this.#signIn.signIn({ username, password, flow: 'USER_PASSWORD_AUTH' }).subscribe({
      next: () => void this.#session.returnToApp(),
      error: (error: Error) => this.problem.set(error.message),
    });
  }
}
