// The signed-in user's own record: attributes, and the account's end.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { type CodeDelivery, codeDelivery, sentCode } from './code-delivery';
import type { MfaType } from './sign-in-step';
import { normalizeCode } from './normalize-code';
import { attributeList, attributesOf, type UserAttributes } from './user-attributes';
import { UserPoolCommands } from './user-pool-commands';

/** A user as the pool knows them now; the ID token has the claims of its last refresh. */
export interface User {
  readonly username: string;
  /** Those the app client may read. */
  readonly attributes: UserAttributes;
  /** Second factors that are set up. */
  readonly mfaTypes: readonly MfaType[];
  readonly preferredMfa: MfaType | undefined;
}

/**
 * Reads and changes the signed-in user. Each method runs when called, subscribed or not, and emits once or errors with
 * `SignInError`, `NOT_SIGNED_IN` without a session.
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
   * Changes attributes and emits where codes were sent for those that must be verified; the ID token's claims follow
   * with `SessionService.refreshSession`. Errors with `INVALID_INPUT`, `ALIAS_EXISTS` or `CODE_NOT_SENT`.
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
   * Deletes attributes; errors with `INVALID_INPUT` for those the pool requires.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
   */
  deleteAttributes(names: readonly string[]): Observable<void> {
    return this.#commands.sendAsUser('DeleteUserAttributes', {
      UserAttributeNames: names as string[],
    });
  }

  /**
   * Sends a code that verifies `email` or `phone_number`; errors with `CODE_NOT_SENT` or `TOO_MANY_ATTEMPTS`.
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
   * Verifies `email` or `phone_number` with the code that was sent; errors with `WRONG_CODE`, `CODE_EXPIRED`,
   * `ALIAS_EXISTS` or `TOO_MANY_ATTEMPTS`.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
   */
  verifyAttribute(request: {
    readonly attribute: string;
    /** White space in it is taken out. */
    readonly code: string;
  }): Observable<void> {
    return this.#commands.sendAsUser('VerifyUserAttribute', {
      AttributeName: request.attribute,
      Code: normalizeCode(request.code),
    });
  }

  /**
   * Deletes the account for good; then the session ends in all tabs as by `SessionService.signOut`, and the remembered
   * device is forgotten. When it errors, the session stays.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
   */
  deleteUser(): Observable<void> {
    return this.#commands.run(async (pool) => {
      const { sub, session } = await pool.requireSession();
      // With this user's token: whoever signs in meanwhile must not be the one who is deleted.
      await pool.call('DeleteUser', { AccessToken: session.getAccessToken().getJwtToken() });
      // What becomes of the dead tokens at Cognito is nobody's concern.
      if (pool.manager.held?.sub === sub) void pool.manager.signOut();
      void pool.devices.forget(String(session.getIdToken().payload['cognito:username']));
    });
  }
}
