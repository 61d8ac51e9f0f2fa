// Proves the forms of the pool's issuer, and the effect of a switch between them.

import { decodeJwt } from 'jose';
import { startLocalCognito, type IssuerOption, type LocalCognito } from '../local-cognito';
import { RawClient, tokensOf } from '../../test/support/raw-client';

const updated = 'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_LocalPool';

describe('issuer', () => {
  let local: LocalCognito;
  let client: RawClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new RawClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  it.each<[IssuerOption | undefined, () => string]>([
    [undefined, () => `${local.poolUrl}eu-west-1_LocalPool`],
    ['original', () => 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_LocalPool'],
    ['updated', () => updated],
    ['https://login.example.com/pool', () => 'https://login.example.com/pool'],
  ])('%s is in both tokens and in the OpenID configuration', async (issuer, expected) => {
    if (issuer !== undefined) {
      await client.control('configure', { issuer });
    }
    const { IdToken, AccessToken } = await client.signIn();
    const path = `${local.userPoolId}/.well-known/openid-configuration`;
    const document = (await (await fetch(`${local.poolUrl}${path}`)).json()) as object;
    expect([decodeJwt(IdToken).iss, decodeJwt(AccessToken).iss]).toEqual([expected(), expected()]);
    expect(document).toMatchObject({
      issuer: expected(),
      jwks_uri: `${expected()}/.well-known/jwks.json`,
    });
  });

  it('switches during a session: the API requires the new issuer, and a refresh has it', async () => {
    const before = await client.signIn();
    local.configure({ issuer: 'updated' });
    expect((await client.api('orders', before.IdToken)).status).toBe(401);
    const { AccessToken } = before;
    expect((await client.call('GetUser', { AccessToken })).status).toBe(200);
    const after = tokensOf(await client.refresh(before.RefreshToken));
    expect(decodeJwt(after.IdToken).iss).toBe(updated);
    expect((await client.api('orders', after.IdToken)).status).toBe(200);
  });

  it('of another partition has the domain of that partition', async () => {
    const [china, europe] = await Promise.all([
      startLocalCognito({ userPoolId: 'cn-north-1_Abc', issuer: 'original' }),
      startLocalCognito({ userPoolId: 'eusc-de-east-1_Abc', issuer: 'updated' }),
    ]);
    const issuers = await Promise.all(
      [china, europe].map(async (pool) => {
        const { IdToken } = await new RawClient(pool).signIn();
        await pool.stop();
        return decodeJwt(IdToken).iss;
      }),
    );
    expect(issuers).toEqual([
      'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Abc',
      'https://issuer-cognito-idp.eusc-de-east-1.amazonaws.eu/eusc-de-east-1_Abc',
    ]);
  });

  it.each(['moon', 'https://'])(
    '%s is refused, and the message names the field',
    async (issuer) => {
      const answer = await client.control('configure', { issuer });
      expect(answer.body['message']).toContain('issuer must be local, original, updated');
    },
  );
});
