// A form for a code of any kind: from a message, or from an authenticator app.

import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { FocusHere } from './focus-here';

/** The field for a code, with its button; it takes the focus. */
@Component({
  selector: 'demo-one-time-code',
  imports: [FocusHere],
  template: `
    <form class="form" (submit)="$event.preventDefault(); entered.emit(code.value)">
      <label [for]="fieldId()">{{ label() }}</label>
      <input
        #code
        demoFocusHere
        [id]="fieldId()"
        name="code"
        type="text"
        inputmode="numeric"
        autocomplete="one-time-code"
        spellcheck="false"
        required
      />
      <button class="primary" type="submit" [attr.aria-disabled]="busy()">{{ button() }}</button>
    </form>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OneTimeCode {
  readonly fieldId = input('code');
  readonly label = input('Code');
  readonly button = input('Continue');
  readonly busy = input(false);
  readonly entered = output<string>();
}
