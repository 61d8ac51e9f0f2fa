// The smallest sign-in page, loaded when it is opened; the same for all libraries.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { injectAccount } from './library';
import { POOL } from './pool';

@Component({
  selector: 'cost-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form (submit)="submit($event, username.value, password.value)">
      <input #username aria-label="User name" />
      <input #password type="password" aria-label="Password" />
      <button>Sign in</button>
    </form>
    <p>{{ outcome() }}</p>
  `,
})
export class SignIn {
  protected readonly outcome = signal('');
  readonly #account = injectAccount(inject(POOL));

  constructor() {
    window.account = this.#account;
  }

  protected submit(event: Event, username: string, password: string): void {
    event.preventDefault();
    this.#account.signIn(username, password).then(
      () => this.outcome.set('signed in'),
      (error: unknown) => this.outcome.set(String(error)),
    );
  }
}
