// The form for a challenge that Cognito may add after this version of the library.

import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import type { UnknownChallengeStep } from 'ngx-cognito-session/sign-in';
import { FocusHere } from '../form-parts/focus-here';

type Responses = Parameters<UnknownChallengeStep['respond']>[0]['responses'];

/** Shows a challenge that is newer than the library; the visitor types the answer as JSON. */
@Component({
  selector: 'demo-unknown-challenge',
  imports: [FocusHere],
  host: { class: 'stack' },
  template: `
    <h2>{{ step().name }}</h2>
    <p>The library does not know this challenge. It passes on Cognito’s parameters unchanged:</p>
    <pre>{{ parameters() }}</pre>
    <form class="form" (submit)="$event.preventDefault(); submit(json.value)">
      <label for="responses">ChallengeResponses, as JSON</label>
      <input
        #json
        demoFocusHere
        id="responses"
        type="text"
        value="{}"
        spellcheck="false"
        autocomplete="off"
        [attr.aria-invalid]="malformed() ? true : null"
      />
      @if (malformed()) {
        <p class="error" role="alert">Enter a JSON object whose values are texts.</p>
      }
      <button class="primary" type="submit" [attr.aria-disabled]="busy()">Continue</button>
    </form>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UnknownChallenge {
  readonly step = input.required<UnknownChallengeStep>();
  readonly busy = input(false);
  readonly answered = output<{ readonly responses: Responses }>();
  protected readonly parameters = computed(() => JSON.stringify(this.step().parameters, null, 2));
  protected readonly malformed = signal(false);

  protected submit(json: string): void {
    const responses = textsIn(json);
    this.malformed.set(!responses);
    if (responses) this.answered.emit({ responses });
  }
}

function textsIn(json: string): Responses | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return undefined;
    const entries: [string, unknown][] = Object.entries(value);
    return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
  } catch {
    return undefined;
  }
}
