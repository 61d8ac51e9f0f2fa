// Tests passkeys as the first factor: the call to the browser, and the answer to Cognito.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  type ScriptedSignIn,
  tokensOf,
} from '../../../test/support/scripted-sign-in';
import {
  fakeCredentialJson,
  offerPasskeys,
  withdrawPasskeys,
} from '../../../test/support/fake-passkeys';
import type { WebAuthnStep } from '../sign-in-step';

const WITHOUT_PASSWORD = { flow: 'USER_AUTH', password: '' } as const;
/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: ScriptedSignIn): unknown => asked.at(-1)?.input.ChallengeResponses;

describe('a passkey', () => {
  const OPTIONS = { challenge: 'c2VjcmV0', rpId: 'localhost', userVerification: 'preferred' };
  const open = async (): Promise<{ scripted: ScriptedSignIn; step: WebAuthnStep }> => {
    const scripted = openScriptedSignIn();
    const parameters = { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(OPTIONS) };
    const step = await scripted.challenged<WebAuthnStep>(
      challenge('WEB_AUTHN', parameters),
      WITHOUT_PASSWORD,
    );
    return { scripted, step };
  };
  afterEach(withdrawPasskeys);

  it('shows the options, and opens no dialog yet', async () => {
    const passkeys = offerPasskeys();
    const { step } = await open();
    expect(step.challenge).toBe('WEB_AUTHN');
    expect(step.options).toEqual(OPTIONS);
    expect(passkeys.calls).toEqual([]);
  });

  it('is requested from the browser and sent as JSON', async () => {
    const passkeys = offerPasskeys();
    const { scripted, step } = await open();
    scripted.script(tokensOf(scripted.tab));
    const { signal } = new AbortController();
    expect(await outcomeOf(step.respond({ signal }))).toMatchObject({ status: 'signed-in' });
    expect(scripted.asked[1]?.input).toEqual({
      ClientId: scripted.tab.config.clientId,
      ChallengeName: 'WEB_AUTHN',
      ChallengeResponses: {
        USERNAME: 'maría',
        CREDENTIAL: JSON.stringify(fakeCredentialJson('get')),
      },
      Session: 'session-1',
    });
    expect(passkeys.calls).toMatchObject([['get', { publicKey: { rpId: 'localhost' }, signal }]]);
  });

  it('can come from the app', async () => {
    const passkeys = offerPasskeys();
    const { scripted, step } = await open();
    await outcomeOf(step.respond({ credential: { id: 'own' } }));
    expect(sent(scripted)).toEqual({ USERNAME: 'maría', CREDENTIAL: '{"id":"own"}' });
    expect(passkeys.calls).toEqual([]);
  });

  it('that the user cancelled is PASSKEY_FAILED, is not sent, and can be tried again', async () => {
    const { scripted, step } = await open();
    offerPasskeys({ get: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
    expect(await outcomeOf(step.respond({}))).toMatchObject({
      code: 'PASSKEY_FAILED',
      cause: { name: 'NotAllowedError' },
    });
    expect(scripted.asked).toHaveLength(1);
    offerPasskeys();
    scripted.script(tokensOf(scripted.tab));
    expect(await outcomeOf(step.respond({}))).toMatchObject({ status: 'signed-in' });
  });

  it('is PASSKEY_FAILED in a browser without them', async () => {
    const { step } = await open();
    expect(await outcomeOf(step.respond({}))).toMatchObject({ code: 'PASSKEY_FAILED' });
  });

  it('that cannot be converted to JSON is a typed error', async () => {
    const { step } = await open();
    const credential: Record<string, unknown> = {};
    credential['self'] = credential;
    expect(await outcomeOf(step.respond({ credential }))).toMatchObject({ name: 'SignInError' });
  });
});
