// Proves that the unmodified AWS SDK signs in, refreshes and signs out against the emulator, and
// that it recognises the errors.

import { decodeJwt } from 'jose';
import {
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  NotAuthorizedException,
  RefreshTokenReuseException,
  ResourceNotFoundException,
  RevokeTokenCommand,
  TooManyRequestsException,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';

describe.each(['local', 'updated'] as const)(
  'unmodified @aws-sdk/client-cognito-identity-provider, issuer %s',
  (issuer) => {
    let local: LocalCognito;
    let client: CognitoIdentityProviderClient;

    beforeAll(async () => {
      local = await startLocalCognito({ issuer });
      client = new CognitoIdentityProviderClient({ region: 'eu-west-1', endpoint: local.poolUrl });
    });
    beforeEach(() => local.reset());
    afterAll(async () => {
      client.destroy();
      await local.stop();
    });

    async function signIn(ClientId = local.clientId): Promise<AuthenticationResultType> {
      const output = await client.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId,
          AuthParameters: { USERNAME: 'ana', PASSWORD: 'Passw0rd!' },
        }),
      );
      return output.AuthenticationResult!;
    }

    function refresh(tokens: AuthenticationResultType) {
      return client.send(
        new GetTokensFromRefreshTokenCommand({
          ClientId: local.clientId,
          RefreshToken: tokens.RefreshToken,
        }),
      );
    }

    function getUser(tokens: AuthenticationResultType) {
      return client.send(new GetUserCommand({ AccessToken: tokens.AccessToken }));
    }

    it('signs in', async () => {
      const tokens = await signIn();
      expect(tokens).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
      const { host } = new URL(String(decodeJwt(tokens.IdToken!).iss));
      expect(host.startsWith('issuer-cognito-idp.')).toBe(issuer === 'updated');
    });

    it('reads a user with a non-ASCII name', async () => {
      const { Username, UserAttributes } = await getUser(await signIn());
      expect(Username).toBe('ana');
      expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Ana Petrović Ђорђевић 🦊' });
    });

    it('refreshes, and the refresh token rotates', async () => {
      const before = await signIn();
      const after = (await refresh(before)).AuthenticationResult!;
      expect(after.IdToken).not.toBe(before.IdToken);
      expect(after.RefreshToken).not.toBe(before.RefreshToken);
    });

    it('gets RefreshTokenReuseException for a rotated token', async () => {
      const tokens = await signIn();
      await refresh(tokens);
      await expect(refresh(tokens)).rejects.toBeInstanceOf(RefreshTokenReuseException);
    });

    it('signs out by RevokeToken, after which the refresh is refused', async () => {
      const tokens = await signIn();
      await client.send(
        new RevokeTokenCommand({ ClientId: local.clientId, Token: tokens.RefreshToken }),
      );
      const refusal = await refresh(tokens).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(NotAuthorizedException);
      expect(refusal).toHaveProperty('message', 'Refresh Token has been revoked');
    });

    it('signs out everywhere by GlobalSignOut, after which GetUser is refused', async () => {
      const here = await signIn();
      const elsewhere = await signIn();
      await client.send(new GlobalSignOutCommand({ AccessToken: here.AccessToken }));
      await expect(getUser(elsewhere)).rejects.toThrow('Access Token has been revoked');
    });

    it('gets ResourceNotFoundException for an unknown client', async () => {
      await expect(signIn('unknownclient0000000000000')).rejects.toBeInstanceOf(
        ResourceNotFoundException,
      );
    });

    it('retries throttling by itself', async () => {
      local.fault({ on: 'InitiateAuth', kind: 'throttle' });
      await expect(signIn()).resolves.toHaveProperty('IdToken');
      expect(local.calls.map(({ status, error }) => [status, error])).toEqual([
        [400, 'TooManyRequestsException'],
        [200, null],
      ]);
    });

    it('reports permanent throttling as TooManyRequestsException', async () => {
      const impatient = new CognitoIdentityProviderClient({
        region: 'eu-west-1',
        endpoint: local.poolUrl,
        maxAttempts: 1,
      });
      local.fault({ on: 'GetUser', kind: 'throttle' });
      const call = impatient.send(new GetUserCommand({ AccessToken: 'any' }));
      await expect(call).rejects.toBeInstanceOf(TooManyRequestsException);
      impatient.destroy();
    });
  },
);
