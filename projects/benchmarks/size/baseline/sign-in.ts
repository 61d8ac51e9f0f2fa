// The lazy sign-in page of the app without the library. Its form is the twin's; it calls no
// Cognito.

import { ChangeDetectionStrategy, Component, signal } from '@angular/core';

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

  protected submit(event: Event, username: string, password: string): void {
    event.preventDefault();
    this.problem.set(username && password ? '' : 'Both are needed');
  }
}
