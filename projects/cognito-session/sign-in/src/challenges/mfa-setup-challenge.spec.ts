// Tests MFA_SETUP: the choice of a second factor, an authenticator app with its first code, an
// e-mail address.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  refusal,
  type ScriptedSignIn,
  tokensOf,
  RESPOND,
} from '../../../test/support/scripted-sign-in';
import type { SignInError } from '../sign-in-error';
import type {
  CodeStep,
  EmailSetupStep,
  MfaSetupChoiceStep,
  SignInRequest,
  TotpSetupStep,
} from '../sign-in-step';

const SECRET = 'JBSWY3DPEHPK3PXP';
const associated = { SecretCode: SECRET, Session: 'session-2' };
const verified = { Status: 'SUCCESS', Session: 'session-3' };
const setUp = (types: string, parameters: Record<string, string> = {}): object =>
  challenge('MFA_SETUP', { MFAS_CAN_SETUP: types, ...parameters });
const APP = '["SOFTWARE_TOKEN_MFA"]';

/** A page that shows the QR code. */
async function totp(
  request: Partial<SignInRequest> = {},
  parameters: Record<string, string> = {},
): Promise<{ scripted: ScriptedSignIn; step: TotpSetupStep }> {
  const scripted = openScriptedSignIn();
  scripted.script(setUp(APP, parameters), associated);
  return { scripted, step: (await scripted.signIn(request)) as TotpSetupStep };
}
const operations = ({ asked }: ScriptedSignIn): string[] => asked.map(({ operation }) => operation);

describe('several second factors', () => {
  const BOTH = '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]';
  const choice = async (): Promise<{ scripted: ScriptedSignIn; step: MfaSetupChoiceStep }> => {
    const scripted = openScriptedSignIn();
    return { scripted, step: await scripted.challenged<MfaSetupChoiceStep>(setUp(BOTH)) };
  };

  it('are a choice of those that can be set up here', async () => {
    const { scripted, step } = await choice();
    expect(step).toEqual({
      status: 'challenge',
      challenge: 'MFA_SETUP',
      parameters: { MFAS_CAN_SETUP: BOTH },
      mfaType: undefined,
      mfaTypes: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
      respond: RESPOND,
      suspend: RESPOND,
    });
    expect(operations(scripted)).toEqual(['InitiateAuth']);
  });

  it('lead to an authenticator app', async () => {
    const { scripted, step } = await choice();
    scripted.script(associated);
    const next = await outcomeOf(step.respond({ mfaType: 'SOFTWARE_TOKEN_MFA' }));
    expect(next).toMatchObject({ mfaType: 'SOFTWARE_TOKEN_MFA', secret: SECRET });
    expect(scripted.asked[1]).toMatchObject({
      operation: 'AssociateSoftwareToken',
      input: { Session: 'session-1' },
    });
  });

  it('lead to an address without a call', async () => {
    const { scripted, step } = await choice();
    const next = await outcomeOf(step.respond({ mfaType: 'EMAIL_OTP' }));
    expect(next).toMatchObject({ challenge: 'MFA_SETUP', mfaType: 'EMAIL_OTP' });
    expect(operations(scripted)).toEqual(['InitiateAuth']);
  });

  it('can be chosen from again when the network failed', async () => {
    const { scripted, step } = await choice();
    scripted.script(new TypeError('Failed to fetch'), associated);
    const answer = { mfaType: 'SOFTWARE_TOKEN_MFA' } as const;
    expect(await outcomeOf(step.respond(answer))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await outcomeOf(step.respond(answer))).toMatchObject({ secret: SECRET });
  });
});

