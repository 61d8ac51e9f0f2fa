// `MfaService`: the second factors of the signed-in user.

import { inject, Injectable } from '@angular/core';
import type { AuthFactorType } from '@aws-sdk/client-cognito-identity-provider';
import { ɵSessionScope as SessionScope } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import { newSignInError } from './sign-in-error';
import type { MfaType } from './sign-in-step';
import { totpUri } from './totp-uri';
import { normalizeCode } from './normalize-code';
import { UserPoolCommands } from './user-pool-commands';

/** An authenticator app that waits for its first code. */
export interface TotpSetup {
  /** In base32, for users who type it. */
  readonly secret: string;
  /**
   * For a QR code, with the user's e-mail address, or the user name if there is none; `totpUri`
   * makes other URIs.
   */
  readonly uri: string;
  /**
   * Ends the set-up with a code of the app; white space in it is removed. Errors with `WRONG_CODE`;
   * then it can be called again. From then on the app can be used, see {@link
   * MfaService.setPreference}.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
   */
  verify(response: {
    readonly code: string;
    /** The name of the app or its device; later sign-ins display it. */
    readonly deviceName?: string | undefined;
  }): Observable<void>;
}

/** How a factor is used. `'preferred'` is also enabled; at most one factor can be preferred. */
export type MfaUse = 'preferred' | 'enabled' | 'disabled';

/** The use of each second factor; a factor that is left out stays as it is. */
export interface MfaPreference {
  readonly sms?: MfaUse | undefined;
  readonly totp?: MfaUse | undefined;
  readonly email?: MfaUse | undefined;
  /**
   * Whether a passkey alone is enough where MFA is required: it counts as both factors, because the
   * user's device verifies the user. Cognito never asks for it after a password, so it can't be
   * preferred. The pool's passkeys must be set to `MULTI_FACTOR_WITH_USER_VERIFICATION`, and the
   * user must have another second factor.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnMfaSettingsType.html
   */
  readonly passkey?: Exclude<MfaUse, 'preferred'> | undefined;
}

/**
 * How the user can sign in.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
 */
export interface AuthFactors {
  /**
   * Everything that is set up for the flow `USER_AUTH`. `PASSWORD` can only be the first factor,
   * and `SOFTWARE_TOKEN` (an authenticator app) only the second one. `EMAIL_OTP`, `SMS_OTP` and
   * `WEB_AUTHN` can be either; `WEB_AUTHN` is a second factor only if the pool allows it.
   */
  readonly configured: readonly AuthFactorType[];
  /** The second factors that are enabled. */
  readonly mfaTypes: readonly MfaType[];
  readonly preferredMfa: MfaType | undefined;
}

/**
 * Sets up second factors. Each method runs when called, subscribed or not, and emits once or errors
 * with `SignInError`: `NOT_SIGNED_IN` without a session.
 */
@Injectable({ providedIn: SessionScope })
export class MfaService {
  readonly #commands = inject(UserPoolCommands);

  /**
   * Begins to set up an authenticator app. `issuer` is the service's name in the app, by default
   * the page's host name. An app that was verified before works until the new one is verified.
   * Errors with `INVALID_CONFIG` if the pool does not allow authenticator apps.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
   */
  setUpTotp(options: { readonly issuer?: string | undefined } = {}): Observable<TotpSetup> {
    return this.#commands.run(async (pool) => {
      const { session } = await pool.requireSession();
      const { email, 'cognito:username': username } = session.getIdToken().payload;
      const { SecretCode: secret = '' } = await pool.sendAsUser('AssociateSoftwareToken', {});
      return {
        secret,
        uri: totpUri({ secret, account: (email ?? username) as string, issuer: options.issuer }),
        verify: (response) =>
          this.#commands.sendAsUser(
            'VerifySoftwareToken',
            { UserCode: normalizeCode(response.code), FriendlyDeviceName: response.deviceName },
            ({ Status }) => {
              if (Status !== 'SUCCESS')
                throw newSignInError('WRONG_CODE', `VerifySoftwareToken answered ${Status}`);
            },
          ),
      };
    });
  }

  /**
   * Enables and disables second factors. Errors with `INVALID_INPUT` for a factor that is not set
   * up or not verified (for a passkey: without another second factor), and with `INVALID_CONFIG`
   * for a factor that the pool does not have.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
   */
  setPreference(preference: MfaPreference): Observable<void> {
    const settings = (use: MfaUse | undefined) =>
      use && { Enabled: use !== 'disabled', PreferredMfa: use === 'preferred' };
    return this.#commands.sendAsUser('SetUserMFAPreference', {
      SMSMfaSettings: settings(preference.sms),
      SoftwareTokenMfaSettings: settings(preference.totp),
      EmailMfaSettings: settings(preference.email),
      WebAuthnMfaSettings: preference.passkey && { Enabled: preference.passkey === 'enabled' },
    });
  }

  /**
   * Asks Cognito how the user can sign in.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
   */
  authFactors(): Observable<AuthFactors> {
    return this.#commands.sendAsUser('GetUserAuthFactors', {}, (output) => ({
      configured: output.ConfiguredUserAuthFactors ?? [],
      mfaTypes: (output.UserMFASettingList ?? []) as MfaType[],
      preferredMfa: output.PreferredMfaSetting as MfaType | undefined,
    }));
  }
}
