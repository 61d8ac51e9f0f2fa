import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { catchError, EMPTY, exhaustMap, fromEvent, startWith, switchMap, timer } from 'rxjs';
import { EmulatorReach } from '../emulator-reach';
import { formatTime } from '../inspector/format-time';
import { EmulatorNote } from './emulator-note';
import { fillIn } from './fill-in';
import type { SentMessage } from './sent-message';

const POLL_MS = 1000;
const SHOWN = 3;

/** The codes the local pool has sent last; asked for every second while it is on show. */
@Component({
  selector: 'demo-inbox',
  imports: [EmulatorNote],
  template: `
    <demo-emulator-note heading="Inbox" stands="mailbox and phone">
      <ul data-testid="inbox" role="log" aria-label="Codes the pool has sent">
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
          <li class="fine">Nothing has been sent yet.</li>
        }
      </ul>
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
      .get<{ messages: SentMessage[] }>(`${LOCAL_COGNITO.poolUrl}control/messages`)
      .pipe(
        catchError((error: unknown) => {
          this.#reach.note(error instanceof HttpErrorResponse && error.status !== 0);
          return EMPTY;
        }),
      );
  }
}
