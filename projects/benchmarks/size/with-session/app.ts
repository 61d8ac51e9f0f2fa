// The root component of the app with the library: it shows the user and signs out.

import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';
import { SessionService } from 'ngx-cognito-session';

@Component({
  selector: 'size-root',
  imports: [RouterLink, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>{{ session.user()?.name }}</p>
    <a routerLink="/orders">Orders</a>
    <button (click)="session.signOut()">Sign out</button>
    <router-outlet />
  `,
})
export class App {
  protected readonly session = inject(SessionService);
}
