// C11: a sign-in that a sign-out or another sign-in has ended. It sends nothing more, and revokes
// tokens that still come.

import { settle } from '../../test/support/fake-clock';
import { FakeStore } from '../../test/support/fake-store';
import {
  type AskedInput,
  challenge,
  openScriptedSignIn,
  outcomeOf,
  refusal,
  type ScriptedSignIn,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { offerWebCrypto } from '../../test/support/web-crypto';
import { SrpCognito, userAccount } from '../../test/support/srp-cognito';
import { PASSWORD } from '../../test/support/scripted-sign-in';
import type { CodeStep, SignInStep, TotpSetupStep } from './sign-in-step';

offerWebCrypto();
// In plain Node, `crypto` is shared by all spec files of a worker.
afterEach(() => void Reflect.deleteProperty(crypto, 'subtle'));

const NewDeviceMetadata = { DeviceKey: 'eu-west-1_d1', DeviceGroupKey: '-group' };
const OVERTAKEN = { code: 'CHALLENGE_EXPIRED' };

const operations = ({ asked }: ScriptedSignIn): string[] => asked.map(({ operation }) => operation);
const revoked = ({ asked }: ScriptedSignIn): unknown[] =>
  asked.filter(({ operation }) => operation === 'RevokeToken').map(({ input }) => input['Token']);
const refreshTokenIn = (answer: object): unknown =>
  (answer as { AuthenticationResult: { RefreshToken: string } }).AuthenticationResult.RefreshToken;
/** The user signs out in this tab. */
const signOut = (scripted: ScriptedSignIn): void => void scripted.tab.manager.signOut();
/** A sign-out, and then this answer. */
const after = (scripted: ScriptedSignIn, answer: object) => (): object => {
  signOut(scripted);
  return answer;
};

describe('C11 a sign-in that a sign-out has ended', () => {
  it('sends no answer to its challenge', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    signOut(scripted);
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject(OVERTAKEN);
    expect(operations(scripted)).toEqual(['InitiateAuth']);
  });

  it('sends no first code of an authenticator app', async () => {
    const scripted = openScriptedSignIn();
    scripted.script(challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }), {
      SecretCode: 'ABCD',
    });
    const step = (await scripted.signIn()) as TotpSetupStep;
    signOut(scripted);
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject(OVERTAKEN);
    expect(operations(scripted)).toEqual(['InitiateAuth', 'AssociateSoftwareToken']);
  });

  it.each([
    [
      'that a sign-out has overtaken',
      (scripted: ScriptedSignIn) => after(scripted, tokensOf(scripted.tab)),
    ],
    [
      'of another pool',
      (scripted: ScriptedSignIn) => () => tokensOf(scripted.tab, { iss: 'https://evil.example' }),
    ],
  ])(
    'revokes tokens %s also where the rest of the library did not load (F08)',
    async (_n, make) => {
      const scripted = openScriptedSignIn({ load: () => Promise.reject(new Error('gone')) });
      let given: object = {};
      const answer = make(scripted);
      scripted.script(() => (given = answer()), {});
      await scripted.signIn().catch(() => undefined);
      await settle();
      expect(revoked(scripted)).toContain(refreshTokenIn(given));
      expect(scripted.tab.store.items.size).toBe(0);
    },
  );

  it('does not answer a challenge by itself', async () => {
    const scripted = openScriptedSignIn();
    const srp = new SrpCognito(userAccount('maría', PASSWORD));
    scripted.script((input: AskedInput) => {
      signOut(scripted);
      return srp.ask(input);
    });
    expect(await scripted.signIn({ flow: 'USER_SRP_AUTH' })).toMatchObject(OVERTAKEN);
    expect(operations(scripted)).toEqual(['InitiateAuth']);
  });

  it('revokes the tokens that still come, and stores and confirms nothing', async () => {
    const store = new FakeStore();
    const scripted = openScriptedSignIn({ store });
    const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    const tokens = tokensOf(scripted.tab, {}, { NewDeviceMetadata });
    scripted.script(after(scripted, tokens));
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject(OVERTAKEN);
    await scripted.clock.advance(5000);
    expect(operations(scripted)).toEqual(['InitiateAuth', 'RespondToAuthChallenge', 'RevokeToken']);
    expect(revoked(scripted)).toEqual([refreshTokenIn(tokens)]);
    expect([...scripted.tab.store.items, ...store.items]).toEqual([]);
    expect(scripted.tab.manager.state.status).toBe('signed-out');
  });

  it('keeps no device that was not confirmed', async () => {
    const store = new FakeStore();
    const scripted = openScriptedSignIn({ store });
    const tokens = tokensOf(scripted.tab, {}, { NewDeviceMetadata });
    scripted.script(tokens, () => {
      signOut(scripted);
      throw refusal('ForbiddenException');
    });
    expect(await scripted.signIn()).toMatchObject(OVERTAKEN);
    await scripted.clock.advance(5000);
    expect(revoked(scripted)).toEqual([refreshTokenIn(tokens)]);
    expect([...scripted.tab.store.items, ...store.items]).toEqual([]);
    expect(scripted.tab.events.values).toEqual([]);
  });

  it('is ended by a sign-out of which only the lock manager knows', async () => {
    const scripted = openScriptedSignIn();
    const tokens = tokensOf(scripted.tab);
    scripted.script(() => {
      scripted.tab.locks.leave('sign-out:other-tab');
      return tokens;
    });
    expect(await scripted.signIn()).toMatchObject(OVERTAKEN);
    expect(scripted.tab.manager.active).toBeNull();
  });

  it('can be begun anew', async () => {
    const scripted = openScriptedSignIn();
    await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    signOut(scripted);
    scripted.script(tokensOf(scripted.tab));
    expect(await scripted.signIn()).toMatchObject({ status: 'signed-in' });
  });
});

