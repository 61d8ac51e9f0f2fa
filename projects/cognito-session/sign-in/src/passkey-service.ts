// `PasskeyService`: the passkeys of the signed-in user.

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
  /** The provider of the passkey, if Cognito knows it. */
  readonly name: string | undefined;
  readonly createdAt: Date;
}

/**
 * Registers, lists and deletes passkeys. Each method runs when called, subscribed or not, and emits
 * once or errors with `SignInError`: `NOT_SIGNED_IN` without a session.
 *
 * In browsers with the Signal API, the library tells the user's password managers which passkeys
 * are good: it reports a passkey that Cognito does not register, and a listed one that is deleted.
 * `list` reports all passkeys, if this page knows the user's handle (the user has registered a
 * passkey or signed in with one since the page was loaded).
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signal-methods
 */
@Injectable({ providedIn: SessionScope })
export class PasskeyService {
  readonly #commands = inject(UserPoolCommands);
  /** The domain of each passkey that this page knows, by the passkey's id. */
  readonly #domains = new Map<string, string | undefined>();

  constructor() {
    // Loaded with the page: by the first click, a deployment may have removed the file.
    this.#registration().catch(() => undefined);
  }

  /**
   * Lets the user make a passkey in the browser's dialog, which `signal` closes, and registers it;
   * emits `true`. Errors with `PASSKEY_FAILED` if none was made, `CHALLENGE_EXPIRED` if it took too
   * long, and `INVALID_CONFIG` if the pool or the page's origin does not allow it. Browsers require
   * a click before it, except for `conditional`: then it emits `false` if no passkey was made, and
   * does not call Cognito in a browser that cannot make one.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
   */
  register(registration: Registration.PasskeyRegistration = {}): Observable<boolean> {
    return this.#commands.run(async (pool) => {
      // Another user may sign in meanwhile: the passkey is for the one who has asked for it.
      const { sub } = await pool.requireSession();
      const { registerPasskey } = await this.#registration();
      return registerPasskey(pool, sub, this.#domains, registration);
    });
  }

  /**
   * Lists all passkeys of the user.
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
      // Only for this user: a password manager may hide all passkeys that are not named.
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
   * Deletes a passkey. The user's device keeps its half, which is then useless, unless the browser
   * can tell it so. Errors with `INVALID_CONFIG` if there is no such passkey.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
   */
  delete(credentialId: string): Observable<void> {
    return this.#commands.run(async (pool) => {
      await pool.sendAsUser('DeleteWebAuthnCredential', { CredentialId: credentialId });
      const rpId = this.#domains.get(credentialId);
      this.#tell('signalUnknownCredential', { rpId, credentialId });
    });
  }

  /** Loads the code that makes passkeys. If the download fails, the next call tries it again. */
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
