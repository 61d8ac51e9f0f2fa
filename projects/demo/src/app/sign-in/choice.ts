import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';

/** One button for each thing that can be chosen. */
@Component({
  selector: 'demo-choice',
  template: `
    <h2>{{ question() }}</h2>
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