describe('C11 tokens without a session are revoked', () => {
  it('when the user has gone on with another sign-in', async () => {
    const scripted = openScriptedSignIn();
    const late = tokensOf(scripted.tab, { sub: 'first' });
    let answer: (tokens: object) => void = () => undefined;
    scripted.script(
      () => new Promise<object>((resolve) => (answer = resolve)),
      tokensOf(scripted.tab, { sub: 'second' }),
    );
    const first = scripted.signIn();
    await scripted.signIn();
    answer(late);
    expect(await first).toMatchObject(OVERTAKEN);
    await scripted.clock.advance(5000);
    expect(revoked(scripted)).toEqual([refreshTokenIn(late)]);
    expect(scripted.tab.manager.active?.sub).toBe('second');
  });

  it('when they fail a check', async () => {
    const scripted = openScriptedSignIn();
    const tokens = tokensOf(scripted.tab, { iss: 'https://evil.com' });
    scripted.script(tokens);
    expect(await scripted.signIn()).toMatchObject({ code: 'INVALID_TOKEN' });
    await scripted.clock.advance(5000);
    expect(revoked(scripted)).toEqual([refreshTokenIn(tokens)]);
  });

  it('when a step that was answered twice at once got them a second time', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    const answers = ['first', 'second'].map((sub) => tokensOf(scripted.tab, { sub }));
    scripted.script(...answers);
    const twice = [step.respond({ code: '1' }), step.respond({ code: '1' })];
    const [first, second] = await Promise.all(twice.map((step$) => outcomeOf<SignInStep>(step$)));
    expect(first).toMatchObject({ status: 'signed-in' });
    expect(second).toMatchObject(OVERTAKEN);
    await scripted.clock.advance(5000);
    expect(scripted.tab.manager.active?.sub).toBe('first');
    expect(revoked(scripted)).toEqual([refreshTokenIn(answers[1]!)]);
  });
});
