// Proves that the unmodified AWS SDK can call each operation of the emulator, in one sequence.

import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { RawClient } from './support/raw-client';
import { SdkPool } from './support/sdk-pool';
import { SoftwareAuthenticator, type CreationOptions } from './support/software-authenticator';

/** The values that a call passes to later calls. */
interface Visit {
  readonly pool: SdkPool;
  readonly ClientId: string;
  AccessToken?: string | undefined;
  RefreshToken?: string | undefined;
  DeviceKey?: string | undefined;
  Session?: string | undefined;
  SecretCode?: string | undefined;
  SessionId?: string | undefined;
  Credential?: sdk.CompleteWebAuthnRegistrationCommandInput['Credential'];
}

type Call = (visit: Visit) => Promise<void>;

const Username = 'zoe';
const Password = 'Passw0rd!';

/**
 * Every operation that the emulator serves, called by the SDK in an order in which each succeeds.
 */
const calls: Readonly<Record<string, Call>> = {
  SignUp: async ({ pool, ClientId }) => {
    const UserAttributes = [{ Name: 'email', Value: 'zoe@example.org' }];
    await pool.client.send(new sdk.SignUpCommand({ ClientId, Username, Password, UserAttributes }));
  },
  ResendConfirmationCode: async ({ pool, ClientId }) => {
    await pool.client.send(new sdk.ResendConfirmationCodeCommand({ ClientId, Username }));
  },
  ConfirmSignUp: async ({ pool, ClientId }) => {
    const ConfirmationCode = pool.lastCode();
    await pool.client.send(new sdk.ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  },
  ForgotPassword: async ({ pool, ClientId }) => {
    await pool.client.send(new sdk.ForgotPasswordCommand({ ClientId, Username }));
  },
  ConfirmForgotPassword: async ({ pool, ClientId }) => {
    const ConfirmationCode = pool.lastCode();
    await pool.client.send(
      new sdk.ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }),
    );
  },
  InitiateAuth: async (visit) => {
    const { Session } = await visit.pool.client.send(
      new sdk.InitiateAuthCommand({
        AuthFlow: 'USER_AUTH',
        ClientId: visit.ClientId,
        AuthParameters: { USERNAME: Username },
      }),
    );
    visit.Session = Session;
  },
  RespondToAuthChallenge: async (visit) => {
    const { AuthenticationResult } = await visit.pool.client.send(
      new sdk.RespondToAuthChallengeCommand({
        ChallengeName: 'SELECT_CHALLENGE',
        ClientId: visit.ClientId,
        ChallengeResponses: { USERNAME: Username, ANSWER: 'PASSWORD', PASSWORD: Password },
        Session: visit.Session,
      }),
    );
    visit.AccessToken = AuthenticationResult?.AccessToken;
    visit.RefreshToken = AuthenticationResult?.RefreshToken;
    visit.DeviceKey = AuthenticationResult?.NewDeviceMetadata?.DeviceKey;
  },
  ConfirmDevice: async ({ pool, AccessToken, DeviceKey }) => {
    const DeviceSecretVerifierConfig = { PasswordVerifier: 'Bw==', Salt: 'CQ==' };
    await pool.client.send(
      new sdk.ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
    );
  },
  UpdateDeviceStatus: async ({ pool, AccessToken, DeviceKey }) => {
    const DeviceRememberedStatus = 'remembered';
    await pool.client.send(
      new sdk.UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus }),
    );
  },
  GetDevice: async ({ pool, AccessToken, DeviceKey }) => {
    await pool.client.send(new sdk.GetDeviceCommand({ AccessToken, DeviceKey }));
  },
  ListDevices: async ({ pool, AccessToken }) => {
    await pool.client.send(new sdk.ListDevicesCommand({ AccessToken }));
  },
  GetTokensFromRefreshToken: async (visit) => {
    const { pool, ClientId, RefreshToken, DeviceKey } = visit;
    const { AuthenticationResult } = await pool.client.send(
      new sdk.GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, DeviceKey }),
    );
    visit.RefreshToken = AuthenticationResult?.RefreshToken;
  },
  ListUserSessions: async (visit) => {
    const { pool, AccessToken } = visit;
    await pool.client.send(
      new sdk.InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: visit.ClientId,
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      }),
    );
    const { Sessions = [] } = await pool.client.send(
      new sdk.ListUserSessionsCommand({ AccessToken }),
    );
    visit.SessionId = Sessions.find(({ IsCurrentSession }) => !IsCurrentSession)?.SessionId;
  },
  RevokeUserSession: async ({ pool, AccessToken, SessionId }) => {
    await pool.client.send(new sdk.RevokeUserSessionCommand({ AccessToken, SessionId }));
  },
  ForgetDevice: async ({ pool, AccessToken, DeviceKey }) => {
    await pool.client.send(new sdk.ForgetDeviceCommand({ AccessToken, DeviceKey }));
  },
  GetUser: async ({ pool, AccessToken }) => {
    await pool.client.send(new sdk.GetUserCommand({ AccessToken }));
  },
  UpdateUserAttributes: async ({ pool, AccessToken }) => {
    const UserAttributes = [{ Name: 'email', Value: 'zora@example.org' }];
    await pool.client.send(new sdk.UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  },
  GetUserAttributeVerificationCode: async ({ pool, AccessToken }) => {
    const AttributeName = 'email';
    await pool.client.send(
      new sdk.GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }),
    );
  },
  VerifyUserAttribute: async ({ pool, AccessToken }) => {
    const Code = pool.lastCode();
    const AttributeName = 'email';
    await pool.client.send(
      new sdk.VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }),
    );
  },
  DeleteUserAttributes: async ({ pool, AccessToken }) => {
    const UserAttributeNames = ['email'];
    await pool.client.send(
      new sdk.DeleteUserAttributesCommand({ AccessToken, UserAttributeNames }),
    );
  },
  ChangePassword: async ({ pool, AccessToken }) => {
    await pool.client.send(
      new sdk.ChangePasswordCommand({
        AccessToken,
        PreviousPassword: Password,
        ProposedPassword: 'N3w-Passw0rd',
      }),
    );
  },
  AssociateSoftwareToken: async (visit) => {
    const { pool, AccessToken } = visit;
    const answer = await pool.client.send(new sdk.AssociateSoftwareTokenCommand({ AccessToken }));
    visit.SecretCode = answer.SecretCode;
  },
  VerifySoftwareToken: async ({ pool, AccessToken, SecretCode = '' }) => {
    const UserCode = pool.totp(SecretCode);
    await pool.client.send(new sdk.VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  },
  SetUserMFAPreference: async ({ pool, AccessToken }) => {
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await pool.client.send(
      new sdk.SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }),
    );
  },
  GetUserAuthFactors: async ({ pool, AccessToken }) => {
    await pool.client.send(new sdk.GetUserAuthFactorsCommand({ AccessToken }));
  },
  StartWebAuthnRegistration: async (visit) => {
    const { pool, AccessToken } = visit;
    const { CredentialCreationOptions } = await pool.client.send(
      new sdk.StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    const options = CredentialCreationOptions as unknown as CreationOptions;
    const credential: object = new SoftwareAuthenticator('http://localhost').create(options);
    visit.Credential = credential as Visit['Credential'];
  },
  CompleteWebAuthnRegistration: async ({ pool, AccessToken, Credential }) => {
    await pool.client.send(
      new sdk.CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }),
    );
  },
  ListWebAuthnCredentials: async ({ pool, AccessToken }) => {
    await pool.client.send(new sdk.ListWebAuthnCredentialsCommand({ AccessToken }));
  },
  DeleteWebAuthnCredential: async ({ pool, AccessToken, Credential }) => {
    const { id: CredentialId } = Credential as { readonly id: string };
    await pool.client.send(new sdk.DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId }));
  },
  RevokeToken: async ({ pool, ClientId, RefreshToken }) => {
    await pool.client.send(new sdk.RevokeTokenCommand({ ClientId, Token: RefreshToken }));
  },
  GlobalSignOut: async ({ pool }) => {
    const AccessToken = await pool.accessToken('ana');
    await pool.client.send(new sdk.GlobalSignOutCommand({ AccessToken }));
  },
  DeleteUser: async ({ pool }) => {
    const AccessToken = await pool.accessToken('ana');
    await pool.client.send(new sdk.DeleteUserCommand({ AccessToken }));
  },
};

