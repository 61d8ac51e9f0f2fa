// `SignUpService`: makes an account, confirms it, and leads to the first session.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { type CodeDelivery, sentCode } from './code-delivery';
import { normalizeCode } from './normalize-code';
import { attributeList, type UserAttributes } from './user-attributes';
import { UserPoolCommands } from './user-pool-commands';

/** The input of a sign-up form. */
export interface SignUpRequest {
  readonly username: string;
  /** Not needed if the pool offers sign-in without passwords. */
  readonly password?: string | undefined;
  /** The attributes that the pool requires, and others that the app client may write. */
  readonly attributes?: UserAttributes | undefined;
  /** For the pool's pre sign-up trigger only; Cognito does not keep it. */
  readonly validationData?: Readonly<Record<string, string>> | undefined;
  /** Passed to the pool's Lambda triggers. */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** The outcome of a sign-up. */
export interface SignUpResult {
  /**
   * Whether the account can be used already; if not, call {@link SignUpService.confirmSignUp} next.
   */
  readonly confirmed: boolean;
  /** The user's `sub`. */
  readonly userSub: string;
  /** Where Cognito has sent the confirmation code; undefined if it sent none. */
  readonly delivery: CodeDelivery | undefined;
  /**
   * For {@link ConfirmSignUpRequest.session}, or for `SignInRequest.continueFrom` if `confirmed` is
   * true. It is valid for 3 minutes by default.
   */
  readonly session: string | undefined;
}

/** The input of a confirmation form. */
export interface ConfirmSignUpRequest {
  readonly username: string;
  /** White space in it is removed. */
  readonly code: string;
  /** {@link SignUpResult.session}; without it, there may be none to sign in with afterwards. */
  readonly session?: string | undefined;
  /**
   * Takes the e-mail address or phone number over from another user who has it as an alias;
   * otherwise the call errors with `ALIAS_EXISTS`. Default false.
   */
  readonly forceAliasCreation?: boolean | undefined;
  /** Passed to the pool's Lambda triggers. */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** A confirmed account. */
export interface ConfirmedSignUp {
  /**
   * For `SignInRequest.continueFrom`; undefined if Cognito gave none: then the user signs in by the
   * usual form.
   */
  readonly session: string | undefined;
}

/**
 * Makes accounts. Each method runs when called, subscribed or not, and emits once or errors with
 * `SignInError`.
 *
 * If the app client allows `USER_AUTH`, a user who has just confirmed the account signs in without
 * a further challenge. Pass the sessions on: `confirmSignUp({ username, code, session })`, and then
 * `signIn({ username, flow: 'USER_AUTH', continueFrom: confirmed.session })`.
 */
@Injectable({ providedIn: SessionScope })
export class SignUpService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Makes an account. A form should tell its user about `USER_EXISTS`, `WEAK_PASSWORD`,
   * `INVALID_INPUT`, `CODE_NOT_SENT` and `REFUSED`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
   */
  signUp(request: SignUpRequest): Observable<SignUpResult> {
    return this.#commands.send(
      'SignUp',
      {
        Username: request.username,
        Password: request.password,
        UserAttributes: attributeList(request.attributes),
        ValidationData: attributeList(request.validationData),
        ClientMetadata: request.clientMetadata,
      },
      (output) => ({
        confirmed: !!output.UserConfirmed,
        userSub: output.UserSub as string,
        delivery: output.CodeDeliveryDetails && sentCode(output),
        session: output.Session,
      }),
    );
  }

  /**
   * Confirms an account with the code that was sent. Errors with `WRONG_CODE`, `CODE_EXPIRED`,
   * `TOO_MANY_ATTEMPTS`, `ALIAS_EXISTS`, or `INVALID_INPUT` if it is confirmed already.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
   */
  confirmSignUp(request: ConfirmSignUpRequest): Observable<ConfirmedSignUp> {
    return this.#commands.send(
      'ConfirmSignUp',
      {
        Username: request.username,
        ConfirmationCode: normalizeCode(request.code),
        ForceAliasCreation: request.forceAliasCreation,
        Session: request.session,
        ClientMetadata: request.clientMetadata,
      },
      (output) => ({ session: output.Session }),
    );
  }

  /**
   * Sends the confirmation code once more. Errors with `CODE_NOT_SENT`, `TOO_MANY_ATTEMPTS`, or
   * `INVALID_INPUT` if there is nothing to confirm.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
   */
  resendCode(request: {
    readonly username: string;
    /** Passed to the pool's Lambda triggers. */
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  }): Observable<CodeDelivery> {
    return this.#commands.send(
      'ResendConfirmationCode',
      { Username: request.username, ClientMetadata: request.clientMetadata },
      sentCode,
    );
  }
}
