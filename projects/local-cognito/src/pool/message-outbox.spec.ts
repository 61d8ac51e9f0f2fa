// Proves that tests can read the codes that the pool has sent, and change the pool's rules.

import { startLocalCognito, type LocalCognito } from '../local-cognito';
import { SignInClient } from '../../test/support/sign-in-client';

describe('messages', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  async function overHttp(query = ''): Promise<unknown> {
    return (await fetch(`${local.poolUrl}control/messages${query}`)).json();
  }

  it('are the same here and over the control route', async () => {
    await client.password('sms');
    await client.password('mail');
    expect(local.messages).toHaveLength(2);
    expect(await overHttp()).toEqual({ messages: local.messages });
  });

  it('can be read from an index on', async () => {
    await client.password('sms');
    await client.password('mail');
    const last = local.messages.at(-1)!;
    expect(local.messagesSince(last.index)).toEqual([last]);
    expect(await overHttp(`?since=${last.index}`)).toEqual({ messages: [last] });
  });

  it('are deleted by a reset, which does not restart their index', async () => {
    await client.password('sms');
    const before = local.messages.at(-1)!.index;
    local.reset();
    expect(local.messages).toEqual([]);
    await client.password('sms');
    expect(local.messages.at(-1)?.index).toBe(before + 1);
  });

  it('have the time of the emulator’s clock', async () => {
    local.moveClock(3600);
    await client.password('sms');
    expect(local.messages[0]!.at).toBeGreaterThan(Date.now() + 3_590_000);
  });
});

describe('rules of the pool', () => {
  let local: LocalCognito;

  beforeAll(async () => {
    local = await startLocalCognito();
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  it('can be changed one by one over the control route', async () => {
    const client = new SignInClient(local);
    await client.control('configure', {
      mfa: 'ON',
      choiceFactors: ['EMAIL_OTP'],
      authFlows: ['USER_PASSWORD_AUTH', 'USER_AUTH'],
    });
    await client.control('configure', { challengeSessionSeconds: 900 });
    expect((await client.password('ana')).challenge).toBe('MFA_SETUP');
    expect((await client.initiate('USER_AUTH', { USERNAME: 'ana' })).available).toEqual([
      'EMAIL_OTP',
    ]);
    expect((await client.initiate('CUSTOM_AUTH', { USERNAME: 'ana' })).message).toBe(
      'CUSTOM_AUTH is not enabled for the client.',
    );
  });

  it('keep the other rules of a changed password policy', async () => {
    const client = new SignInClient(local);
    await client.control('configure', { passwordPolicy: { requireSymbols: false } });
    await client.control('configure', { passwordPolicy: { minimumLength: 10 } });
    const asked = await client.password('newbie');
    const choose = (NEW_PASSWORD: string) =>
      client.respond(asked, { USERNAME: 'newbie', NEW_PASSWORD });
    expect((await choose('Abcdef123')).message).toContain('not long enough');
    expect((await choose('abcdef1234')).message).toContain('uppercase');
    expect((await choose('Abcdef1234')).tokens).toBeDefined();
  });

  it.each([
    ['mfa', { mfa: 'SOMETIMES' }],
    ['deviceTracking', { deviceTracking: 'on' }],
    ['challengeSessionSeconds', { challengeSessionSeconds: 0 }],
    ['passwordPolicy.minimumLength', { passwordPolicy: { minimumLength: 5 } }],
    ['choiceFactors', { choiceFactors: ['RETINA'] }],
    ['authFlows', { authFlows: ['ADMIN_NO_SRP_AUTH'] }],
  ])('refuse a wrong %s, and the message names it', async (field, settings) => {
    const { status, body } = await new SignInClient(local).control('configure', settings);
    expect(status).toBe(400);
    expect(body['message']).toContain(field);
  });
});
