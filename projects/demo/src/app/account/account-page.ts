// The page /account. It reads the user from Cognito once and passes the user on to its sections.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { type User, UserService } from 'ngx-cognito-session/sign-in';
import { Attempt } from '../form-parts/attempt';
import { Problem } from '../form-parts/problem';
import { AttributesSection } from './attributes-section';
import { DeleteSection } from './delete-section';
import { DevicesSection } from './devices-section';
import { MfaSection } from './mfa-section';
import { PasskeysSection } from './passkeys-section';
import { PasswordSection } from './password-section';
import { SessionsSection } from './sessions-section';

/** Lets users see and change their own account. */
@Component({
  selector: 'demo-account-page',
  imports: [
    AttributesSection,
    DeleteSection,
    DevicesSection,
    MfaSection,
    PasskeysSection,
    PasswordSection,
    Problem,
    SessionsSection,
  ],
  template: `
    <h1>Account</h1>
    <demo-problem [error]="attempt.error()" />
    @if (user(); as user) {
      <p class="lead">
        Your user name in the pool is <code data-testid="account-name">{{ user.username }}</code>.
      </p>
      <demo-attributes-section [user]="user" (changed)="load()" />
      <demo-password-section [username]="user.username" />
      <demo-mfa-section [user]="user" (changed)="load()" />
      <demo-passkeys-section />
      <demo-sessions-section />
      <demo-devices-section />
      <demo-delete-section />
    }
  `,
  styles: `
    :host > * {
      display: block;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AccountPage {
  protected readonly attempt = new Attempt();
  protected readonly user = signal<User | undefined>(undefined);
  readonly #users = inject(UserService);

  constructor() {
    this.load();
  }

  protected load(): void {
    void this.attempt.run(
      () => this.#users.getUser(),
      (user) => this.user.set(user),
    );
  }
}
