// `UserService`: the signed-in user's attributes, and the end of the account.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { type CodeDelivery, codeDelivery, sentCode } from './code-delivery';
import type { MfaType } from './sign-in-step';
import { normalizeCode } from './normalize-code';
import { attributeList, attributesOf, type UserAttributes } from './user-attributes';
import { UserPoolCommands } from './user-pool-commands';

/** The user as the pool has it now. (The ID token has the claims of its last refresh.) */
export interface User {
  readonly username: string;
  /** The attributes that the app client may read. */
  readonly attributes: UserAttributes;
  /** The second factors that are enabled. */
  readonly mfaTypes: readonly MfaType[];
  readonly preferredMfa: MfaType | undefined;
}

/**
 * Reads and changes the signed-in user. Each method runs when called, subscribed or not, and emits
 * once or errors with `SignInError`: `NOT_SIGNED_IN` without a session.
 */
@Injectable({ providedIn: SessionScope })
export class UserService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Asks Cognito for the user.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
   */
  getUser(): Observable<User> {
    return this.#commands.sendAsUser('GetUser', {}, (user) => ({
      username: user.Username as string,
      attributes: attributesOf(user.UserAttributes),
      mfaTypes: (user.UserMFASettingList ?? []) as MfaType[],
      preferredMfa: user.PreferredMfaSetting as MfaType | undefined,
    }));
  }

  /**
   * Changes attributes; emits where Cognito has sent codes for those that must be verified. The
   * claims of the ID token change with `SessionService.refreshSession`. Errors with
   * `INVALID_INPUT`, `ALIAS_EXISTS` or `CODE_NOT_SENT`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
   */
  updateAttributes(request: {
    readonly attributes: UserAttributes;
    /** Passed to the pool's Lambda triggers. */
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  }): Observable<readonly CodeDelivery[]> {
    return this.#commands.sendAsUser(
      'UpdateUserAttributes',
      {
        UserAttributes: attributeList(request.attributes),
        ClientMetadata: request.clientMetadata,
      },
      (output) => (output.CodeDeliveryDetailsList ?? []).map(codeDelivery),
    );
  }

  /**
   * Deletes attributes. Errors with `INVALID_INPUT` for an attribute that the pool requires.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
   */
  deleteAttributes(names: readonly string[]): Observable<void> {
    return this.#commands.sendAsUser('DeleteUserAttributes', {
      UserAttributeNames: names,
    });
  }

  /**
   * Sends a code that verifies `email` or `phone_number`. Errors with `CODE_NOT_SENT` or
   * `TOO_MANY_ATTEMPTS`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
   */
  sendVerificationCode(request: {
    readonly attribute: string;
    /** Passed to the pool's Lambda triggers. */
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  }): Observable<CodeDelivery> {
    return this.#commands.sendAsUser(
      'GetUserAttributeVerificationCode',
      { AttributeName: request.attribute, ClientMetadata: request.clientMetadata },
      sentCode,
    );
  }

  /**
   * Verifies `email` or `phone_number` with the code that was sent. Errors with `WRONG_CODE`,
   * `CODE_EXPIRED`, `ALIAS_EXISTS` or `TOO_MANY_ATTEMPTS`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
   */
  verifyAttribute(request: {
    readonly attribute: string;
    /** White space in it is removed. */
    readonly code: string;
  }): Observable<void> {
    return this.#commands.sendAsUser('VerifyUserAttribute', {
      AttributeName: request.attribute,
      Code: normalizeCode(request.code),
    });
  }

  /**
   * Deletes the account for good. The session then ends in all tabs, as by
   * `SessionService.signOut`, and this browser forgets its remembered device. If the call errors,
   * the session stays.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
   */
  deleteUser(): Observable<void> {
    return this.#commands.run(async (pool) => {
      const { sub, session } = await pool.requireSession();
      // With this user's token: another user may sign in meanwhile, and must not be deleted.
      await pool.call('DeleteUser', { AccessToken: session.getAccessToken().getJwtToken() });
      // Not awaited: the tokens are worthless, whether or not Cognito revokes them.
      if (pool.manager.active?.sub === sub) void pool.manager.signOut();
      void pool.devices.forget(String(session.getIdToken().payload['cognito:username']));
    });
  }
}
