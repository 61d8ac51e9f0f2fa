// The form for SELECT_CHALLENGE, SELECT_MFA_TYPE and MFA_SETUP, where the user chooses one option.

import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { FocusHere } from '../form-parts/focus-here';

/** One button for each option. */
@Component({
  selector: 'demo-choice',
  imports: [FocusHere],
  host: { class: 'stack' },
  template: `
    <h2 demoFocusHere tabindex="-1">{{ question() }}</h2>
    <div class="actions" role="group" [attr.aria-label]="question()">
      @for (option of options(); track option) {
        <button type="button" [attr.aria-disabled]="busy()" (click)="chosen.emit(option)">
          {{ names()[option] }}
        </button>
      } @empty {
        <p>There is nothing to choose from.</p>
      }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Choice<Option extends string> {
  readonly question = input.required<string>();
  readonly options = input.required<readonly Option[]>();
  readonly names = input.required<Readonly<Record<Option, string>>>();
  readonly busy = input(false);
  readonly chosen = output<Option>();
}
