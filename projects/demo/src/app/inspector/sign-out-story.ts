import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { SessionHistory } from 'ngx-cognito-session';

/** "Why was I signed out?", and the history that an app can attach to its error reports. */
@Component({
  selector: 'demo-sign-out-story',
  template: `
    @if (story(); as story) {
      <p data-testid="why">{{ story }}</p>
    } @else {
      <p class="hint">You were not, since this page was loaded.</p>
    }
    <p class="hint">
      An app can attach this history to its error reports. It holds no token.
      <button type="button" (click)="copy()">
        {{ copied() ? 'Copied' : 'Copy' }}
      </button>
    </p>
    <pre data-testid="history" tabindex="0" aria-label="History">{{ lines() }}</pre>
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
  protected readonly copied = signal(false);
  protected readonly story = computed(() =>
    this.#history
      .whySignedOut()
      .map(({ reason, code, error, text }) =>
        [reason, code, error, text].filter(Boolean).join(', '),
      )
      .join(' → '),
  );
  // What it prints is made from the signal.
  protected readonly lines = computed(() => this.#history.toString());

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.lines());
    this.copied.set(true);
  }
}
