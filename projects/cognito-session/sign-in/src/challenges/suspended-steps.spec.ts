// Tests suspended steps: the text that `suspend` writes, and the step that `resume` makes of it in
// another page.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  PASSWORD,
  refusal,
  type ScriptedSignIn,
  tokensOf,
} from '../../../test/support/scripted-sign-in';
import { SrpCognito, userAccount } from '../../../test/support/srp-cognito';
import { offerWebCrypto } from '../../../test/support/web-crypto';
import type {
  ChallengeStep,
  CodeStep,
  MfaSetupChoiceStep,
  PasswordStep,
  SelectChallengeStep,
  SignInRequest,
  TotpSetupStep,
} from '../sign-in-step';

offerWebCrypto();
// In plain Node, `crypto` is shared by all spec files of a worker.
afterEach(() => void Reflect.deleteProperty(crypto, 'subtle'));

const SECRETS = {
  password: PASSWORD,
  newPassword: 'Canary-N3w-Pa55word!',
  code: '493817',
  answer: 'Canary the cat',
  totpSecret: 'CANARYJBSWY3DPEHPK3PXP',
  credential: 'Canary-credential',
  continueFrom: 'Canary-session-0',
};
const { newPassword, code, answer, password } = SECRETS;
const WITHOUT = { flow: 'USER_AUTH', password: '' } as const;
const OPTIONS = JSON.stringify({ challenge: 'YQ', rpId: 'localhost' });
const SENT_TO = { CODE_DELIVERY_DESTINATION: 'm***@e***', CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL' };

/** Challenges, with the input of their forms and the responses that are sent to Cognito. */
const ROWS: [string, Record<string, string>, object, object][] = [
  ['SMS_MFA', SENT_TO, { code }, { SMS_MFA_CODE: code }],
  [
    'SOFTWARE_TOKEN_MFA',
    { FRIENDLY_DEVICE_NAME: 'phone' },
    { code },
    { SOFTWARE_TOKEN_MFA_CODE: code },
  ],
  ['EMAIL_OTP', SENT_TO, { code }, { EMAIL_OTP_CODE: code }],
  ['SMS_OTP', SENT_TO, { code }, { SMS_OTP_CODE: code }],
  [
    'NEW_PASSWORD_REQUIRED',
    { requiredAttributes: '["userAttributes.name"]', userAttributes: '{"email":"m@example.com"}' },
    { newPassword, attributes: { name: 'M' } },
    { NEW_PASSWORD: newPassword, 'userAttributes.name': 'M' },
  ],
  [
    'SELECT_MFA_TYPE',
    { MFAS_CAN_CHOOSE: '["SMS_MFA"]' },
    { mfaType: 'SMS_MFA' },
    { ANSWER: 'SMS_MFA' },
  ],
  ['MFA_SETUP', { MFAS_CAN_SETUP: '["EMAIL_OTP"]' }, { email: 'm@x' }, { EMAIL: 'm@x' }],
  ['SELECT_CHALLENGE', {}, { answer: 'EMAIL_OTP' }, { ANSWER: 'EMAIL_OTP' }],
  ['PASSWORD', {}, { password }, { PASSWORD: password }],
  ['PASSWORD_SRP', {}, { password }, { SRP_A: expect.stringMatching(/^[\da-f]{700,}$/) as string }],
  ['CUSTOM_CHALLENGE', { question: 'Pet?' }, { answer }, { ANSWER: answer }],
  [
    'WEB_AUTHN',
    { CREDENTIAL_REQUEST_OPTIONS: OPTIONS },
    { credential: SECRETS.credential },
    { CREDENTIAL: JSON.stringify(SECRETS.credential) },
  ],
  ['SMELL_MFA', { nose: 'cold' }, { responses: { SMELL: answer } }, { SMELL: answer }],
];

/** The data of a step. */
const shown = (step: object): unknown => JSON.parse(JSON.stringify(step));
const respond = (step: ChallengeStep, response: object): Promise<ChallengeStep> =>
  outcomeOf(step.respond(response as never));
const resumed = <Step = ChallengeStep>(
  { service }: ScriptedSignIn,
  suspended: string,
): Promise<Step> => outcomeOf<Step>(service.resume(suspended));
const last = ({ asked }: ScriptedSignIn): unknown => asked.at(-1)?.input;

describe.each(ROWS)('%s', (name, parameters, response, responses) => {
  const REST = { AvailableChallenges: ['EMAIL_OTP', 'PASSWORD'] };
  const request: Partial<SignInRequest> = {
    ...WITHOUT,
    continueFrom: SECRETS.continueFrom,
    clientMetadata: { a: 'b' },
  };
  const open = async (): Promise<{ scripted: ScriptedSignIn; step: ChallengeStep }> => {
    const scripted = openScriptedSignIn();
    const asked = challenge(name, { ...parameters, USER_ID_FOR_SRP: 'u-1' }, REST);
    return { scripted, step: await scripted.challenged(asked, request) };
  };

  it('has the same data in a page that is loaded later, without a call', async () => {
    const { scripted, step } = await open();
    const page = openScriptedSignIn({ after: scripted });
    const again = await resumed(page, step.suspend());
    expect(shown(again)).toEqual(shown(step));
    expect(page.asked).toEqual([]);
  });

  it('sends the same answer there as here', async () => {
    const { scripted, step } = await open();
    const page = openScriptedSignIn({ after: scripted });
    const again = await resumed(page, step.suspend());
    page.script(tokensOf(page.tab));
    expect(await respond(again, response)).toMatchObject({ status: 'signed-in' });
    expect(last(page)).toEqual({
      ClientId: scripted.tab.config.clientId,
      ChallengeName: name,
      ChallengeResponses: { USERNAME: 'u-1', ...responses },
      ClientMetadata: { a: 'b' },
      Session: 'session-1',
    });
  });

  it('holds no secret, before and after an answer that was refused', async () => {
    const { scripted, step } = await open();
    const before = step.suspend();
    scripted.script(refusal('CodeMismatchException'));
    await respond(step, response);
    expect(scripted.asked).toHaveLength(2);
    for (const text of [before, step.suspend()]) {
      for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
    }
  });
});

describe('a step after a password', () => {
  it.each(['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'CUSTOM_AUTH'] as const)(
    'of %s holds neither the password nor anything random of its proof',
    async (flow) => {
      const made: Uint8Array[] = [];
      const random = jest.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
        const filled = bytes as Uint8Array;
        filled.set(filled.map((_, at) => (at * 37 + 11) % 256));
        made.push(filled);
        return bytes;
      });
      const scripted = openScriptedSignIn();
      const srp = new SrpCognito(userAccount('maría', PASSWORD));
      const next = challenge(flow === 'CUSTOM_AUTH' ? 'CUSTOM_CHALLENGE' : 'SMS_MFA');
      scripted.script(...(flow === 'USER_PASSWORD_AUTH' ? [next] : [srp.ask, srp.check(next)]));
      const step = (await scripted.signIn({ flow })) as ChallengeStep;
      const proof = made.filter(({ length }) => length >= 32);
      const text = step.suspend();
      random.mockRestore();
      expect(proof).toHaveLength(flow === 'USER_PASSWORD_AUTH' ? 0 : 1);
      const sent = Object.values(scripted.asked[0]!.input.AuthParameters!);
      const claim = Object.values(scripted.asked[1]?.input.ChallengeResponses ?? {});
      const secrets = [...sent, ...claim].filter((each) => each !== 'maría' && each !== 'SRP_A');
      for (const bytes of proof) {
        secrets.push(Buffer.from(bytes).toString('hex'), Buffer.from(bytes).toString('base64'));
      }
      expect(secrets.length).toBeGreaterThan(0);
      for (const secret of [...secrets, PASSWORD]) expect(text).not.toContain(secret);
    },
  );

  it('keeps nothing that an app has passed beside the request', async () => {
    const scripted = openScriptedSignIn();
    const request = { ...WITHOUT, passwordAgain: PASSWORD } as Partial<SignInRequest>;
    const step = await scripted.challenged(challenge('SMS_OTP'), request);
    expect(step.suspend()).not.toContain(PASSWORD);
  });

  it('that was kept for a choice is requested again', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<SelectChallengeStep>(
      challenge('SELECT_CHALLENGE', {}, { AvailableChallenges: ['PASSWORD'] }),
      { flow: 'USER_AUTH' },
    );
    const text = step.suspend();
    expect(text).not.toContain(PASSWORD);
    const page = openScriptedSignIn({ after: scripted });
    const again = await resumed<SelectChallengeStep>(page, text);
    expect(await respond(again, { answer: 'PASSWORD' })).toMatchObject({ challenge: 'PASSWORD' });
    expect(page.asked).toEqual([]);
  });
});

