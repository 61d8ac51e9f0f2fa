// The page /sign-in: the form that starts a sign-in, the challenges after it, and the prepared
// users.

import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  signal,
  viewChild,
} from '@angular/core';
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

/** The first form of a sign-in, then one form for each challenge of Cognito. */
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
  /** The name of the user who is signed in already, for example in another tab; empty for none. */
  protected readonly signedInAs = computed(() => {
    const user = this.session.user();
    // A sign-in of this page leaves the page in a moment.
    if (this.attempt.busy() || this.challenge()) return '';
    return user ? (user.name ?? user['cognito:username']) : '';
  });
  private readonly form = viewChild(FirstForm);
  readonly #injector = inject(Injector);
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
    else await this.#arrival.arrive(step, this.challenge());
  }

  /** Shows the first form again, with the error that ended the sign-in above it. */
  protected startOver(error: SignInError | undefined): void {
    this.challenge.set(undefined);
    this.attempt.error.set(error);
    afterNextRender(() => this.form()?.focus(), { injector: this.#injector });
  }
}
