// C11: a sign-in that a sign-out or another sign-in has ended. It sends nothing more, and revokes
// tokens that still come.

import { settle } from '../../test/support/fake-clock';
import { FakeStore } from '../../test/support/fake-store';
import {
  type AskedInput,
  challenge,
  openTalk,
  outcomeOf,
  refusal,
  type Talk,
  tokensOf,
} from '../../test/support/sign-in-talk';
import { offerWebCrypto } from '../../test/support/web-crypto';
import { SrpCognito, userAccount } from '../../test/support/srp-cognito';
import { PASSWORD } from '../../test/support/sign-in-talk';
import type { CodeStep, SignInStep, TotpSetupStep } from './sign-in-step';

offerWebCrypto();
// In plain Node, `crypto` is shared by all spec files of a worker.
afterEach(() => void Reflect.deleteProperty(crypto, 'subtle'));

const NewDeviceMetadata = { DeviceKey: 'eu-west-1_d1', DeviceGroupKey: '-group' };
const OVERTAKEN = { code: 'CHALLENGE_EXPIRED' };

const operations = ({ asked }: Talk): string[] => asked.map(({ operation }) => operation);
const revoked = ({ asked }: Talk): unknown[] =>
  asked.filter(({ operation }) => operation === 'RevokeToken').map(({ input }) => input['Token']);
const refreshTokenIn = (answer: object): unknown =>
  (answer as { AuthenticationResult: { RefreshToken: string } }).AuthenticationResult.RefreshToken;
/** The user signs out in this tab. */
const signOut = (talk: Talk): void => void talk.tab.manager.signOut();
/** A sign-out, and then this answer. */
const after = (talk: Talk, answer: object) => (): object => {
  signOut(talk);
  return answer;
};

describe('C11 a sign-in that a sign-out has ended', () => {
  it('sends no answer to its challenge', async () => {
    const talk = openTalk();
    const step = await talk.challenged<CodeStep>(challenge('SMS_MFA'));
    signOut(talk);
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject(OVERTAKEN);
    expect(operations(talk)).toEqual(['InitiateAuth']);
  });

  it('sends no first code of an authenticator app', async () => {
    const talk = openTalk();
    talk.script(challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }), {
      SecretCode: 'ABCD',
    });
    const step = (await talk.signIn()) as TotpSetupStep;
    signOut(talk);
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject(OVERTAKEN);
    expect(operations(talk)).toEqual(['InitiateAuth', 'AssociateSoftwareToken']);
  });

  it.each([
    ['that a sign-out has overtaken', (talk: Talk) => after(talk, tokensOf(talk.tab))],
    ['of another pool', (talk: Talk) => () => tokensOf(talk.tab, { iss: 'https://evil.example' })],
  ])(
    'revokes tokens %s also where the rest of the library did not load (F08)',
    async (_n, make) => {
      const talk = openTalk({ load: () => Promise.reject(new Error('gone')) });
      let given: object = {};
      const answer = make(talk);
      talk.script(() => (given = answer()), {});
      await talk.signIn().catch(() => undefined);
      await settle();
      expect(revoked(talk)).toContain(refreshTokenIn(given));
      expect(talk.tab.store.items.size).toBe(0);
    },
  );

  it('does not answer a challenge by itself', async () => {
    const talk = openTalk();
    const srp = new SrpCognito(userAccount('maría', PASSWORD));
    talk.script((input: AskedInput) => {
      signOut(talk);
      return srp.ask(input);
    });
    expect(await talk.signIn({ flow: 'USER_SRP_AUTH' })).toMatchObject(OVERTAKEN);
    expect(operations(talk)).toEqual(['InitiateAuth']);
  });

  it('revokes the tokens that still come, and stores and confirms nothing', async () => {
    const store = new FakeStore();
    const talk = openTalk({ store });
    const step = await talk.challenged<CodeStep>(challenge('SMS_MFA'));
    const tokens = tokensOf(talk.tab, {}, { NewDeviceMetadata });
    talk.script(after(talk, tokens));
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject(OVERTAKEN);
    await talk.clock.advance(5000);
    expect(operations(talk)).toEqual(['InitiateAuth', 'RespondToAuthChallenge', 'RevokeToken']);
    expect(revoked(talk)).toEqual([refreshTokenIn(tokens)]);
    expect([...talk.tab.store.items, ...store.items]).toEqual([]);
    expect(talk.tab.manager.state.status).toBe('signed-out');
  });

  it('keeps no device that was not confirmed', async () => {
    const store = new FakeStore();
    const talk = openTalk({ store });
    const tokens = tokensOf(talk.tab, {}, { NewDeviceMetadata });
    talk.script(tokens, () => {
      signOut(talk);
      throw refusal('ForbiddenException');
    });
    expect(await talk.signIn()).toMatchObject(OVERTAKEN);
    await talk.clock.advance(5000);
    expect(revoked(talk)).toEqual([refreshTokenIn(tokens)]);
    expect([...talk.tab.store.items, ...store.items]).toEqual([]);
    expect(talk.tab.events.values).toEqual([]);
  });

  it('is ended by a sign-out of which only the lock manager knows', async () => {
    const talk = openTalk();
    const tokens = tokensOf(talk.tab);
    talk.script(() => {
      talk.tab.locks.leave('sign-out:other-tab');
      return tokens;
    });
    expect(await talk.signIn()).toMatchObject(OVERTAKEN);
    expect(talk.tab.manager.active).toBeNull();
  });

  it('can be begun anew', async () => {
    const talk = openTalk();
    await talk.challenged<CodeStep>(challenge('SMS_MFA'));
    signOut(talk);
    talk.script(tokensOf(talk.tab));
    expect(await talk.signIn()).toMatchObject({ status: 'signed-in' });
  });
});

