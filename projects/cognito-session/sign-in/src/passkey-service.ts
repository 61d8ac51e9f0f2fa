// Passkeys of the signed-in user.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { readPages, timeOf } from './result-pages';
import type { CallInput } from './user-pool';
import { UserPoolCommands } from './user-pool-commands';
import { createPasskey } from './web-authn';

/**
 * A registered passkey.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnCredentialDescription.html
 */
export interface Passkey {
  readonly credentialId: string;
  /** The provider of the passkey, where Cognito knows it. */
  readonly name: string | undefined;
  readonly createdAt: Date;
}

/**
 * Registers passkeys. Each method runs when called, subscribed or not, and emits once or errors with `SignInError`,
 * `NOT_SIGNED_IN` without a session.
 */
@Injectable({ providedIn: SessionScope })
export class PasskeyService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Lets the user make a passkey in the browser's dialog, which `signal` closes, and registers it; errors with
   * `PASSKEY_FAILED` when none was made, `CHALLENGE_EXPIRED` when it took too long, and `INVALID_CONFIG` where pool or
   * origin do not allow it. Browsers want a click before it.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
   */
  register(options: { readonly signal?: AbortSignal | undefined } = {}): Observable<void> {
    return this.#commands.run(async (pool) => {
      const { CredentialCreationOptions: asked } = await pool.sendAsUser(
        'StartWebAuthnRegistration',
        {},
      );
      const made = await createPasskey(
        asked as unknown as PublicKeyCredentialCreationOptionsJSON,
        options.signal,
      );
      const input = { Credential: made } as CallInput<'CompleteWebAuthnRegistration'>;
      await pool.sendAsUser('CompleteWebAuthnRegistration', input);
    });
  }

  /**
   * All passkeys of the user.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
   */
  list(): Observable<readonly Passkey[]> {
    return this.#commands.run(async (pool) => {
      const all = await readPages(pool, 'ListWebAuthnCredentials', 'Credentials', 'NextToken');
      return all.map((credential) => ({
        credentialId: credential.CredentialId as string,
        name: credential.FriendlyCredentialName,
        createdAt: timeOf(credential.CreatedAt),
      }));
    });
  }

  /**
   * Deletes a passkey; the user's device keeps its half, which then opens nothing. Errors with `INVALID_CONFIG` when
   * there is no such passkey.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
   */
  delete(credentialId: string): Observable<void> {
    return this.#commands.sendAsUser('DeleteWebAuthnCredential', { CredentialId: credentialId });
  }
}
