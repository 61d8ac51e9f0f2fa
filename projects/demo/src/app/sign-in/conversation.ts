// The part of a sign-in after its first request. It shows the form for each challenge until
// Cognito issues the tokens. The compiler reports a kind of challenge that has no form here.

import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
} from '@angular/core';
import type {
  ChallengeStep,
  CustomChallengeStep,
  SignInError,
  SignInErrorCode,
  SignInStep,
} from 'ngx-cognito-session/sign-in';
import type { Observable } from 'rxjs';
import { Attempt } from '../form-parts/attempt';
import { Problem } from '../form-parts/problem';
import { TotpSetup } from '../form-parts/totp-setup';
import { Authenticator } from '../inbox/authenticator';
import { Inbox } from '../inbox/inbox';
import { PocketAuthenticator } from '../inbox/pocket-authenticator';
import { Choice } from './choice';
import { CodeChallenge } from './code-challenge';
import { firstFactorNames, mfaNames } from './factor-names';
import { NewPasswordChallenge } from './new-password-challenge';
import { PasskeyChallenge } from './passkey-challenge';
import { PasswordChallenge } from './password-challenge';
import { TextChallenge } from './text-challenge';
import { UnknownChallenge } from './unknown-challenge';

/**
 * After these errors the same step can be answered again; after all others the sign-in starts
 * again.
 */
const AGAIN: readonly SignInErrorCode[] = [
  'WRONG_CODE',
  'WEAK_PASSWORD',
  'INVALID_INPUT',
  'PASSKEY_FAILED',
  'UNAVAILABLE',
];

interface Turn {
  readonly step: ChallengeStep;
  readonly number: number;
}

/** Shows a form for each kind of challenge and sends the answer to Cognito. */
@Component({
  selector: 'demo-conversation',
  imports: [
    Authenticator,
    Choice,
    CodeChallenge,
    Inbox,
    NewPasswordChallenge,
    PasskeyChallenge,
    PasswordChallenge,
    Problem,
    TextChallenge,
    TotpSetup,
    UnknownChallenge,
  ],
  templateUrl: './conversation.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Conversation {
  readonly step = input.required<ChallengeStep>();
  readonly username = input.required<string>();
  readonly next = output<SignInStep>();
  /** With the error that ended the sign-in, or undefined if the visitor did. */
  readonly startOver = output<SignInError | undefined>();
  protected readonly attempt = new Attempt();
  protected readonly firstFactorNames = firstFactorNames;
  protected readonly mfaNames = mfaNames;
  /** Counts the steps, because two steps in a row may look alike. */
  protected readonly turn = linkedSignal<ChallengeStep, Turn>({
    source: this.step,
    computation: (step, previous) => ({ step, number: (previous?.value.number ?? 0) + 1 }),
  });
  /** The secret of an authenticator app that is being set up. */
  protected readonly newSecret = computed(() => {
    const step = this.step();
    return step.challenge === 'MFA_SETUP' && step.mfaType === 'SOFTWARE_TOKEN_MFA'
      ? step.secret
      : undefined;
  });
  /** The stand-in of the emulator that this step needs. */
  protected readonly stand = computed(() => {
    const { challenge } = this.step();
    if (challenge === 'SOFTWARE_TOKEN_MFA' || this.newSecret()) return 'app';
    return /^(SMS_MFA|SMS_OTP|EMAIL_OTP)$/.test(challenge) ? 'mailbox' : undefined;
  });
  readonly #authenticator = inject(PocketAuthenticator);

  /**
   * The template calls the step's own `respond`, because only there the compiler knows its
   * argument.
   */
  protected async answer(next$: Observable<SignInStep>, secret?: string): Promise<void> {
    await this.attempt.run(
      () => next$,
      (step) => {
        if (secret !== undefined) this.#authenticator.keep(this.username(), secret);
        this.next.emit(step);
      },
    );
    const error = this.attempt.error();
    if (error && !AGAIN.includes(error.code)) this.startOver.emit(error);
  }

  /** A challenge without a form does not compile. (`@default never` sees no discriminants yet.) */
  protected forgotten(step: never): never {
    return step;
  }

  /** The text that the pool's trigger sends; `question` is this pool's name for it. */
  protected questionOf({ parameters }: CustomChallengeStep): string {
    return parameters['question'] ?? JSON.stringify(parameters);
  }
}
