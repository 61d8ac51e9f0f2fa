// The newcomer's page with requests: to the API with a token, and to public addresses without one.
// Tests read the statuses of the answers from it.

import { HttpClient, HttpContext, HttpErrorResponse } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { SESSION_TOKEN } from 'ngx-cognito-session';
import { API_URL } from './first-day';

@Component({
  selector: 'first-orders',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>Orders</h1>
    <button (click)="load()">Load</button>
    <button (click)="loadPublic()">Load what is public</button>
    <p data-testid="answers">{{ answers().join(' ') }}</p>
  `,
})
export class Orders {
  /** The API's HTTP status for each request. */
  protected readonly answers = signal<readonly number[]>([]);
  readonly #http = inject(HttpClient);
  readonly #url = inject(API_URL);

  constructor() {
    this.load();
  }

  protected load(): void {
    this.#get(`${this.#url}orders`);
  }

  /** What needs no token, in two ways. */
  protected loadPublic(): void {
    const withoutToken = new HttpContext().set(SESSION_TOKEN, 'none');
    this.#get(`${this.#url}public`, withoutToken);
    this.#get('/settings.json');
  }

  #get(url: string, context = new HttpContext()): void {
    const note = ({ status }: { status: number }): void =>
      this.answers.update((answers) => [...answers, status]);
    this.#http.get(url, { observe: 'response', context }).subscribe({
      next: note,
      error: (error: unknown) => note(error instanceof HttpErrorResponse ? error : { status: -1 }),
    });
  }
}
