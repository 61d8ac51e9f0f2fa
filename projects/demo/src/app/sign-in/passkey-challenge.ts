// The form for WEB_AUTHN: one button that starts the browser's dialog.

import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  inject,
  input,
  output,
} from '@angular/core';
import { FocusHere } from '../form-parts/focus-here';

/** Opens the browser's dialog for a passkey. */
@Component({
  selector: 'demo-passkey-challenge',
  imports: [FocusHere],
  host: { class: 'stack' },
  template: `
    <h2>Use your passkey</h2>
    <p>Your browser asks you to unlock it.</p>
    <!-- A button, since browsers want a click before they show their dialog. -->
    <button
      demoFocusHere
      type="button"
      class="primary"
      [attr.aria-disabled]="busy()"
      (click)="answered.emit({ signal: closing.signal })"
    >
      Use the passkey
    </button>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasskeyChallenge {
  readonly busy = input(false);
  readonly answered = output<{ readonly signal: AbortSignal }>();
  /** Closes the browser's dialog with the form. */
  protected readonly closing = new AbortController();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.closing.abort());
  }
}
