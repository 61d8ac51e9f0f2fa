// The list below the sign-in form. Its buttons fill in the form for a user of the local pool.

import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, output } from '@angular/core';
import { furtherWays, PASSWORD, type PreparedUser, preparedUsers } from './prepared-users';

/** The prepared users, one for each way to sign in. */
@Component({
  selector: 'demo-user-menu',
  imports: [NgTemplateOutlet],
  template: `
    <h2>Users of the local pool</h2>
    <p class="fine">
      There is one user for each way to sign in. A button fills in the form. The password of all
      users is <code>{{ password }}</code>, except that <code>keyless</code> has no password.
    </p>
    <ul class="users" data-testid="users">
      @for (user of users; track user.username) {
        <li>
          <button type="button" (click)="chosen.emit(user)">Use {{ user.username }}</button>
          <ng-container *ngTemplateOutlet="outcome; context: { $implicit: user }" />
        </li>
      }
    </ul>
    <h2>Other ways for the same users</h2>
    <ul class="users">
      @for (user of furtherWays; track user.about) {
        <li>
          <button
            type="button"
            [attr.aria-label]="'Use ' + user.username + ': ' + user.about"
            (click)="chosen.emit(user)"
          >
            Use {{ user.username }}
          </button>
          <ng-container *ngTemplateOutlet="outcome; context: { $implicit: user }" />
        </li>
      }
    </ul>
    <ng-template #outcome let-user>
      <span>
        {{ user.about }}
        <code class="outcome">{{ user.flow }}{{ user.meets ? ' → ' + user.meets : '' }}</code>
      </span>
    </ng-template>
  `,
  styles: `
    .outcome {
      display: block;
      color: var(--ink-soft);
      font-size: 0.75rem;
      overflow-wrap: anywhere;
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