describe('an authenticator app', () => {
  it('shows its secret and a URI', async () => {
    const { scripted, step } = await totp({ totpIssuer: 'Example' });
    expect(step).toEqual({
      status: 'challenge',
      challenge: 'MFA_SETUP',
      parameters: { MFAS_CAN_SETUP: APP },
      mfaType: 'SOFTWARE_TOKEN_MFA',
      secret: SECRET,
      uri: `otpauth://totp/Example:mar%C3%ADa?secret=${SECRET}&issuer=Example`,
      respond: RESPOND,
      suspend: RESPOND,
    });
    expect(scripted.asked[1]).toMatchObject({ operation: 'AssociateSoftwareToken' });
    expect(scripted.asked[1]?.input).toEqual({ Session: 'session-1' });
  });

  it('has the page’s host as the issuer', async () => {
    const { step } = await totp();
    expect(step.uri).toContain('issuer=localhost');
  });

  it('shows the account under the name the user typed, not under Cognito’s', async () => {
    const { step } = await totp({ username: 'm@example.com' }, { USER_ID_FOR_SRP: '7f1a-3c52' });
    expect(step.uri).toContain('/localhost:m%40example.com?');
  });

  it('verifies the first code, then answers the challenge', async () => {
    const { scripted, step } = await totp();
    scripted.script(verified, tokensOf(scripted.tab));
    const next = await outcomeOf(step.respond({ code: '123 456', deviceName: 'My phone' }));
    expect(next).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked.slice(2)).toMatchObject([
      { operation: 'VerifySoftwareToken' },
      { operation: 'RespondToAuthChallenge' },
    ]);
    expect(scripted.asked.slice(2).map(({ input }) => input)).toEqual([
      { Session: 'session-2', UserCode: '123456', FriendlyDeviceName: 'My phone' },
      {
        ClientId: scripted.tab.config.clientId,
        ChallengeName: 'MFA_SETUP',
        ChallengeResponses: { USERNAME: 'maría' },
        Session: 'session-3',
      },
    ]);
  });

  it('needs no name', async () => {
    const { scripted, step } = await totp();
    scripted.script(verified, tokensOf(scripted.tab));
    await outcomeOf(step.respond({ code: '123456' }));
    expect(scripted.asked[2]?.input).toEqual({ Session: 'session-2', UserCode: '123456' });
  });

  it('passes client metadata on', async () => {
    const { scripted, step } = await totp({ clientMetadata: { a: 'b' } });
    scripted.script(verified, new TypeError('Failed to fetch'), tokensOf(scripted.tab));
    await outcomeOf(step.respond({ code: '1' }));
    await outcomeOf(step.respond({ code: '1', clientMetadata: { c: 'd' } }));
    expect(scripted.asked.map(({ input }) => input['ClientMetadata'])).toEqual([
      { a: 'b' },
      undefined,
      undefined,
      { a: 'b' },
      { c: 'd' },
    ]);
  });

  it.each(['CodeMismatchException', 'EnableSoftwareTokenMFAException'])(
    'asks for another code after %s',
    async (name) => {
      const { scripted, step } = await totp();
      scripted.script(refusal(name), verified, tokensOf(scripted.tab));
      const error = await outcomeOf<SignInError>(step.respond({ code: '1' }));
      expect(error).toMatchObject({ code: 'WRONG_CODE', cause: { name } });
      expect(await outcomeOf(step.respond({ code: '2' }))).toMatchObject({ status: 'signed-in' });
      expect(scripted.asked.slice(2).map(({ input }) => input['UserCode'])).toEqual([
        '1',
        '2',
        undefined,
      ]);
    },
  );

  it('asks for another code when Cognito says ERROR, and verifies that one', async () => {
    const { scripted, step } = await totp();
    scripted.script({ Status: 'ERROR', Session: 'session-x' });
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject({ code: 'WRONG_CODE' });
    scripted.script(verified, tokensOf(scripted.tab));
    expect(await outcomeOf(step.respond({ code: '2' }))).toMatchObject({ status: 'signed-in' });
    expect(operations(scripted).slice(2)).toEqual([
      'VerifySoftwareToken',
      'VerifySoftwareToken',
      'RespondToAuthChallenge',
    ]);
  });

  it('verifies once: if the answer after that is lost, only that call is repeated', async () => {
    const { scripted, step } = await totp();
    scripted.script(verified, new TypeError('Failed to fetch'), tokensOf(scripted.tab));
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject({ status: 'signed-in' });
    expect(operations(scripted).slice(2)).toEqual([
      'VerifySoftwareToken',
      'RespondToAuthChallenge',
      'RespondToAuthChallenge',
    ]);
    expect(scripted.asked[4]?.input).toEqual(scripted.asked[3]?.input);
  });

  it('verifies again when the verification itself was lost', async () => {
    const { scripted, step } = await totp();
    scripted.script(new TypeError('Failed to fetch'), verified, tokensOf(scripted.tab));
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject({ status: 'signed-in' });
  });

  it('errors with CHALLENGE_EXPIRED when it took too long', async () => {
    const { scripted, step } = await totp();
    scripted.script(refusal('NotAuthorizedException', 'Invalid session for the user.'));
    const error = await outcomeOf(step.respond({ code: '1' }));
    expect(error).toMatchObject({ code: 'CHALLENGE_EXPIRED' });
  });

  it('may be followed by a challenge of its own', async () => {
    const { scripted, step } = await totp();
    scripted.script(verified, challenge('SOFTWARE_TOKEN_MFA', {}, { Session: 'session-4' }));
    const next = await outcomeOf<CodeStep>(step.respond({ code: '1' }));
    expect(next.challenge).toBe('SOFTWARE_TOKEN_MFA');
    await outcomeOf(next.respond({ code: '2' }));
    expect(scripted.asked.at(-1)?.input.Session).toBe('session-4');
  });

  it('without a secret from Cognito is UNAVAILABLE', async () => {
    const scripted = openScriptedSignIn();
    scripted.script(setUp(APP), { Session: 'session-2' });
    expect(await scripted.signIn()).toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('an e-mail address', () => {
  it('is sent, and a code is asked for', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<EmailSetupStep>(setUp('["EMAIL_OTP"]'));
    expect(step).toEqual({
      status: 'challenge',
      challenge: 'MFA_SETUP',
      parameters: { MFAS_CAN_SETUP: '["EMAIL_OTP"]' },
      mfaType: 'EMAIL_OTP',
      respond: RESPOND,
      suspend: RESPOND,
    });
    scripted.script(challenge('EMAIL_OTP', {}, { Session: 'session-2' }));
    expect(await outcomeOf(step.respond({ email: 'm@example.com' }))).toMatchObject({
      challenge: 'EMAIL_OTP',
    });
    expect(scripted.asked[1]?.input).toEqual({
      ClientId: scripted.tab.config.clientId,
      ChallengeName: 'MFA_SETUP',
      ChallengeResponses: { USERNAME: 'maría', EMAIL: 'm@example.com' },
      Session: 'session-1',
    });
  });

  it('can be given again when it is malformed', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<EmailSetupStep>(setUp('["EMAIL_OTP"]'));
    scripted.script(refusal('InvalidParameterException', 'Invalid email address format.'));
    expect(await outcomeOf(step.respond({ email: 'm' }))).toMatchObject({
      code: 'INVALID_INPUT',
      reason: 'Invalid email address format.',
    });
    scripted.script(challenge('EMAIL_OTP'));
    expect(await outcomeOf(step.respond({ email: 'm@example.com' }))).toMatchObject({
      challenge: 'EMAIL_OTP',
    });
  });
});
