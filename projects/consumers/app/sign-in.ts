// The newcomer's sign-in page. It counts the tries, so that tests can tell two equal errors apart.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { SignInService } from 'ngx-cognito-session/sign-in';

@Component({
  selector: 'first-sign-in',
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
  #tries = 0;

  protected submit(event: Event, username: string, password: string): void {
    event.preventDefault();
    this.#signIn.signIn({ username, password }).subscribe({
      next: () => void this.#session.returnToApp(),
      error: ({ code }: { code: string }) => this.problem.set(`${++this.#tries}: ${code}`),
    });
  }
}
