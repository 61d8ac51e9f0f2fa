// Proves that one pool can have several app clients.

import { decodeJwt } from 'jose';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient, tokensOf, type RawTokens } from './support/raw-client';

const second = 'secondclient00000000000002';

describe('app clients', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito({
      clients: [
        {
          clientId: second,
          rotation: false,
          idTokenValiditySeconds: 60,
          authFlows: ['USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH'],
        },
      ],
    });
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  async function signIn(ClientId: string): Promise<RawTokens> {
    const AuthParameters = { USERNAME: 'ana', PASSWORD: 'Passw0rd!' };
    const input = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters };
    return tokensOf(await client.call('InitiateAuth', input));
  }

  function refresh(ClientId: string, RefreshToken: string) {
    return client.call('GetTokensFromRefreshToken', { ClientId, RefreshToken });
  }

  it('have their own id in the tokens and their own settings', async () => {
    const [first, other] = [await signIn(local.clientId), await signIn(second)];
    expect(decodeJwt(first.IdToken).aud).toBe(local.clientId);
    const id = decodeJwt(other.IdToken);
    expect(id.aud).toBe(second);
    expect(id.exp! - id.iat!).toBe(60);
    expect(decodeJwt(other.AccessToken)['client_id']).toBe(second);
    const refreshed = tokensOf(await refresh(second, other.RefreshToken));
    expect(refreshed).not.toHaveProperty('RefreshToken');
    expect(decodeJwt(refreshed.IdToken).aud).toBe(second);
    expect(tokensOf(await refresh(local.clientId, first.RefreshToken))).toHaveProperty(
      'RefreshToken',
    );
  });

  it('refuse the refresh tokens and sessions of each other', async () => {
    const { RefreshToken } = await signIn(second);
    expect((await refresh(local.clientId, RefreshToken)).body['message']).toBe(
      'Invalid Refresh Token.',
    );
    expect((await client.revoke(RefreshToken)).body['__type']).toBe('UnauthorizedException');
    const { body } = await client.passwordAuth('sms');
    const answer = await client.call('RespondToAuthChallenge', {
      ClientId: second,
      ChallengeName: 'SMS_MFA',
      Session: body['Session'],
      ChallengeResponses: { USERNAME: 'sms', SMS_MFA_CODE: local.messages.at(-1)?.code },
    });
    expect(answer.body['message']).toBe('Invalid session for the user.');
  });

  it('allow only their own flows', async () => {
    const AuthParameters = { USERNAME: 'ana', SRP_A: '1' };
    const input = { AuthFlow: 'USER_SRP_AUTH', ClientId: second, AuthParameters };
    expect((await client.call('InitiateAuth', input)).body['message']).toBe(
      'USER_SRP_AUTH is not enabled for the client.',
    );
  });

  it('are refused if a setting is wrong, and the message names it', async () => {
    await expect(startLocalCognito({ clients: [{ clientId: 'X' }] })).rejects.toThrow(
      'clients.clientId',
    );
  });
});
