import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { SessionError, SessionService } from 'ngx-cognito-session';
import { firstValueFrom } from 'rxjs';
import { CallLog } from './inspector/call-log';

interface Order {
  readonly id: number;
  readonly item: string;
}

/** An HTTP status, or the code of a `SessionError`. */
type Outcome = string;

const EXPLANATIONS: Readonly<Record<Outcome, string>> = {
  REFRESH_UNAVAILABLE:
    'The token needs a refresh and the pool could not be asked. You are still signed in. For half a minute the session leaves the pool in peace; an app may ask at once.',
  SESSION_EXPIRED: 'Cognito refused to renew the session.',
  NOT_SIGNED_IN: 'The session this request belonged to is over.',
  '0': 'The API gave no answer.',
};

/** Calls the protected API. Nothing here knows of tokens: the interceptor does. */
@Component({
  selector: 'demo-orders-page',
  templateUrl: './orders-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OrdersPage {
  protected readonly orders = signal<readonly Order[]>([]);
  protected readonly lastStatus = signal<Outcome>('…');
  protected readonly explanation = computed(() => EXPLANATIONS[this.lastStatus()] ?? '');
  protected readonly outcomes = signal<readonly Outcome[]>([]);
  protected readonly sent = signal(0);
  protected readonly results = computed(() => summarize(this.sent(), this.outcomes()));
  readonly #session = inject(SessionService);
  readonly #http = inject(HttpClient);
  readonly #calls = inject(CallLog);

  constructor() {
    void this.load();
  }

  protected async load(): Promise<void> {
    this.lastStatus.set('…');
    await this.#request();
  }

  /** After an outage: a forced refresh does not wait, as the interceptor's do, until the pool may have recovered. */
  protected async tryAgain(): Promise<void> {
    this.lastStatus.set('…');
    try {
      await firstValueFrom(this.#session.refreshSession());
      await this.#request();
    } catch (error) {
      this.#note(outcomeOf(error));
    }
  }

  protected async tenAtOnce(): Promise<void> {
    this.lastStatus.set('…');
    this.outcomes.set([]);
    this.sent.set(10);
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        // Numbered, because a browser lets equal requests wait for each other.
        const outcome = await this.#request({ request: index + 1 });
        this.outcomes.update((outcomes) => [...outcomes, outcome]);
      }),
    );
  }

  async #request(params: Record<string, number> = {}): Promise<Outcome> {
    const url = `${LOCAL_COGNITO.apiUrl}orders`;
    let outcome: Outcome;
    try {
      const answer = await firstValueFrom(
        this.#http.get<Order[]>(url, { params, observe: 'response' }),
      );
      this.orders.set(answer.body ?? []);
      outcome = String(answer.status);
    } catch (error) {
      outcome = outcomeOf(error);
    }
    this.#note(outcome);
    return outcome;
  }

  #note(outcome: Outcome): void {
    this.lastStatus.set(outcome);
    this.#calls.refresh();
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof SessionError) return (error as SessionError).code;
  return error instanceof HttpErrorResponse ? String(error.status) : String(error);
}

/** For example `10 of 10 answered: 10 × 200`. */
function summarize(sent: number, outcomes: readonly Outcome[]): string {
  if (sent === 0) return '';
  const answered = outcomes.filter((outcome) => /^\d{3}$/.test(outcome)).length;
  const counts = [...new Set(outcomes)].map(
    (outcome) => `${outcomes.filter((each) => each === outcome).length} × ${outcome}`,
  );
  return [`${answered} of ${sent} answered`, counts.join(', ')].filter(Boolean).join(': ');
}
