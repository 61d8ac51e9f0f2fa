// Proves GetUserAuthFactors, and a passkey that counts as both factors, by the unmodified AWS SDK.

import {
  CompleteWebAuthnRegistrationCommand,
  GetUserAuthFactorsCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  StartWebAuthnRegistrationCommand,
  type CompleteWebAuthnRegistrationCommandInput,
  type SetUserMFAPreferenceCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool } from './support/sdk-pool';
import {
  SoftwareAuthenticator,
  type CreationOptions,
  type RequestOptions,
} from './support/software-authenticator';

const both = 'MULTI_FACTOR_WITH_USER_VERIFICATION';

describe('authentication factors', () => {
  let pool: SdkPool;
  let AccessToken: string;

  beforeAll(async () => {
    const users = [
      { username: 'ana' },
      {
        username: 'app',
        mfa: ['SOFTWARE_TOKEN_MFA'] as const,
        totpSecret: 'JBSWY3DPEHPK3PXP',
        mustSetUpMfa: false,
      },
    ];
    pool = await SdkPool.start({ users, mfa: 'OFF' });
  });
  beforeEach(async () => {
    pool.local.reset();
    AccessToken = await pool.accessToken();
  });
  afterAll(() => pool.stop());

  function prefer(settings: Omit<SetUserMFAPreferenceCommandInput, 'AccessToken'>) {
    return pool.client.send(new SetUserMFAPreferenceCommand({ AccessToken, ...settings }));
  }

  async function registered(verifiesUser: boolean): Promise<SoftwareAuthenticator> {
    const authenticator = new SoftwareAuthenticator('http://localhost:4200', verifiesUser);
    const { CredentialCreationOptions } = await pool.client.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    const options = CredentialCreationOptions as unknown as CreationOptions;
    const credential: object = authenticator.create(options);
    const Credential = credential as CompleteWebAuthnRegistrationCommandInput['Credential'];
    await pool.client.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
    return authenticator;
  }

  function ask() {
    const AuthParameters = { USERNAME: 'ana', PREFERRED_CHALLENGE: 'WEB_AUTHN' };
    const { ClientId } = pool;
    return pool.client.send(
      new InitiateAuthCommand({ AuthFlow: 'USER_AUTH', ClientId, AuthParameters }),
    );
  }

  async function signIn(authenticator: SoftwareAuthenticator) {
    const { ChallengeName, ChallengeParameters, Session } = await ask();
    const options = JSON.parse(
      ChallengeParameters!['CREDENTIAL_REQUEST_OPTIONS']!,
    ) as RequestOptions & { readonly userVerification: string };
    expect(options.userVerification).toBe('required');
    const CREDENTIAL = JSON.stringify(authenticator.get(options));
    return pool.client.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: 'ana', CREDENTIAL },
      }),
    );
  }

  it('include second factors: an authenticator app is no first factor', async () => {
    AccessToken = await pool.accessToken('app');
    expect(await pool.client.send(new GetUserAuthFactorsCommand({ AccessToken }))).toMatchObject({
      Username: 'app',
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SOFTWARE_TOKEN'],
    });
  });

  it('a passkey is not offered if the pool requires MFA', async () => {
    await registered(true);
    pool.local.configure({ mfa: 'ON', passkeyFactor: both });
    expect(await ask()).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: expect.not.arrayContaining(['WEB_AUTHN']) as unknown,
    });
  });

  it('a passkey that verifies the user counts as both factors if the user sets this', async () => {
    const [good, bad] = [await registered(true), await registered(false)];
    pool.local.configure({ mfa: 'ON', passkeyFactor: both });
    await prefer({ EmailMfaSettings: { Enabled: true }, WebAuthnMfaSettings: { Enabled: true } });
    expect(await signIn(good)).toHaveProperty('AuthenticationResult.AccessToken');
    await expect(signIn(bad)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await prefer({ WebAuthnMfaSettings: { Enabled: false } });
    expect((await ask()).ChallengeName).toBe('SELECT_CHALLENGE');
  });

  it('a passkey as both factors requires the setting of the pool and another factor', async () => {
    const WebAuthnMfaSettings = { Enabled: true };
    const name = 'InvalidParameterException';
    const EmailMfaSettings = { Enabled: true };
    await expect(prefer({ WebAuthnMfaSettings, EmailMfaSettings })).rejects.toMatchObject({ name });
    pool.local.configure({ passkeyFactor: both });
    await expect(prefer({ WebAuthnMfaSettings })).rejects.toMatchObject({ name });
    await prefer({ WebAuthnMfaSettings, EmailMfaSettings });
    await expect(prefer({ EmailMfaSettings: { Enabled: false } })).rejects.toMatchObject({ name });
  });
});
