// The root component of the app under test. It shows the state of the session for tests to read.

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
