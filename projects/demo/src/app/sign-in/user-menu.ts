import { ChangeDetectionStrategy, Component, output } from '@angular/core';
import { furtherWays, PASSWORD, type PreparedUser, preparedUsers } from './prepared-users';

/** The prepared users, one per way to sign in. */
@Component({
  selector: 'demo-user-menu',
  template: `
    <h2>Users of the local pool</h2>
    <p class="fine">
      One for every way a sign-in can go. A line fills in the form and chooses the flow; all have
      the password <code>{{ password }}</code>, except <code>keyless</code>.
    </p>
    <ul class="users" data-testid="users">
      @for (user of users; track user.username) {
        <li>
          <button type="button" (click)="chosen.emit(user)">Use {{ user.username }}</button>
          <span
            >{{ user.about }} <code class="flow">{{ user.flow }}</code></span
          >
        </li>
      }
    </ul>
    <h2>The same users in other ways</h2>
    <ul class="users">
      @for (user of furtherWays; track user.about) {
        <li>
          <button
            type="button"
            [attr.aria-label]="'Fill in ' + user.username + ': ' + user.about"
            (click)="chosen.emit(user)"
          >
            {{ user.username }}
          </button>
          <span
            >{{ user.about }}
            <code class="flow">{{ user.preferredChallenge ?? user.flow }}</code></span
          >
        </li>
      }
    </ul>
  `,
  styles: `
    .flow {
      color: var(--ink-soft);
      font-size: 0.75rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserMenu {
  readonly chosen = output<PreparedUser>();
  protected readonly users = preparedUsers;
  protected readonly furtherWays = furtherWays;
  protected readonly password = PASSWORD;
}
