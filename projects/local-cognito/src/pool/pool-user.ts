// The record of one user in the pool's memory: attributes, factors, devices and passkeys.

import { randomUUID } from 'node:crypto';
import type { Passkey } from './passkey';
import type { SrpVerifier } from './srp-verifier';
import { SoftwareToken } from './totp';

/**
 * `UserStatus` of a user;
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
 */
export type UserStatus = 'CONFIRMED' | 'UNCONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

/** A second factor, by the name of its challenge. */
export type MfaType = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** A device that the pool has given a key to. */
export interface PoolDevice {
  /** `<region>_<uuid>`. */
  readonly key: string;
  readonly groupKey: string;
  name: string;
  /** The verifier from ConfirmDevice; null while the device is unconfirmed. */
  verifier: SrpVerifier | null;
  remembered: boolean;
  /** Milliseconds since epoch by the emulator's clock, as the two below. */
  readonly createdAt: number;
  modifiedAt: number;
  authenticatedAt: number;
}

/** The initial values of a user. */
export interface PoolUserStart {
  readonly username: string;
  /** null for none: the user signs in by code or passkey. */
  readonly password: string | null;
  /** By Cognito's names, including `email` and `email_verified`, except `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: UserStatus;
  readonly sub?: string;
  readonly groups?: readonly string[];
  readonly disabled?: boolean;
  readonly mfa?: readonly MfaType[];
  readonly preferredMfa?: MfaType | null;
  readonly totpSecret?: string | null;
  readonly mustSetUpMfa?: boolean;
  /** Milliseconds since epoch by the emulator's clock; the age of a temporary password. */
  readonly createdAt: number;
}

/** A user in the pool's memory, as sign-in and the account operations change it. */
export class PoolUser {
  /** The real name (`USER_ID_FOR_SRP`), also for a sign-in by alias. Never changes. */
  readonly username: string;
  readonly sub: string;
  password: string | null;
  readonly attributes: Map<string, string>;
  status: UserStatus;
  disabled: boolean;
  readonly groups: readonly string[];
  /** The second factors that are switched on. */
  readonly mfa: Set<MfaType>;
  preferredMfa: MfaType | null;
  /** The authenticator app; null until VerifySoftwareToken has accepted a code of one. */
  softwareToken: SoftwareToken | null;
  /** Associated by AssociateSoftwareToken with an access token and not yet verified. */
  unverifiedToken: SoftwareToken | null = null;
  /** Behaves for this user as `mfa: 'ON'` of the pool. */
  readonly mustSetUpMfa: boolean;
  /** Milliseconds since epoch by the emulator's clock. */
  readonly createdAt: number;
  /** Does threat protection block the sign-ins of this user? */
  blocked = false;
  /** `WebAuthnMfaSettings`: does a passkey count as both factors? */
  passkeyMfa = false;
  /** `FriendlyDeviceName` of VerifySoftwareToken; null when it had none. */
  softwareTokenName: string | null = null;
  readonly devices = new Map<string, PoolDevice>();
  passkeys: readonly Passkey[] = [];

  constructor(start: PoolUserStart) {
    this.username = start.username;
    this.password = start.password;
    this.attributes = new Map(Object.entries(start.attributes));
    this.status = start.status;
    this.sub = start.sub ?? randomUUID();
    this.groups = start.groups ?? [];
    this.disabled = start.disabled ?? false;
    this.mfa = new Set(start.mfa ?? []);
    this.preferredMfa = start.preferredMfa ?? null;
    const { totpSecret = null } = start;
    this.softwareToken = totpSecret === null ? null : new SoftwareToken(totpSecret);
    this.mustSetUpMfa = start.mustSetUpMfa ?? false;
    this.createdAt = start.createdAt;
  }

  get email(): string | undefined {
    return this.attributes.get('email');
  }

  get phoneNumber(): string | undefined {
    return this.attributes.get('phone_number');
  }

  /** Does this attribute have a verified value? */
  isVerified(attribute: 'email' | 'phone_number'): boolean {
    return (
      this.attributes.has(attribute) && this.attributes.get(`${attribute}_verified`) === 'true'
    );
  }
}
