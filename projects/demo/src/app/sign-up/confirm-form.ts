// The form for ConfirmSignUp and ResendConfirmationCode. Two pages share it: /sign-up and
// /confirm.

import {
  ChangeDetectionStrategy,
  Component,
  inject,
  input,
  linkedSignal,
  output,
} from '@angular/core';
import {
  type CodeDelivery,
  type ConfirmedSignUp,
  SignUpService,
} from 'ngx-cognito-session/sign-in';
import { Attempt } from '../form-parts/attempt';
import { OneTimeCode } from '../form-parts/one-time-code';
import { Problem } from '../form-parts/problem';
import { sentTo } from '../form-parts/sent-to';
import { Inbox } from '../inbox/inbox';

/** Confirms an account with a code, and can have another code sent. */
@Component({
  selector: 'demo-confirm-form',
  imports: [Inbox, OneTimeCode, Problem],
  template: `
    <div class="card" data-testid="confirm">
      <h2>Confirm {{ username() }}</h2>
      <demo-problem [error]="attempt.error()" [username]="username()" />
      <p role="status" data-testid="sent-to">{{ note() }}</p>
      <demo-one-time-code button="Confirm" [busy]="attempt.busy()" (entered)="confirm($event)" />
      <button type="button" [attr.aria-disabled]="attempt.busy()" (click)="resend()">
        Send another code
      </button>
    </div>
    <demo-inbox />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmForm {
  readonly username = input.required<string>();
  /** Cognito's session of the sign-up: with it, the user is signed in after the confirmation. */
  readonly session = input<string | undefined>();
  readonly delivery = input<CodeDelivery | undefined>();
  readonly confirmed = output<ConfirmedSignUp>();
  protected readonly attempt = new Attempt();
  protected readonly note = linkedSignal(() => {
    const delivery = this.delivery();
    return delivery
      ? sentTo(delivery)
      : 'Enter the code that you were sent, or ask for another code.';
  });
  readonly #signUp = inject(SignUpService);

  protected confirm(code: string): void {
    const [username, session] = [this.username(), this.session()];
    void this.attempt.run(
      () => this.#signUp.confirmSignUp({ username, code, session }),
      (confirmed) => this.confirmed.emit(confirmed),
    );
  }

  protected resend(): void {
    void this.attempt.run(
      () => this.#signUp.resendCode({ username: this.username() }),
      (delivery) => this.note.set(sentTo(delivery)),
    );
  }
}
