import { ChangeDetectionStrategy, Component, computed, input, output, signal } from '@angular/core';
import type { UnknownChallengeStep } from 'ngx-cognito-session/sign-in';

type Responses = Parameters<UnknownChallengeStep['respond']>[0]['responses'];

/** A challenge that is newer than the library: shown as it came, answered by hand. */
@Component({
  selector: 'demo-unknown-challenge',
  template: `
    <h2>{{ step().name }}</h2>
    <p>The library does not know this challenge and hands it over as it came.</p>
    <pre>{{ parameters() }}</pre>
    <form class="form" (submit)="$event.preventDefault(); submit(json.value)">
      <label for="responses">ChallengeResponses, as JSON</label>
      <input #json id="responses" type="text" value="{}" spellcheck="false" autocomplete="off" />
      @if (malformed()) {
        <p class="error" role="alert">That is not a JSON object of texts.</p>
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
