// The inspector's buttons that expire, reject or revoke tokens and take the pool offline. Each
// button says how to see its effect.

import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router } from '@angular/router';
import { SessionService } from 'ngx-cognito-session';
import { chosenStorage } from '../storage-choice';
import { CallLog } from './call-log';
import { ControlClient } from './control-client';
import { EventLog } from './event-log';
import { PoolOutage } from './pool-outage';

/** Buttons that break things. */
@Component({
  selector: 'demo-lever-panel',
  templateUrl: './lever-panel.html',
  styleUrl: './lever-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LeverPanel {
  protected readonly offline = inject(PoolOutage).on;
  /** Says what the last button did, and how to see its effect. */
  protected readonly done = signal('');
  readonly #outage = inject(PoolOutage);
  readonly #control = inject(ControlClient);
  readonly #session = inject(SessionService);
  readonly #router = inject(Router);
  readonly #calls = inject(CallLog);
  readonly #events = inject(EventLog);

  constructor() {
    // After an event the effect has been seen, or cannot be seen any more.
    this.#session.events$.pipe(takeUntilDestroyed()).subscribe(() => this.done.set(''));
  }

  protected expire(): Promise<boolean> {
    return this.#pull(
      'expire-tokens',
      'The API now treats all tokens as expired, earlier than the app expects. Send a request.',
    );
  }

  protected reject(): Promise<boolean> {
    return this.#pull(
      'reject-tokens',
      'The API answers 401 to every token issued so far. Send a request.',
    );
  }

  protected revoke(): Promise<boolean> {
    return this.#pull(
      'revoke-refresh-tokens',
      'The pool refuses the next refresh. Reject the token, then send a request.',
    );
  }

  protected async toggleOutage(): Promise<void> {
    const on = !this.offline();
    const done = on
      ? 'The pool drops every connection. Reject the token, then send a request: you stay signed in.'
      : 'The pool answers again. After a failed request the session waits 30 seconds. Press “Try again now” on the Orders page to skip the wait.';
    if (await this.#pull('offline', done, { target: 'pool', on })) this.#outage.set(on);
  }

  protected openTab(): void {
    // Without an opener the tab gets a process of its own, like a tab that the user opens.
    const url = new URL(this.#router.url, location.origin);
    url.searchParams.set('store', chosenStorage());
    window.open(url, '_blank', 'noopener');
    this.done.set(
      chosenStorage() === 'local'
        ? 'Both tabs share one session. Sign out in one and look at the other.'
        : 'Each tab has a store of its own. Sign in again in the other tab.',
    );
  }

  protected async reset(): Promise<void> {
    // This clears the session at once. The pool's answer does not matter, because the pool is reset
    // next.
    this.#session.signOut();
    if (await this.#control.pull('reset')) this.#outage.set(false);
    this.#calls.clear();
    this.#events.clear();
    this.done.set('The pool and the API are as they were at the start, without any session.');
  }

  async #pull(verb: string, done: string, body: object = {}): Promise<boolean> {
    this.done.set('');
    const worked = await this.#control.pull(verb, body);
    this.done.set(worked ? done : 'The local user pool does not answer.');
    this.#calls.refresh();
    return worked;
  }
}
