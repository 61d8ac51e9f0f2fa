import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** The frame around what belongs to the emulator: nobody shall take it for a part of the library. */
@Component({
  selector: 'demo-emulator-note',
  template: `
    <section class="emulator" [attr.aria-label]="heading()">
      <h3>{{ heading() }} <span class="badge">emulator</span></h3>
      <p class="fine">
        Not part of the library: it stands in for {{ stands() }}, so that you need none here.
      </p>
      <ng-content />
    </section>
  `,
  styles: `
    .emulator {
      margin-top: 1.25rem;
      padding: 0.75rem 1rem;
      border: 2px dashed var(--pool);
      border-radius: var(--radius);
    }
    h3 {
      display: flex;
      gap: 0.5rem;
      align-items: center;
      margin: 0;
      font-size: 1rem;
    }
    p {
      margin: 0.25rem 0 0.5rem;
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
  /** What it stands in for. */
  readonly stands = input.required<string>();
}
