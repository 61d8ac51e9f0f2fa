// Proves the operations on passkeys and the sign-in with one, called by the unmodified AWS SDK.

import {
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  GetUserAuthFactorsCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  RespondToAuthChallengeCommand,
  StartWebAuthnRegistrationCommand,
  type CompleteWebAuthnRegistrationCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool } from './support/sdk-pool';
import {
  SoftwareAuthenticator,
  type CreationOptions,
  type CredentialJson,
  type RequestOptions,
} from './support/software-authenticator';

describe('passkeys by the unmodified AWS SDK', () => {
  let pool: SdkPool;
  let authenticator: SoftwareAuthenticator;
  let AccessToken: string;

  beforeAll(async () => {
    pool = await SdkPool.start();
  });
  beforeEach(async () => {
    pool.local.reset();
    authenticator = new SoftwareAuthenticator('http://localhost:4200');
    AccessToken = await pool.accessToken();
  });
  afterAll(() => pool.stop());

  async function start(): Promise<CreationOptions> {
    const { CredentialCreationOptions } = await pool.client.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    return CredentialCreationOptions as unknown as CreationOptions;
  }

  function complete(credential: object) {
    const Credential = credential as CompleteWebAuthnRegistrationCommandInput['Credential'];
    return pool.client.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
  }

  async function register(): Promise<string> {
    const credential = new SoftwareAuthenticator('http://localhost:4200').create(await start());
    await complete(credential);
    return credential.id;
  }

  function list(MaxResults?: number, NextToken?: string) {
    return pool.client.send(
      new ListWebAuthnCredentialsCommand({ AccessToken, MaxResults, NextToken }),
    );
  }

  function remove(CredentialId: string) {
    return pool.client.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId }));
  }

  it('registers a passkey and lists it', async () => {
    const credential = authenticator.create(await start());
    await complete(credential);
    const { Credentials } = await list();
    expect(Credentials).toEqual([
      {
        CredentialId: credential.id,
        FriendlyCredentialName: expect.any(String) as unknown,
        RelyingPartyId: 'localhost',
        AuthenticatorAttachment: 'platform',
        AuthenticatorTransports: ['internal'],
        CreatedAt: expect.any(Date) as unknown,
      },
    ]);
    expect(Math.abs(Credentials![0]!.CreatedAt!.getTime() - Date.now())).toBeLessThan(60_000);
    expect((await start()).excludeCredentials).toMatchObject([{ id: credential.id }]);
  });

  it('adds WEB_AUTHN to the factors of the user', async () => {
    const factors = async () =>
      (await pool.client.send(new GetUserAuthFactorsCommand({ AccessToken })))
        .ConfiguredUserAuthFactors;
    expect(await factors()).toEqual(['PASSWORD', 'EMAIL_OTP']);
    await register();
    expect(await factors()).toEqual(['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN']);
  });

  describe('in a sign-in', () => {
    beforeEach(async () => {
      await complete(authenticator.create(await start()));
    });

    async function signIn(spoil: (credential: CredentialJson) => void = () => undefined) {
      const { ClientId } = pool;
      const step = await pool.client.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_AUTH',
          ClientId,
          AuthParameters: { USERNAME: 'ana', PREFERRED_CHALLENGE: 'WEB_AUTHN' },
        }),
      );
      const options = step.ChallengeParameters!['CREDENTIAL_REQUEST_OPTIONS']!;
      const credential = authenticator.get(JSON.parse(options) as RequestOptions);
      spoil(credential);
      return pool.client.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: 'WEB_AUTHN',
          Session: step.Session,
          ChallengeResponses: { USERNAME: 'ana', CREDENTIAL: JSON.stringify(credential) },
        }),
      );
    }

    it('signs the user in repeatedly', async () => {
      expect(await signIn()).toHaveProperty('AuthenticationResult.AccessToken');
      expect(await signIn()).toHaveProperty('AuthenticationResult.AccessToken');
    });

    it('refuses a signature over another challenge', async () => {
      const outcome = signIn((credential) => {
        const data = Buffer.from(credential.response.clientDataJSON, 'base64url').toString();
        credential.response.clientDataJSON = Buffer.from(`${data} `).toString('base64url');
      });
      await expect(outcome).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    });
  });

  it('lists page by page', async () => {
    const ids = [await register(), await register(), await register()];
    const first = await list(2);
    const second = await list(2, first.NextToken);
    const listed = [...first.Credentials!, ...second.Credentials!];
    expect(listed.map(({ CredentialId }) => CredentialId)).toEqual(ids);
    expect(second).not.toHaveProperty('NextToken');
  });

  it('deletes one', async () => {
    const [kept, gone] = [await register(), await register()];
    await remove(gone);
    expect((await list()).Credentials).toMatchObject([{ CredentialId: kept }]);
    await expect(remove(gone)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses an answer without a challenge', async () => {
    const credential = authenticator.create({ challenge: 'Y2hhbGxlbmdl', rp: { id: 'localhost' } });
    await expect(complete(credential)).rejects.toMatchObject({
      name: 'WebAuthnChallengeNotFoundException',
    });
  });

  it('refuses a page of another origin', async () => {
    const credential = new SoftwareAuthenticator('https://example.com').create(await start());
    await expect(complete(credential)).rejects.toMatchObject({
      name: 'WebAuthnOriginNotAllowedException',
    });
  });

  it('refuses a passkey of another relying party', async () => {
    const credential = authenticator.create({ ...(await start()), rp: { id: 'example.com' } });
    await expect(complete(credential)).rejects.toMatchObject({
      name: 'WebAuthnRelyingPartyMismatchException',
    });
  });

  it('refuses a value that is no credential', async () => {
    await start();
    await expect(complete({})).rejects.toMatchObject({
      name: 'WebAuthnCredentialNotSupportedException',
    });
    expect((await list()).Credentials).toEqual([]);
  });

  it('names a missing member', async () => {
    const call = pool.client.send(
      new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: undefined }),
    );
    await expect(call).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("'credential'") as unknown,
    });
  });

  it('refuses both steps in a pool without passkeys', async () => {
    pool.local.configure({ choiceFactors: ['PASSWORD'] });
    for (const step of [() => start(), () => complete({})]) {
      await expect(step()).rejects.toMatchObject({ name: 'WebAuthnNotEnabledException' });
    }
  });
});
