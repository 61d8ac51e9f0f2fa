// Replaces a visitor's mailbox and phone: it shows the codes from the emulator's control route.

import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { catchError, EMPTY, exhaustMap, fromEvent, startWith, switchMap, timer } from 'rxjs';
import { CONTROL_URL, withoutToken } from '../control-route';
import { EmulatorReach } from '../emulator-reach';
import { formatTime } from '../inspector/format-time';
import { EmulatorNote } from './emulator-note';
import { fillIn } from './fill-in';
import type { SentMessage } from './sent-message';

const POLL_MS = 1000;
const SHOWN = 3;

/** The last codes that the local pool has sent. It asks every second while it is shown. */
@Component({
  selector: 'demo-inbox',
  imports: [EmulatorNote],
  template: `
    <demo-emulator-note heading="Inbox" stands="your mailbox and your phone">
      <!-- The log is around the list: as a log, the list would be none any more. -->
      <div role="log" aria-label="Codes that the pool has sent">
        <ul data-testid="inbox">
          @for (message of latest(); track message.index) {
            <li class="message" [attr.data-username]="message.username">
              <strong class="code" data-testid="inbox-code">{{ message.code }}</strong>
              <span class="fine">
                {{ message.medium === 'SMS' ? 'SMS' : 'e-mail' }} to {{ message.destination }} at
                {{ formatTime(message.at).slice(0, 8) }}
              </span>
              <button type="button" (click)="fillIn(message.code)">Fill in</button>
            </li>
          } @empty {
            <li class="fine">The pool has sent nothing yet.</li>
          }
        </ul>
      </div>
    </demo-emulator-note>
  `,
  styleUrl: './message.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Inbox {
  protected readonly fillIn = fillIn;
  protected readonly formatTime = formatTime;
  readonly #messages = signal<readonly SentMessage[]>([]);
  /** Newest first. */
  protected readonly latest = computed(() => this.#messages().slice(-SHOWN).reverse());
  readonly #http = inject(HttpClient);
  readonly #reach = inject(EmulatorReach);

  constructor() {
    fromEvent(document, 'visibilitychange')
      .pipe(
        startWith(null),
        switchMap(() => (document.hidden ? EMPTY : timer(0, POLL_MS))),
        exhaustMap(() => this.#ask()),
        takeUntilDestroyed(),
      )
      .subscribe(({ messages }) => {
        this.#reach.note(true);
        this.#messages.set(messages);
      });
  }

  #ask() {
    return this.#http
      .get<{ messages: SentMessage[] }>(`${CONTROL_URL}messages`, { context: withoutToken() })
      .pipe(
        catchError((error: unknown) => {
          this.#reach.note(error instanceof HttpErrorResponse && error.status !== 0);
          return EMPTY;
        }),
      );
  }
}
