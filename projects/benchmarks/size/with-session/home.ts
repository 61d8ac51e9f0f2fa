// The one view with a request to the API. The interceptor adds the token, so the view equals its
// twin in baseline.

import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';

@Component({
  selector: 'size-home',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<button (click)="load()">Load orders</button>
    <p>{{ count() }}</p>`,
})
export class Home {
  protected readonly count = signal(0);
  readonly #http = inject(HttpClient);

  protected load(): void {
    this.#http
      .get<unknown[]>('https://api.example.com/orders')
      .subscribe((orders) => this.count.set(orders.length));
  }
}
