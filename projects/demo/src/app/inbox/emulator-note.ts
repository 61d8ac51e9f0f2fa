// Marks the parts of a page that belong to the emulator: the inbox and the authenticator app.

import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/**
 * The frame around the parts of the emulator, so that nobody takes them for parts of the library.
 */
@Component({
  selector: 'demo-emulator-note',
  template: `
    <section class="emulator" [attr.aria-label]="heading()">
      <h2>{{ heading() }} <span class="badge">emulator</span></h2>
      <p class="fine">
        It is not part of the library. The demo shows it in place of {{ stands() }}.
      </p>
      <ng-content />
    </section>
  `,
  styles: `
    .emulator {
      max-width: 36rem;
      margin-top: 1.25rem;
      padding: 1rem 1.25rem;
      border: 2px dashed var(--pool);
      border-radius: var(--radius);
    }
    h2 {
      display: flex;
      gap: 0.5rem;
      align-items: center;
      margin: 0;
      font-size: 1rem;
    }
    p {
      margin: 0.25rem 0 0.75rem;
    }
    .badge {
      padding: 0.0625rem 0.5rem;
      border-radius: 999px;
      background: var(--pool);
      color: #fff;
      font-size: 0.75rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EmulatorNote {
  readonly heading = input.required<string>();
  /** The thing that it replaces, for example `your phone`. */
  readonly stands = input.required<string>();
}