describe('every operation', () => {
  let pool: SdkPool;

  beforeAll(async () => {
    pool = await SdkPool.start({ deviceTracking: 'always', sessionTracking: true });
  });
  afterAll(() => pool.stop());

  /**
   * The operations of the SDK that the emulator knows. Found by calling all of them, so that no
   * list can become outdated.
   */
  async function served(): Promise<readonly string[]> {
    const raw = new RawClient(pool.local);
    const names = Object.keys(sdk)
      .map((name) => /^([A-Z]\w*)Command$/.exec(name)?.[1])
      .filter((name) => name !== undefined);
    const answers = names.map(async (name) => {
      const { body } = await raw.call(name, {});
      return body['__type'] === 'UnknownOperationException' ? [] : [name];
    });
    return (await Promise.all(answers)).flat();
  }

  it('that the emulator serves is called by the unmodified AWS SDK, and succeeds', async () => {
    const visit: Visit = { pool, ClientId: pool.ClientId };
    for (const call of Object.values(calls)) {
      await call(visit);
    }
    const succeeded = pool.local.calls
      .filter(({ status }) => status === 200)
      .map(({ operation }) => operation);
    const expected = await served();
    expect(expected.length).toBeGreaterThan(5);
    expect([...new Set(succeeded)].sort()).toEqual([...expected].sort());
    expect(Object.keys(calls).sort()).toEqual([...expected].sort());
  });
});
