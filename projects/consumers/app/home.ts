// The newcomer's home page. It shows which user has a session.

import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';

@Component({
  selector: 'first-home',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1>Home of {{ session.user()?.name ?? 'nobody' }}</h1>`,
})
export class Home {
  protected readonly session = inject(SessionService);
}
