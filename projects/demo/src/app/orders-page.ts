// The page /orders, which sends requests to the protected API. It shows each answer, so that a
// visitor can watch the session recover.

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
    'The token needs a refresh, and the pool did not answer. You are still signed in. The session now waits 30 seconds before it asks the pool again. Press “Try again now” to skip the wait.',
  SESSION_EXPIRED: 'Cognito refused to refresh the session.',
  NOT_SIGNED_IN: 'The session of this request has ended.',
  '0': 'The API did not answer.',
};

/** Requests that were sent together. */
interface Batch {
  readonly size: number;
  readonly outcomes: readonly Outcome[];
}

/** Calls the protected API. Nothing here handles tokens, because the interceptor does. */
@Component({
  selector: 'demo-orders-page',
  templateUrl: './orders-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OrdersPage {
  protected readonly orders = signal<readonly Order[]>([]);
  readonly #batch = signal<Batch>({ size: 1, outcomes: [] });
  #batchNumber = 0;
  protected readonly lastStatus = computed(() => this.#batch().outcomes.at(-1) ?? '…');
  protected readonly explanation = computed(() => EXPLANATIONS[this.lastStatus()] ?? '');
  protected readonly results = computed(() => summarize(this.#batch()));
  readonly #session = inject(SessionService);
  readonly #http = inject(HttpClient);
  readonly #calls = inject(CallLog);

  constructor() {
    void this.load();
  }

  protected load(): Promise<void> {
    return this.#send(1);
  }

  protected tenAtOnce(): Promise<void> {
    return this.#send(10);
  }

  /** A forced refresh does not wait for the end of the pause that follows a failed one. */
  protected tryAgain(): Promise<void> {
    return this.#send(1, () => firstValueFrom(this.#session.refreshSession()));
  }

  /** Sends requests together. An older answer never stands beside them, nor replaces theirs. */
  async #send(
    size: number,
    prepare: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<void> {
    const number = ++this.#batchNumber;
    let outcomes: readonly Outcome[] = [];
    const note = (outcome: Outcome): void => {
      this.#calls.refresh();
      outcomes = [...outcomes, outcome];
      if (number === this.#batchNumber) this.#batch.set({ size, outcomes });
    };
    this.#batch.set({ size, outcomes });
    try {
      await prepare();
    } catch (error) {
      note(outcomeOf(error));
      return;
    }
    await Promise.all(
      // Numbered, because a browser lets equal requests wait for each other.
      Array.from({ length: size }, async (_, index) =>
        note(await this.#request(size > 1 ? { request: index + 1 } : {})),
      ),
    );
  }

  async #request(params: Readonly<Record<string, number>>): Promise<Outcome> {
    const url = `${LOCAL_COGNITO.apiUrl}orders`;
    try {
      const answer = await firstValueFrom(
        this.#http.get<Order[]>(url, { params, observe: 'response' }),
      );
      this.orders.set(answer.body ?? []);
      return String(answer.status);
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof SessionError) return error.code;
  return error instanceof HttpErrorResponse ? String(error.status) : String(error);
}

/** For example `10 of 10 answered: 10 × 200`; empty for a single request. */
function summarize({ size, outcomes }: Batch): string {
  if (size === 1) return '';
  const answered = outcomes.filter((outcome) => /^\d{3}$/.test(outcome)).length;
  const counts = [...new Set(outcomes)].map(
    (outcome) => `${outcomes.filter((each) => each === outcome).length} × ${outcome}`,
  );
  return [`${answered} of ${size} answered`, counts.join(', ')].filter(Boolean).join(': ');
}