describe('C11 tokens without a session are revoked', () => {
  it('when the user has gone on with another sign-in', async () => {
    const talk = openTalk();
    const late = tokensOf(talk.tab, { sub: 'first' });
    let answer: (tokens: object) => void = () => undefined;
    talk.script(
      () => new Promise<object>((resolve) => (answer = resolve)),
      tokensOf(talk.tab, { sub: 'second' }),
    );
    const first = talk.signIn();
    await talk.signIn();
    answer(late);
    expect(await first).toMatchObject(OVERTAKEN);
    await talk.clock.advance(5000);
    expect(revoked(talk)).toEqual([refreshTokenIn(late)]);
    expect(talk.tab.manager.active?.sub).toBe('second');
  });

  it('when they fail a check', async () => {
    const talk = openTalk();
    const tokens = tokensOf(talk.tab, { iss: 'https://evil.com' });
    talk.script(tokens);
    expect(await talk.signIn()).toMatchObject({ code: 'INVALID_TOKEN' });
    await talk.clock.advance(5000);
    expect(revoked(talk)).toEqual([refreshTokenIn(tokens)]);
  });

  it('when a step that was answered twice at once got them a second time', async () => {
    const talk = openTalk();
    const step = await talk.challenged<CodeStep>(challenge('SMS_MFA'));
    const answers = ['first', 'second'].map((sub) => tokensOf(talk.tab, { sub }));
    talk.script(...answers);
    const twice = [step.respond({ code: '1' }), step.respond({ code: '1' })];
    const [first, second] = await Promise.all(twice.map((step$) => outcomeOf<SignInStep>(step$)));
    expect(first).toMatchObject({ status: 'signed-in' });
    expect(second).toMatchObject(OVERTAKEN);
    await talk.clock.advance(5000);
    expect(talk.tab.manager.active?.sub).toBe('first');
    expect(revoked(talk)).toEqual([refreshTokenIn(answers[1]!)]);
  });
});
