// AssociateSoftwareToken, VerifySoftwareToken, SetUserMFAPreference, GetUserAuthFactors.

import { accountRefusals } from '../pool/account-refusals';
import { refusals } from '../pool/cognito-error';
import type { JsonObject } from '../pool/json-object';
import { applyMfaSettings, readMfaSettings, readPasskeyMfa } from './mfa-settings';
import { required, type Operation, type OperationGroup } from '../pool/operation';
import type { PoolParts } from '../state/pool-parts';
import type { ChoiceFactor } from '../pool/pool-rules';
import type { PoolUser } from '../pool/pool-user';
import { SoftwareToken } from '../pool/totp';

/** AssociateSoftwareToken, VerifySoftwareToken, SetUserMFAPreference, GetUserAuthFactors. */
export class MfaOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    AssociateSoftwareToken: (input) => this.associate(input),
    VerifySoftwareToken: (input) => this.verify(input),
    SetUserMFAPreference: (input) => this.setPreference(input),
    GetUserAuthFactors: (input) => this.getAuthFactors(input),
  };

  constructor(private readonly parts: PoolParts) {}

  /** A settings page sends its access token; the challenge MFA_SETUP sends its session. */
  private async associate(input: JsonObject): Promise<object> {
    if (this.parts.settings.value.mfa === 'OFF') {
      throw accountRefusals.totpNotInPool();
    }
    const token = new SoftwareToken();
    const session = this.readSession(input);
    if (session === null) {
      (await this.authenticate(input)).unverifiedToken = token;
      return { SecretCode: token.secret };
    }
    const { authSessions } = this.parts;
    const progress = this.setUpProgress(session);
    const next = { ...progress, softwareToken: token, softwareTokenVerified: false };
    return { SecretCode: token.secret, Session: authSessions.replace(session, next) };
  }

  /** A wrong code leaves everything as it was, the session included. */
  private async verify(input: JsonObject): Promise<object> {
    const code = required(input, 'UserCode');
    const session = this.readSession(input);
    if (session === null) {
      const user = await this.authenticate(input);
      user.softwareToken = this.checked(user.unverifiedToken, code);
      user.unverifiedToken = null;
      user.softwareTokenName = input.text('FriendlyDeviceName') ?? null;
      return { Status: 'SUCCESS' };
    }
    const { authSessions } = this.parts;
    const progress = this.setUpProgress(session);
    this.checked(progress.softwareToken ?? null, code);
    const next = { ...progress, softwareTokenVerified: true };
    return { Status: 'SUCCESS', Session: authSessions.replace(session, next) };
  }

  private async setPreference(input: JsonObject): Promise<object> {
    const user = await this.authenticate(input);
    const passkeyMfa = readPasskeyMfa(input) ?? user.passkeyMfa;
    applyMfaSettings(user, readMfaSettings(input), passkeyMfa, this.parts.settings.value);
    return {};
  }

  /**
   * `SOFTWARE_TOKEN` is a second factor only:
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
   */
  private async getAuthFactors(input: JsonObject): Promise<object> {
    const user = await this.authenticate(input);
    const configured: Readonly<Record<ChoiceFactor, boolean>> = {
      PASSWORD: user.password !== null,
      EMAIL_OTP: user.isVerified('email'),
      SMS_OTP: user.isVerified('phone_number'),
      WEB_AUTHN: user.passkeys.length > 0,
    };
    return {
      Username: user.username,
      ...(user.preferredMfa === null ? {} : { PreferredMfaSetting: user.preferredMfa }),
      ...(user.mfa.size === 0 ? {} : { UserMFASettingList: [...user.mfa] }),
      ConfiguredUserAuthFactors: [
        ...this.parts.settings.value.choiceFactors.filter((factor) => configured[factor]),
        ...(user.softwareToken === null ? [] : ['SOFTWARE_TOKEN']),
      ],
    };
  }

  private async authenticate(input: JsonObject): Promise<PoolUser> {
    return (await this.parts.accessTokens.authenticate(required(input, 'AccessToken'))).user;
  }

  private readSession(input: JsonObject): string | null {
    const session = input.text('Session') ?? null;
    if ((input.text('AccessToken') === undefined) === (session === null)) {
      throw accountRefusals.tokenOrSession();
    }
    return session;
  }

  private setUpProgress(session: string) {
    const progress = this.parts.authSessions.find(session);
    if (progress.awaits !== 'MFA_SETUP') {
      throw refusals.invalidSession();
    }
    return progress;
  }

  private checked(token: SoftwareToken | null, code: string): SoftwareToken {
    if (token === null) {
      throw accountRefusals.totpNotAssociated();
    }
    if (token.verify(code, this.parts.clock.now()) === 'wrong') {
      throw accountRefusals.totpMismatch();
    }
    return token;
  }
}
