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
  /** What the last lever did, and what to do now to see it. */
  protected readonly done = signal('');
  readonly #outage = inject(PoolOutage);
  readonly #control = inject(ControlClient);
  readonly #session = inject(SessionService);
  readonly #router = inject(Router);
  readonly #calls = inject(CallLog);
  readonly #events = inject(EventLog);

  constructor() {
    // What a lever promised has then happened, or no longer can: after a sign-out there is nothing to send.
    this.#session.events$.pipe(takeUntilDestroyed()).subscribe(() => this.done.set(''));
  }

  protected expire(): Promise<boolean> {
    return this.#pull(
      'expire-tokens',
      'For the API every token so far has expired, earlier than the app expects. Send a request.',
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
      'The next refresh will be refused. Reject the token, then send a request.',
    );
  }

  protected async toggleOutage(): Promise<void> {
    const on = !this.offline();
    const done = on
      ? 'The pool drops every connection. Reject the token, then send a request: you stay signed in.'
      : 'The pool answers again. If a request failed meanwhile, “Try again now” beside it does not wait.';
    if (await this.#pull('offline', done, { target: 'pool', on })) this.#outage.set(on);
  }

  protected openTab(): void {
    // Without an opener the tab is a process of its own, as one that the user opens.
    const url = new URL(this.#router.url, location.origin);
    url.searchParams.set('store', chosenStorage());
    window.open(url, '_blank', 'noopener');
    this.done.set(
      chosenStorage() === 'local'
        ? 'Both tabs share one session. Sign out in one and look at the other.'
        : 'This store belongs to one tab: the other tab has to sign in on its own.',
    );
  }

  protected async reset(): Promise<void> {
    // Clears at once; what the pool says to it does not matter, it forgets everything next.
    this.#session.signOut();
    if (await this.#control.pull('reset')) this.#outage.set(false);
    this.#calls.clear();
    this.#events.clear();
    this.done.set('Pool and API are as at the start, and all sessions are forgotten.');
  }

  async #pull(verb: string, done: string, body: object = {}): Promise<boolean> {
    this.done.set('');
    const worked = await this.#control.pull(verb, body);
    this.done.set(worked ? done : 'The local user pool does not answer.');
    this.#calls.refresh();
    return worked;
  }
}
