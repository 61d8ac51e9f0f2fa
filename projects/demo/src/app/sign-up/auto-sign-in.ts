// Continues a confirmed sign-up with Cognito's session, so that the user need not type the
// password again.

import {
  ChangeDetectionStrategy,
  Component,
  inject,
  input,
  type OnInit,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { type ChallengeStep, SignInService, type SignInStep } from 'ngx-cognito-session/sign-in';
import { Arrival } from '../arrival';
import { Attempt } from '../form-parts/attempt';
import { Problem } from '../form-parts/problem';
import { Conversation } from '../sign-in/conversation';

/** Signs the user in after the confirmation of the account. */
@Component({
  selector: 'demo-auto-sign-in',
  imports: [Conversation, Problem, RouterLink],
  template: `
    @if (challenge(); as step) {
      <!-- A pool that requires a second factor asks for it here, too. -->
      <demo-conversation
        [step]="step"
        [username]="username()"
        (next)="goOn($event)"
        (startOver)="challenge.set(undefined)"
      />
    } @else {
      <div class="card" role="status">
        <p>
          The account is confirmed.
          @if (attempt.busy()) {
            You are being signed in …
          } @else {
            <a routerLink="/sign-in" [state]="{ username: username() }">Sign in</a>
          }
        </p>
        <demo-problem [error]="attempt.error()" [username]="username()" />
      </div>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AutoSignIn implements OnInit {
  readonly username = input.required<string>();
  /** Cognito's session of the confirmation; without one the user signs in by the usual form. */
  readonly session = input.required<string | undefined>();
  protected readonly attempt = new Attempt();
  protected readonly challenge = signal<ChallengeStep | undefined>(undefined);
  readonly #signIn = inject(SignInService);
  readonly #arrival = inject(Arrival);

  ngOnInit(): void {
    const [username, continueFrom] = [this.username(), this.session()];
    if (continueFrom === undefined) return;
    void this.attempt.run(
      () => this.#signIn.signIn({ username, flow: 'USER_AUTH', continueFrom }),
      (step) => this.goOn(step),
    );
  }

  protected async goOn(step: SignInStep): Promise<void> {
    if (step.status === 'challenge') this.challenge.set(step);
    else await this.#arrival.arrive(step, this.challenge());
  }
}
