// The inspector's view of the session history: it tells why the session ended.

import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { SessionHistory } from 'ngx-cognito-session';

/**
 * Answers "Why was I signed out?" and shows the history that an app can attach to its error
 * reports.
 */
@Component({
  selector: 'demo-sign-out-story',
  template: `
    @if (story(); as story) {
      <p data-testid="why">{{ story }}</p>
    } @else {
      <p class="hint">You have not been signed out since this page was loaded.</p>
    }
    <p class="hint">
      An app can attach this history to its error reports. It contains no token.
      <button type="button" (click)="copy()">
        {{ copied() ? 'Copied' : 'Copy' }}
      </button>
    </p>
    <pre data-testid="history">{{ lines() }}</pre>
  `,
  styles: `
    p {
      margin: 0 0 0.5rem;
      font-size: 0.875rem;
    }
    .hint {
      color: var(--ink-soft);
      font-size: 0.8125rem;
    }
    button {
      min-height: 0;
      padding: 0.125rem 0.625rem;
      font-size: 0.8125rem;
    }
    pre {
      margin: 0;
      font: 0.75rem/1.5 var(--mono);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignOutStory {
  readonly #history = inject(SessionHistory);
  /** The history as it was when the visitor copied it. */
  readonly #copy = signal('');
  protected readonly story = computed(() =>
    this.#history
      .whySignedOut()
      .map(({ reason, code, error, text }) =>
        [reason, code, error, text].filter(Boolean).join(', '),
      )
      .join(' → '),
  );
  // `toString` reads the history's signal.
  protected readonly lines = computed(() => this.#history.toString());
  protected readonly copied = computed(() => this.#copy() !== '' && this.#copy() === this.lines());

  protected async copy(): Promise<void> {
    const lines = this.lines();
    await navigator.clipboard.writeText(lines);
    this.#copy.set(lines);
  }
}
