// The root component of the app without the library. The size of the library is measured against
// this app, so each view has a twin in with-session.

import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';

@Component({
  selector: 'size-root',
  imports: [RouterLink, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>{{ name() }}</p>
    <a routerLink="/orders">Orders</a>
    <button (click)="name.set('')">Sign out</button>
    <router-outlet />
  `,
})
export class App {
  protected readonly name = signal('');
}
