// `PasswordService`: forgotten passwords, and new ones for signed-in users.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { type CodeDelivery, sentCode } from './code-delivery';
import { normalizeCode } from './normalize-code';
import { UserPoolCommands } from './user-pool-commands';

/** The input of a form for a new password. */
export interface ConfirmForgotPasswordRequest {
  readonly username: string;
  /** White space in it is removed. */
  readonly code: string;
  readonly newPassword: string;
  /** Passed to the pool's Lambda triggers. */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * Sets passwords. Each method runs when called, subscribed or not, and emits once or errors
 * with `SignInError`.
 */
@Injectable({ providedIn: SessionScope })
export class PasswordService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Sends a code to a user who has forgotten the password. Errors with `CODE_NOT_SENT`,
   * `TOO_MANY_ATTEMPTS`, or `INVALID_INPUT` for a user without a verified address.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
   */
  forgotPassword(request: {
    readonly username: string;
    /** Passed to the pool's Lambda triggers. */
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  }): Observable<CodeDelivery> {
    return this.#commands.send(
      'ForgotPassword',
      { Username: request.username, ClientMetadata: request.clientMetadata },
      sentCode,
    );
  }

  /**
   * Sets a new password with the code that was sent; the user is not signed in by it. Errors with
   * `WRONG_CODE`, `CODE_EXPIRED`, `WEAK_PASSWORD` or `TOO_MANY_ATTEMPTS`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
   */
  confirmForgotPassword(request: ConfirmForgotPasswordRequest): Observable<void> {
    return this.#commands.send('ConfirmForgotPassword', {
      Username: request.username,
      ConfirmationCode: normalizeCode(request.code),
      Password: request.newPassword,
      ClientMetadata: request.clientMetadata,
    });
  }

  /**
   * Replaces the signed-in user's password; all sessions stay. Errors with `WRONG_CREDENTIALS` for
   * a wrong current password, `WEAK_PASSWORD`, `TOO_MANY_ATTEMPTS` or `NOT_SIGNED_IN`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
   */
  changePassword(request: {
    /** Leave it out if the user has no password yet and sets the first one. */
    readonly oldPassword?: string | undefined;
    readonly newPassword: string;
  }): Observable<void> {
    return this.#commands.sendAsUser('ChangePassword', {
      PreviousPassword: request.oldPassword,
      ProposedPassword: request.newPassword,
    });
  }
}
