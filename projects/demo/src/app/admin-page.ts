// The page /admin, which `groupGuard('admins')` protects.

import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';

/** For members of the group `admins`. */
@Component({
  selector: 'demo-admin-page',
  template: `
    <h1>Admin</h1>
    <p class="lead">
      You see this page because <code>groupGuard('admins')</code> found the group in your ID token.
    </p>
    <p>Your groups: {{ session.groups().join(', ') }}.</p>
    <p class="fine">A guard only chooses the page. The API decides what you may do.</p>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AdminPage {
  protected readonly session = inject(SessionService);
}
