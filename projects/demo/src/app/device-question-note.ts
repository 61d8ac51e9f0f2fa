import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { DeviceService } from 'ngx-cognito-session/sign-in';
import { DeviceQuestion } from './device-question';
import { Attempt } from './form-parts/attempt';
import { Problem } from './form-parts/problem';

/** Asks whether this device is to be remembered. Nobody has to answer: until then it is not. */
@Component({
  selector: 'demo-device-question-note',
  imports: [Problem],
  template: `
    <section class="note" aria-label="This device" data-testid="device-question">
      <p>
        The pool does not know this browser yet. Shall it remember it? Then it asks for no second
        factor here.
      </p>
      <demo-problem [error]="attempt.error()" />
      <button type="button" [attr.aria-disabled]="attempt.busy()" (click)="remember()">
        Remember this device
      </button>
      <button type="button" (click)="close()">Not now</button>
    </section>
  `,
  styles: `
    p {
      margin: 0 0 0.5rem;
    }
    button {
      margin-inline-end: 0.5rem;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeviceQuestionNote {
  protected readonly attempt = new Attempt();
  readonly #devices = inject(DeviceService);
  readonly #question = inject(DeviceQuestion);

  protected close(): void {
    this.#question.asked.set(undefined);
  }

  protected remember(): void {
    void this.attempt.run(
      () => this.#devices.remember(),
      () => this.close(),
    );
  }
}
