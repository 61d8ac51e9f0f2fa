// Tests the flow USER_AUTH: the choice of a first factor, and the password if the choice needs one.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  PASSWORD,
  refusal,
  type ScriptedSignIn,
  tokensOf,
  RESPOND,
} from '../../../test/support/scripted-sign-in';
import { SrpCognito, userAccount } from '../../../test/support/srp-cognito';
import { offerWebCrypto } from '../../../test/support/web-crypto';
import type { CodeStep, PasswordStep, SelectChallengeStep, SignInRequest } from '../sign-in-step';

offerWebCrypto();

const SRP_A = expect.stringMatching(/^[\da-f]{700,}$/) as string;
const WITHOUT = { flow: 'USER_AUTH', password: '' } as const;
const AVAILABLE = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] as const;
const account = userAccount('maría', PASSWORD);
const sent = ({ asked }: ScriptedSignIn): unknown => asked.at(-1)?.input.ChallengeResponses;

describe('a choice', () => {
  const open = async (
    request: Partial<SignInRequest> = WITHOUT,
  ): Promise<{ scripted: ScriptedSignIn; step: SelectChallengeStep }> => {
    const scripted = openScriptedSignIn();
    const select = challenge('SELECT_CHALLENGE', {}, { AvailableChallenges: AVAILABLE });
    return { scripted, step: await scripted.challenged<SelectChallengeStep>(select, request) };
  };

  it('has the factors that the user can choose', async () => {
    const { step } = await open();
    expect(step).toEqual({
      status: 'challenge',
      challenge: 'SELECT_CHALLENGE',
      parameters: {},
      availableChallenges: AVAILABLE,
      respond: RESPOND,
      suspend: RESPOND,
    });
  });

  it.each(['EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] as const)('%s is sent alone', async (answer) => {
    for (const request of [WITHOUT, { ...WITHOUT, password: PASSWORD }]) {
      const { scripted, step } = await open(request);
      await outcomeOf(step.respond({ answer, password: PASSWORD }));
      expect(scripted.asked[1]?.input).toEqual({
        ClientId: scripted.tab.config.clientId,
        ChallengeName: 'SELECT_CHALLENGE',
        ChallengeResponses: { USERNAME: 'maría', ANSWER: answer },
        Session: 'session-1',
      });
    }
  });

  it('PASSWORD is sent with the password of the request, or its own', async () => {
    const { scripted, step } = await open({ ...WITHOUT, password: 'early' });
    await outcomeOf(step.respond({ answer: 'PASSWORD' }));
    expect(sent(scripted)).toEqual({ USERNAME: 'maría', ANSWER: 'PASSWORD', PASSWORD: 'early' });
    await outcomeOf(step.respond({ answer: 'PASSWORD', password: 'late' }));
    expect(sent(scripted)).toEqual({ USERNAME: 'maría', ANSWER: 'PASSWORD', PASSWORD: 'late' });
  });

  it('PASSWORD_SRP proves it', async () => {
    const { scripted, step } = await open();
    const srp = new SrpCognito(account);
    scripted.script(srp.ask, srp.check(tokensOf(scripted.tab)));
    const next = await outcomeOf(step.respond({ answer: 'PASSWORD_SRP', password: PASSWORD }));
    expect(next).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked[1]?.input.ChallengeResponses).toEqual({
      USERNAME: 'maría',
      ANSWER: 'PASSWORD_SRP',
      SRP_A,
    });
    expect(JSON.stringify(scripted.asked)).not.toContain(PASSWORD);
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)(
    '%s without a password leads to a step for it, without a call',
    async (answer) => {
      const { scripted, step } = await open();
      const next = await outcomeOf<PasswordStep>(step.respond({ answer }));
      expect(next).toEqual({
        status: 'challenge',
        challenge: answer,
        parameters: {},
        respond: RESPOND,
        suspend: RESPOND,
      });
      expect(scripted.asked).toHaveLength(1);
      const srp = new SrpCognito(account);
      scripted.script(
        ...(answer === 'PASSWORD' ? [] : [srp.ask]),
        srp.check(tokensOf(scripted.tab)),
      );
      await outcomeOf(next.respond({ password: PASSWORD }));
      expect(scripted.asked[1]?.input).toEqual({
        ClientId: scripted.tab.config.clientId,
        ChallengeName: 'SELECT_CHALLENGE',
        ChallengeResponses: {
          USERNAME: 'maría',
          ANSWER: answer,
          ...(answer === 'PASSWORD' ? { PASSWORD } : { SRP_A }),
        },
        Session: 'session-1',
      });
      if (answer === 'PASSWORD_SRP') expect(scripted.tab.manager.active).not.toBeNull();
    },
  );

  it('can be made again when the network failed', async () => {
    const { scripted, step } = await open();
    scripted.script(new TypeError('Failed to fetch'), challenge('EMAIL_OTP'));
    const answer = 'EMAIL_OTP';
    expect(await outcomeOf(step.respond({ answer }))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await outcomeOf(step.respond({ answer }))).toMatchObject({ challenge: answer });
  });

  it('leads to a code', async () => {
    const { scripted, step } = await open();
    scripted.script(challenge('EMAIL_OTP', {}, { Session: 'session-2' }), tokensOf(scripted.tab));
    const next = await outcomeOf<CodeStep>(step.respond({ answer: 'EMAIL_OTP' }));
    await outcomeOf(next.respond({ code: '12345678' }));
    expect(scripted.asked[2]?.input).toMatchObject({
      ChallengeResponses: { EMAIL_OTP_CODE: '12345678' },
      Session: 'session-2',
    });
  });
});

