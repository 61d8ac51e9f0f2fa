// Computes SRP with amazon-cognito-identity-js, so that specs can compare the server with AWS's
// client.

import { createHmac } from 'node:crypto';
import AuthenticationHelper from 'amazon-cognito-identity-js/lib/AuthenticationHelper';
import BigInteger from 'amazon-cognito-identity-js/lib/BigInteger';
import { formatTimestamp } from '../../src/sign-in/srp-timestamp';

/** A device's secret, and its verifier for ConfirmDevice. */
export interface DeviceSecret {
  readonly password: string;
  readonly config: { readonly Salt: string; readonly PasswordVerifier: string };
}

/** The client's half of SRP, computed by the unmodified amazon-cognito-identity-js. */
export class IdentityJsSrpClient {
  private readonly helper: AuthenticationHelper;

  /** `group`: the pool's name, or a device's group key. */
  constructor(private readonly group: string) {
    this.helper = new AuthenticationHelper(group);
  }

  /** `SRP_A`. */
  get publicValue(): string {
    return this.helper.largeAValue.toString(16);
  }

  /** The responses to PASSWORD_VERIFIER or DEVICE_PASSWORD_VERIFIER. */
  async prove(
    parameters: Readonly<Record<string, string>>,
    name: string,
    secret: string,
    timestamp = formatTimestamp(new Date()),
  ): Promise<Record<string, string>> {
    const { SRP_B = '', SALT = '', SECRET_BLOCK = '' } = parameters;
    const key = await new Promise<Uint8Array>((resolve, reject) =>
      this.helper.getPasswordAuthenticationKey(
        name,
        secret,
        new BigInteger(SRP_B, 16),
        new BigInteger(SALT, 16),
        (error, found) => (error === null ? resolve(found) : reject(error)),
      ),
    );
    const signature = createHmac('sha256', key)
      .update(this.group)
      .update(name)
      .update(Buffer.from(SECRET_BLOCK, 'base64'))
      .update(timestamp);
    return {
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: signature.digest('base64'),
      TIMESTAMP: timestamp,
    };
  }

  /** Creates a secret for a device of this group. */
  async deviceSecret(deviceKey: string): Promise<DeviceSecret> {
    await new Promise<void>((resolve, reject) =>
      this.helper.generateHashDevice(this.group, deviceKey, (error) =>
        error === null ? resolve() : reject(error),
      ),
    );
    const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
    return {
      password: this.helper.getRandomPassword(),
      config: {
        Salt: base64(this.helper.getSaltDevices()),
        PasswordVerifier: base64(this.helper.getVerifierDevices()),
      },
    };
  }
}
