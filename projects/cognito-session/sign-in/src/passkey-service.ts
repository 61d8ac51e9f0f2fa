// Passkeys of the signed-in user.

import { inject, Injectable } from '@angular/core';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import type * as Registration from './passkey-registration';
import { readPages, timeOf } from './result-pages';
import { UserPoolCommands } from './user-pool-commands';

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
 *
 * Where the browser has the Signal API, the user's password managers are told which passkeys are good: of one that Cognito
 * does not register, of a listed one that is deleted, and by `list` of all that there are, where this page knows the user's
 * handle (a passkey was registered, or used to sign in, since it was loaded).
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods
 */
@Injectable({ providedIn: SessionScope })
export class PasskeyService {
  readonly #commands = inject(UserPoolCommands);
  /** The domain of each passkey that this page knows, by its id. */
  readonly #domains = new Map<string, string | undefined>();

  constructor() {
    // With the page, not with the first click: a deployment may remove files that are not loaded yet.
    this.#registration().catch(() => undefined);
  }

  /**
   * Lets the user make a passkey in the browser's dialog, which `signal` closes, and registers it; emits `true`. Errors with
   * `PASSKEY_FAILED` when none was made, `CHALLENGE_EXPIRED` when it took too long, and `INVALID_CONFIG` where pool or
   * origin do not allow it. Browsers want a click before it, except where it is `conditional`: then it emits `false` when
   * none was made, and asks Cognito nothing in a browser that cannot do it.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
   */
  register(registration: Registration.PasskeyRegistration = {}): Observable<boolean> {
    return this.#commands.run(async (pool) => {
      // For the user who asked, whoever signs in meanwhile.
      const { sub } = await pool.requireSession();
      const { registerPasskey } = await this.#registration();
      return registerPasskey(pool, sub, this.#domains, registration);
    });
  }

  /**
   * All passkeys of the user.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
   */
  list(): Observable<readonly Passkey[]> {
    return this.#commands.run(async (pool) => {
      const { sub } = await pool.requireSession();
      const all = await readPages(pool, 'ListWebAuthnCredentials', 'Credentials', 'NextToken', sub);
      const passkeys = all.map((credential) => {
        const credentialId = credential.CredentialId as string;
        this.#domains.set(credentialId, credential.RelyingPartyId);
        return {
          credentialId,
          name: credential.FriendlyCredentialName,
          createdAt: timeOf(credential.CreatedAt),
        };
      });
      const { passkeyUser: user } = pool;
      // Of no other user: all that are not named may be hidden.
      if (user?.userId && user.sub === sub) {
        this.#tell('signalAllAcceptedCredentials', {
          rpId: user.rpId,
          userId: user.userId,
          allAcceptedCredentialIds: passkeys.map(({ credentialId }) => credentialId),
        });
      }
      return passkeys;
    });
  }

  /**
   * Deletes a passkey. The user's device keeps its half, which then opens nothing, unless the browser can tell it. Errors
   * with `INVALID_CONFIG` when there is no such passkey.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
   */
  delete(credentialId: string): Observable<void> {
    return this.#commands.run(async (pool) => {
      await pool.sendAsUser('DeleteWebAuthnCredential', { CredentialId: credentialId });
      const rpId = this.#domains.get(credentialId);
      this.#tell('signalUnknownCredential', { rpId, credentialId });
    });
  }

  /** A download that failed is tried again by the next call. */
  #registration(): Promise<typeof Registration> {
    return import('./passkey-registration');
  }

  #tell(...signal: Parameters<(typeof Registration)['signalPasskeys']>): void {
    this.#registration().then(
      ({ signalPasskeys }) => signalPasskeys(...signal),
      () => undefined,
    );
  }
}
