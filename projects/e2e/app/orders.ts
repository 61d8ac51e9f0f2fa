// The guarded page of the app under test: asks the API when it opens and shows the answer.

import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { API_URL } from './api-url';

@Component({
  selector: 'e2e-orders',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>Orders</h1>
    <p data-testid="answer">{{ answer() }}</p>
  `,
})
export class Orders {
  /** The API's HTTP status, or the error. */
  protected readonly answer = signal('asking');

  constructor() {
    inject(HttpClient)
      .get(`${inject(API_URL)}orders`, { observe: 'response' })
      .subscribe({
        next: ({ status }) => this.answer.set(`API: ${status}`),
        error: (error: unknown) => this.answer.set(String(error)),
      });
  }
}
