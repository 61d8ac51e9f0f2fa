// The form for CUSTOM_CHALLENGE and for the e-mail address that MFA_SETUP asks for.

import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { FocusHere } from '../form-parts/focus-here';

/** Asks for one line of text, such as an answer or an address. */
@Component({
  selector: 'demo-text-challenge',
  imports: [FocusHere],
  template: `
    <form class="form" (submit)="$event.preventDefault(); answered.emit(field.value)">
      <label for="text-answer">{{ label() }}</label>
      <input
        #field
        demoFocusHere
        id="text-answer"
        name="answer"
        required
        [attr.type]="type()"
        [attr.autocomplete]="type() === 'email' ? 'email' : 'off'"
      />
      <button class="primary" type="submit" [attr.aria-disabled]="busy()">Continue</button>
    </form>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TextChallenge {
  readonly label = input.required<string>();
  readonly type = input<'text' | 'email'>('text');
  readonly busy = input(false);
  readonly answered = output<string>();
}
