// The app under test: shows the session's state and user above the routed page.

import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { SessionService } from 'ngx-cognito-session';

@Component({
  selector: 'e2e-root',
  imports: [RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p data-testid="status">{{ session.state().status }}</p>
    <p data-testid="user-name">{{ session.user()?.name }}</p>
    <router-outlet />
  `,
})
export class App {
  protected readonly session = inject(SessionService);
}
