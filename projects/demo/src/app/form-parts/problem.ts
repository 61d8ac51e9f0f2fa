// Tells the user about a failed sign-in or account operation: words for each error code of the
// library, and a link to the page that helps.

import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SignInError, SignInErrorCode } from 'ngx-cognito-session/sign-in';
import { formatTime } from '../inspector/format-time';

/**
 * The words for each code. The record is complete, so the compiler reports a new code of the
 * library.
 */
const WORDS: Readonly<Record<SignInErrorCode, string>> = {
  WRONG_CREDENTIALS: 'The user name or the password is wrong.',
  USER_NOT_CONFIRMED: 'This account is not confirmed yet.',
  PASSWORD_RESET_REQUIRED: 'The password of this account was reset. Choose a new one.',
  TEMPORARY_PASSWORD_EXPIRED:
    'This temporary password has expired. Ask an administrator for a new one.',
  WRONG_CODE: 'The code is wrong. Try again.',
  CODE_EXPIRED: 'The code has expired. Ask for a new one.',
  CODE_NOT_SENT: 'The pool could not send the code.',
  CHALLENGE_EXPIRED: 'The sign-in took too long and has expired. Start again.',
  TOO_MANY_ATTEMPTS: 'There were too many attempts. Wait a moment.',
  WEAK_PASSWORD: 'This password is too weak.',
  USER_EXISTS: 'This user name is taken.',
  ALIAS_EXISTS: 'Another account uses this address.',
  INVALID_INPUT: 'A value is missing or not valid.',
  PASSKEY_FAILED: 'The passkey could not be created or used. Try again, or choose another way.',
  NOT_SIGNED_IN: 'You are signed out. Sign in to continue.',
  UNAVAILABLE: 'The user pool cannot be reached. Try again in a moment.',
  REFUSED: 'The pool refused the request.',
  INVALID_CONFIG: 'The pool does not allow this.',
  INVALID_TOKEN: 'The pool sent tokens that this app cannot use.',
};

interface WayOut {
  readonly path: string;
  readonly text: string;
}

/** The page where the user can resolve the error. */
const WAYS_OUT: Readonly<Partial<Record<SignInErrorCode, WayOut>>> = {
  USER_NOT_CONFIRMED: { path: '/confirm', text: 'Confirm the account' },
  PASSWORD_RESET_REQUIRED: { path: '/reset-password', text: 'Reset the password' },
  NOT_SIGNED_IN: { path: '/sign-in', text: 'Sign in' },
};

/** Describes an error and links to the page where the user can resolve it. */
@Component({
  selector: 'demo-problem',
  imports: [RouterLink],
  template: `
    <!-- Always in the page: a screen reader reads a live region only if it was there before its text. -->
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
  /** Replaces the words for WRONG_CREDENTIALS where no user name was asked for. */
  readonly wrongCredentials = input(WORDS.WRONG_CREDENTIALS);
  /** The link passes it in the history's state, which is no part of the URL. */
  readonly username = input('');
  protected readonly words = computed(() => {
    const error = this.error();
    if (!error) return '';
    const { code, reason, retryAt } = error;
    const until = retryAt === undefined ? '' : `Try again at ${formatTime(retryAt)}.`;
    const words = code === 'WRONG_CREDENTIALS' ? this.wrongCredentials() : WORDS[code];
    return [words, reason, until].filter(Boolean).join(' ');
  });
  protected readonly wayOut = computed(() => {
    const error = this.error();
    return error && WAYS_OUT[error.code];
  });
}
