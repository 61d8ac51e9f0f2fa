// The account page's list of the user's sessions on all devices, as the pool tracks them. The user
// can end one of them or all others.

import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { type UserSession, UserSessionsService } from 'ngx-cognito-session/sign-in';
import { type Observable, of, switchMap } from 'rxjs';
import { Attempt } from '../form-parts/attempt';
import { Problem } from '../form-parts/problem';
import { formatDate } from '../inspector/format-time';

/** Lists the sessions of the user and ends them. */
@Component({
  selector: 'demo-sessions-section',
  imports: [Problem],
  template: `
    <section aria-labelledby="sessions-title">
      <h2 id="sessions-title">Where you are signed in</h2>
      <div class="card">
        <demo-problem [error]="attempt.error()" />
        <ul class="orders" data-testid="sessions">
          @for (session of sessions(); track session.sessionId; let index = $index) {
            <li>
              <span>
                @if (session.current) {
                  <strong>This session:</strong>
                }
                {{ placeOf(session) }}, last active {{ formatDate(session.lastActiveAt) }}
                <span class="fine detail">signed in {{ formatDate(session.createdAt) }}</span>
              </span>
              <button
                type="button"
                [attr.aria-label]="
                  (session.current ? 'Sign out of' : 'End') + ' session ' + (index + 1)
                "
                [attr.aria-disabled]="attempt.busy()"
                (click)="end(session)"
              >
                {{ session.current ? 'Sign out' : 'End' }}
              </button>
            </li>
          } @empty {
            <li class="fine">The pool shows no sessions yet.</li>
          }
        </ul>
        @if (hasOthers()) {
          <div class="actions">
            <button type="button" [attr.aria-disabled]="attempt.busy()" (click)="endOthers()">
              Sign out everywhere else
            </button>
          </div>
        }
        <p class="fine">
          A session that you end here cannot be refreshed any more. The pool keeps 20 sessions for
          each user; the next sign-in ends the one that was idle longest.
        </p>
        <p role="status" data-testid="sessions-note">{{ note() }}</p>
      </div>
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionsSection {
  protected readonly attempt = new Attempt();
  protected readonly formatDate = formatDate;
  protected readonly sessions = signal<readonly UserSession[]>([]);
  protected readonly hasOthers = computed(() => this.sessions().some(({ current }) => !current));
  protected readonly note = signal('');
  readonly #service = inject(UserSessionsService);
  readonly #session = inject(SessionService);

  constructor() {
    void this.attempt.run(
      () => this.#service.list(),
      (sessions) => this.sessions.set(sessions),
    );
  }

  /** Browser, address and place, as far as the pool knows them. */
  protected placeOf({ device, lastIpAddress, lastLocation }: UserSession): string {
    const { city, country } = lastLocation;
    return [device, lastIpAddress, city, country]
      .filter((part) => part && part !== 'unknown')
      .join(', ');
  }

  protected end({ sessionId }: UserSession): void {
    this.#change(() => this.#service.revoke(sessionId), 'The session is ended.');
  }

  protected endOthers(): void {
    this.#change(() => this.#service.revokeOthers(), 'You are now signed in only here.');
  }

  #change(command: () => Observable<void>, note: string): void {
    this.note.set('');
    void this.attempt.run(
      () =>
        command().pipe(
          // If the user has ended the session of this page, nobody is signed in to list sessions.
          switchMap(() => (this.#session.isAuthenticated() ? this.#service.list() : of([]))),
        ),
      (sessions) => {
        this.sessions.set(sessions);
        this.note.set(note);
      },
    );
  }
}
