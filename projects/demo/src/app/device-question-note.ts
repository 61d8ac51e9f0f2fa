// The note below a page that asks the user, after a second factor, to have this device remembered.

import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { DeviceService } from 'ngx-cognito-session/sign-in';
import { DeviceQuestion } from './device-question';
import { Attempt } from './form-parts/attempt';
import { Problem } from './form-parts/problem';

/**
 * Asks whether the pool shall remember this device. The user need not answer: until then it does
 * not.
 */
@Component({
  selector: 'demo-device-question-note',
  imports: [Problem],
  template: `
    <section class="card" aria-labelledby="device-question" data-testid="device-question">
      <h2 id="device-question">Remember this device?</h2>
      <p>The pool then asks for no second factor when you sign in with this browser.</p>
      <demo-problem [error]="attempt.error()" />
      <div class="actions">
        <button type="button" [attr.aria-disabled]="attempt.busy()" (click)="remember()">
          Remember this device
        </button>
        <button type="button" (click)="close()">Not now</button>
      </div>
    </section>
  `,
  styles: `
    :host {
      display: block;
      margin-top: 2rem;
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
