import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { SessionService } from 'ngx-cognito-session';
import {
  type ChallengeStep,
  type SignInError,
  type SignInRequest,
  SignInService,
  type SignInStep,
} from 'ngx-cognito-session/sign-in';
import { Arrival } from '../arrival';
import { Attempt } from '../form-parts/attempt';
import { handedUsername } from '../form-parts/handed-username';
import { Problem } from '../form-parts/problem';
import { Conversation } from './conversation';
import { FirstForm } from './first-form';
import { UserMenu } from './user-menu';

/** The sign-in page: the first form, then one form for each thing Cognito asks. Comes with its own chunk, as does the AWS SDK. */
@Component({
  selector: 'demo-sign-in-page',
  imports: [Conversation, FirstForm, Problem, RouterLink, UserMenu],
  templateUrl: './sign-in-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignInPage {
  protected readonly session = inject(SessionService);
  protected readonly attempt = new Attempt();
  protected readonly challenge = signal<ChallengeStep | undefined>(undefined);
  protected readonly username = signal(handedUsername());
  readonly #signIn = inject(SignInService);
  readonly #arrival = inject(Arrival);

  protected begin(request: SignInRequest): void {
    this.username.set(request.username);
    void this.attempt.run(
      () => this.#signIn.signIn(request),
      (step) => this.goOn(step),
    );
  }

  protected async goOn(step: SignInStep): Promise<void> {
    if (step.status === 'challenge') this.challenge.set(step);
    else await this.#arrival.arrive(step);
  }

  /** The error stays on show above the first form. */
  protected startOver(error: SignInError | undefined): void {
    this.challenge.set(undefined);
    this.attempt.error.set(error);
  }
}
