// The lazy sign-in page of the app with the library. It loads the sign-in entry, so the benchmark
// sees the size of that entry here and not at the start.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { SignInService } from 'ngx-cognito-session/sign-in';

@Component({
  selector: 'size-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form (submit)="submit($event, username.value, password.value)">
      <input #username aria-label="User name" />
      <input #password type="password" aria-label="Password" />
      <button>Sign in</button>
    </form>
    <p>{{ problem() }}</p>
  `,
})
export class SignIn {
  protected readonly problem = signal('');
  readonly #session = inject(SessionService);
  readonly #signIn = inject(SignInService);

  protected submit(event: Event, username: string, password: string): void {
    event.preventDefault();
    this.#signIn.signIn({ username, password }).subscribe({
      next: (step) => {
        if (step.status === 'signed-in') void this.#session.returnToApp();
        else this.problem.set(`This page does not answer ${step.challenge}.`);
      },
      error: (error: Error) => this.problem.set(error.message),
    });
  }
}
