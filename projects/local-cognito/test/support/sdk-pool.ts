// Starts a pool for a spec and connects the unmodified AWS SDK with it.

import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret, TOTP } from 'otpauth';
import {
  startLocalCognito,
  type LocalCognito,
  type LocalCognitoOptions,
} from '../../src/local-cognito';

/** A pool, and a client of the unmodified AWS SDK for it. */
export class SdkPool {
  private constructor(
    readonly local: LocalCognito,
    readonly client: CognitoIdentityProviderClient,
  ) {}

  static async start(options: LocalCognitoOptions = {}): Promise<SdkPool> {
    const local = await startLocalCognito(options);
    const client = new CognitoIdentityProviderClient({
      region: 'eu-west-1',
      endpoint: local.poolUrl,
      // The SDK waits before it repeats a LimitExceededException.
      maxAttempts: 1,
    });
    return new SdkPool(local, client);
  }

  get ClientId(): string {
    return this.local.clientId;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.local.stop();
  }

  async signIn(USERNAME = 'ana', PASSWORD = 'Passw0rd!'): Promise<AuthenticationResultType> {
    const { AuthenticationResult, ChallengeName } = await this.client.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: this.ClientId,
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
    if (AuthenticationResult === undefined) {
      throw new Error(`expected tokens, got ${ChallengeName ?? 'nothing'}`);
    }
    return AuthenticationResult;
  }

  async accessToken(username?: string, password?: string): Promise<string> {
    return (await this.signIn(username, password)).AccessToken!;
  }

  /** The last code that was sent. */
  lastCode(): string {
    const message = this.local.messages.at(-1);
    if (message === undefined) {
      throw new Error('no message was sent');
    }
    return message.code;
  }

  /** The code of an authenticator app, `seconds` from now by the real clock. */
  totp(secret: string, seconds = 0): string {
    const timestamp = Date.now() + seconds * 1000;
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
  }
}

/** A different code. */
export function otherCode(code: string): string {
  return code === '000000' ? '000001' : '000000';
}