describe('a step that Cognito does not know of', () => {
  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)(
    'the password of %s is it again',
    async (first) => {
      const scripted = openScriptedSignIn();
      const choice = await scripted.challenged<SelectChallengeStep>(
        challenge('SELECT_CHALLENGE'),
        WITHOUT,
      );
      const step = await respond(choice, { answer: first });
      const page = openScriptedSignIn({ after: scripted });
      const again = await resumed<PasswordStep>(page, step.suspend());
      expect(shown(again)).toEqual(shown(step));
      page.script(tokensOf(page.tab));
      await respond(again, { password });
      expect(last(page)).toMatchObject({
        ChallengeName: 'SELECT_CHALLENGE',
        ChallengeResponses: { ANSWER: first },
        Session: 'session-1',
      });
    },
  );

  it('the choice to set up an address is kept', async () => {
    const scripted = openScriptedSignIn();
    const choice = await scripted.challenged<MfaSetupChoiceStep>(
      challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["EMAIL_OTP","SOFTWARE_TOKEN_MFA"]' }),
    );
    expect(shown(await resumed(openScriptedSignIn({ after: scripted }), choice.suspend()))).toEqual(
      shown(choice),
    );
    const step = await respond(choice, { mfaType: 'EMAIL_OTP' });
    const again = await resumed(openScriptedSignIn({ after: scripted }), step.suspend());
    expect(shown(again)).toEqual(shown(step));
  });

  it('an unknown choice is none', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged(challenge('SELECT_CHALLENGE'), WITHOUT);
    const changed = JSON.stringify({ ...JSON.parse(step.suspend()), choice: 'OTHER' });
    const again = await resumed(openScriptedSignIn({ after: scripted }), changed);
    expect(again).toMatchObject({ challenge: 'SELECT_CHALLENGE' });
  });
});