describe('a password that Cognito asks for', () => {
  it('is sent at once when there is one', async () => {
    const scripted = openScriptedSignIn();
    scripted.script(challenge('PASSWORD'), tokensOf(scripted.tab));
    const step = await scripted.signIn({ flow: 'USER_AUTH' });
    expect(step).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked[1]?.input).toEqual({
      ClientId: scripted.tab.config.clientId,
      ChallengeName: 'PASSWORD',
      ChallengeResponses: { USERNAME: 'maría', PASSWORD },
      Session: 'session-1',
    });
  });

  it('is proved at once when there is one', async () => {
    const scripted = openScriptedSignIn();
    const srp = new SrpCognito(account);
    scripted.script(challenge('PASSWORD_SRP'), srp.ask, srp.check(tokensOf(scripted.tab)));
    expect(await scripted.signIn({ flow: 'USER_AUTH' })).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked[1]?.input).toMatchObject({
      ChallengeName: 'PASSWORD_SRP',
      ChallengeResponses: { USERNAME: 'maría', SRP_A },
    });
    expect(JSON.stringify(scripted.asked)).not.toContain(PASSWORD);
  });

  it('is requested by a step when there is none: PASSWORD', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<PasswordStep>(
      challenge('PASSWORD', { a: 'b' }),
      WITHOUT,
    );
    expect(step).toMatchObject({ challenge: 'PASSWORD', parameters: { a: 'b' } });
    scripted.script(refusal('NotAuthorizedException', 'Incorrect username or password.'));
    expect(await outcomeOf(step.respond({ password: 'wrong' }))).toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
    await outcomeOf(step.respond({ password: PASSWORD }));
    expect(sent(scripted)).toEqual({ USERNAME: 'maría', PASSWORD });
  });

  it('is requested by a step when there is none: PASSWORD_SRP', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<PasswordStep>(challenge('PASSWORD_SRP'), WITHOUT);
    const srp = new SrpCognito(account);
    scripted.script(srp.ask, srp.check(tokensOf(scripted.tab)));
    expect(await outcomeOf(step.respond({ password: PASSWORD }))).toMatchObject({
      status: 'signed-in',
    });
    expect(scripted.asked[1]?.input.ChallengeResponses).toEqual({ USERNAME: 'maría', SRP_A });
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'])('%s, left empty, is wrong without a call', async (name) => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<PasswordStep>(challenge(name), WITHOUT);
    expect(await outcomeOf(step.respond({ password: '' }))).toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
    expect(scripted.asked).toHaveLength(1);
  });

  it('that is wrong is WRONG_CREDENTIALS', async () => {
    const scripted = openScriptedSignIn();
    const srp = new SrpCognito(userAccount('maría', 'another'));
    scripted.script(challenge('PASSWORD_SRP'), srp.ask, srp.check(tokensOf(scripted.tab)));
    expect(await scripted.signIn({ flow: 'USER_AUTH' })).toMatchObject({
      code: 'WRONG_CREDENTIALS',
    });
  });
});
