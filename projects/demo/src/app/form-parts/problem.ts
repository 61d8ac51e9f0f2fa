import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SignInError, SignInErrorCode } from 'ngx-cognito-session/sign-in';
import { formatTime } from '../inspector/format-time';

/** What an app says to its users. A record of all codes: the compiler tells when the library has a new one. */
const WORDS: Readonly<Record<SignInErrorCode, string>> = {
  WRONG_CREDENTIALS: 'User name or password is wrong.',
  USER_NOT_CONFIRMED: 'This account waits for its confirmation code.',
  PASSWORD_RESET_REQUIRED: 'This password was reset. Choose a new one.',
  WRONG_CODE: 'That is not the code. Try again.',
  CODE_EXPIRED: 'This code has expired. Ask for a new one.',
  CODE_NOT_SENT: 'The code could not be sent.',
  CHALLENGE_EXPIRED: 'That took too long, and the pool forgot the sign-in. Start again.',
  TOO_MANY_ATTEMPTS: 'Too many tries. Wait a moment.',
  WEAK_PASSWORD: 'This password is too weak.',
  USER_EXISTS: 'This user name is taken.',
  ALIAS_EXISTS: 'This address belongs to another account.',
  INVALID_INPUT: 'Something is missing or not well-formed.',
  PASSKEY_FAILED: 'No passkey was made or used. Try again, or choose another way.',
  NOT_SIGNED_IN: 'You are signed out. Sign in to go on.',
  UNAVAILABLE: 'The user pool cannot be reached. Try again in a moment.',
  REFUSED: 'The pool said no.',
  INVALID_CONFIG: 'The pool does not allow this.',
  INVALID_TOKEN: 'The answer of the pool is not a session of this app.',
};

interface WayOut {
  readonly path: string;
  readonly text: string;
}

/** Where a person can mend it. */
const WAYS_OUT: Readonly<Partial<Record<SignInErrorCode, WayOut>>> = {
  USER_NOT_CONFIRMED: { path: '/confirm', text: 'Confirm the account' },
  PASSWORD_RESET_REQUIRED: { path: '/reset-password', text: 'Reset the password' },
  NOT_SIGNED_IN: { path: '/sign-in', text: 'Sign in' },
};

/** Tells what went wrong, and leads to where it can be mended. */
@Component({
  selector: 'demo-problem',
  imports: [RouterLink],
  template: `
    <!-- There from the start: a live region is only read out when it was there before its text. -->
    <div role="alert">
      @if (error(); as error) {
        <p class="error" data-testid="problem" [attr.data-code]="error.code">
          {{ words() }}
          @if (wayOut(); as way) {
            <a [routerLink]="way.path" [state]="{ username: username() }">{{ way.text }}</a>
          }
        </p>
      }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Problem {
  readonly error = input.required<SignInError | undefined>();
  /** Goes with the link in the history's state, which is no part of the URL. */
  readonly username = input('');
  protected readonly words = computed(() => {
    const error = this.error();
    if (!error) return '';
    const { code, reason, retryAt } = error;
    const until = retryAt === undefined ? '' : `Try again at ${formatTime(retryAt)}.`;
    return [WORDS[code], reason, until].filter(Boolean).join(' ');
  });
  protected readonly wayOut = computed(() => {
    const error = this.error();
    return error && WAYS_OUT[error.code];
  });
}