describe('the set-up of an authenticator app', () => {
  const associated = { SecretCode: SECRETS.totpSecret, Session: 'session-2' };
  const open = async (): Promise<{ scripted: ScriptedSignIn; step: TotpSetupStep }> => {
    const scripted = openScriptedSignIn();
    scripted.script(
      challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }),
      associated,
    );
    return { scripted, step: (await scripted.signIn({ totpIssuer: 'Example' })) as TotpSetupStep };
  };

  it('holds no secret of it: resumed, it shows another one', async () => {
    const { scripted, step } = await open();
    const text = step.suspend();
    expect(text).not.toContain(SECRETS.totpSecret);
    const page = openScriptedSignIn({ after: scripted });
    page.script({ SecretCode: 'ANOTHER', Session: 'session-3' });
    const again = await resumed<TotpSetupStep>(page, text);
    expect(page.asked).toMatchObject([
      { operation: 'AssociateSoftwareToken', input: { Session: 'session-2' } },
    ]);
    expect(again).toMatchObject({ mfaType: 'SOFTWARE_TOKEN_MFA', secret: 'ANOTHER' });
    expect(again.uri).toBe('otpauth://totp/Example:mar%C3%ADa?secret=ANOTHER&issuer=Example');
    expect(JSON.parse(again.suspend())).toMatchObject({ answer: { Session: 'session-3' } });
  });

  it('goes on after a verified code, when only the answer after it was lost', async () => {
    const { step, scripted } = await open();
    scripted.script({ Status: 'SUCCESS', Session: 'session-3' }, new TypeError('Failed to fetch'));
    expect(await respond(step, { code })).toMatchObject({ code: 'UNAVAILABLE' });
    const text = step.suspend();
    expect(JSON.parse(text)).toMatchObject({ answer: { Session: 'session-3' } });
    expect(text).not.toContain(code);
  });
});

it('a code step keeps what the user typed as a name, for later steps', async () => {
  const scripted = openScriptedSignIn();
  const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'), {
    username: 'm@example.com',
  });
  expect(JSON.parse(step.suspend())).toMatchObject({
    username: 'm@example.com',
    request: { username: 'm@example.com', flow: 'USER_PASSWORD_AUTH' },
  });
});
