// Proves that the pre-token-generation trigger runs at sign-in and at every refresh.

import { decodeJwt } from 'jose';
import {
  startLocalCognito,
  type LocalCognito,
  type PreTokenGeneration,
} from '../src/local-cognito';
import { tokensOf } from './support/raw-client';
import { SignInClient } from './support/sign-in-client';

describe('pre-token-generation trigger', () => {
  let local: LocalCognito;
  let client: SignInClient;
  let trigger: PreTokenGeneration;

  beforeAll(async () => {
    local = await startLocalCognito({
      triggers: { preTokenGeneration: (event) => trigger(event) },
    });
    client = new SignInClient(local);
  });
  beforeEach(() => {
    trigger = () => undefined;
    local.reset();
  });
  afterAll(() => local.stop());

  it('adds, replaces and removes claims of both tokens, groups and scopes', async () => {
    trigger = ({ response }) => {
      response.claimsAndScopeOverrideDetails = {
        idTokenGeneration: {
          claimsToAddOrOverride: { plan: { name: 'gold' }, sub: 'another' },
          claimsToSuppress: ['email', 'exp'],
        },
        accessTokenGeneration: {
          claimsToAddOrOverride: { tenant: 'a', client_id: 'another' },
          scopesToAdd: ['orders/read'],
        },
        groupOverrideDetails: { groupsToOverride: ['editors'] },
      };
    };
    const { IdToken, AccessToken } = await client.signIn();
    const [id, access] = [decodeJwt(IdToken), decodeJwt(AccessToken)];
    expect(id).toMatchObject({ plan: { name: 'gold' }, 'cognito:groups': ['editors'] });
    expect(id).not.toHaveProperty('email');
    expect(id).toHaveProperty('exp');
    expect(id.sub).toBe(access.sub);
    expect(access).toMatchObject({
      tenant: 'a',
      client_id: local.clientId,
      scope: 'aws.cognito.signin.user.admin orders/read',
      'cognito:groups': ['editors'],
    });
  });

  it('in version 1 changes the ID token only', async () => {
    trigger = ({ response }) => {
      response.claimsOverrideDetails = { claimsToAddOrOverride: { plan: 'gold' } };
    };
    const { IdToken, AccessToken } = await client.signIn();
    expect(decodeJwt(IdToken)).toMatchObject({ plan: 'gold' });
    expect(decodeJwt(AccessToken)).not.toHaveProperty('plan');
  });

  it('gets the metadata of challenge answers and refreshes, and none of InitiateAuth', async () => {
    const seen: unknown[] = [];
    trigger = ({ triggerSource, request }) => {
      seen.push([triggerSource, request.clientMetadata]);
    };
    const ClientMetadata = { tenant: 'b' };
    const asked = await client.initiate('USER_PASSWORD_AUTH', {
      USERNAME: 'sms',
      PASSWORD: 'Passw0rd!',
    });
    const responses = { USERNAME: 'sms', SMS_MFA_CODE: client.lastCode() };
    await client.respond(asked, responses, { ClientMetadata });
    const more = { ClientMetadata: { tenant: 'a' } };
    const parameters = { USERNAME: 'ana', PASSWORD: 'Passw0rd!' };
    const { tokens } = await client.initiate('USER_PASSWORD_AUTH', parameters, more);
    await client.call('GetTokensFromRefreshToken', {
      ClientId: local.clientId,
      RefreshToken: tokens?.RefreshToken,
      ClientMetadata,
    });
    expect(seen).toEqual([
      ['TokenGeneration_Authentication', ClientMetadata],
      ['TokenGeneration_Authentication', {}],
      ['TokenGeneration_RefreshTokens', ClientMetadata],
    ]);
    expect(local.calls.at(-1)).toMatchObject({ clientMetadata: ClientMetadata });
  });

  it('can refuse a refresh, and the refresh token stays valid', async () => {
    const { RefreshToken } = await client.signIn();
    trigger = () => {
      throw new Error('Not today');
    };
    expect((await client.refresh(RefreshToken)).body).toEqual({
      __type: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error Not today.',
    });
    trigger = () => undefined;
    expect((await client.refresh(RefreshToken)).status).toBe(200);
  });

  it('may be slow: only one of two refreshes with one token succeeds', async () => {
    const { RefreshToken } = await client.signIn();
    const finish = new EventTarget();
    trigger = () =>
      new Promise<void>((resolve) => {
        finish.addEventListener('now', () => resolve());
      });
    const first = client.refresh(RefreshToken);
    const second = client.refresh(RefreshToken);
    const loser = await Promise.race([first, second]);
    expect(loser.body['__type']).toBe('RefreshTokenReuseException');
    finish.dispatchEvent(new Event('now'));
    const winner = (await Promise.all([first, second])).find(({ status }) => status === 200);
    expect(tokensOf(winner ?? loser).RefreshToken).not.toBe(RefreshToken);
  });
});
