// Tests passkeys as the first factor: the call to the browser, and the answer to Cognito.

import {
  challenge,
  openTalk,
  outcomeOf,
  type Talk,
  tokensOf,
} from '../../../test/support/sign-in-talk';
import {
  fakeCredentialJson,
  offerPasskeys,
  withdrawPasskeys,
} from '../../../test/support/fake-passkeys';
import type { WebAuthnStep } from '../sign-in-step';

const WITHOUT_PASSWORD = { flow: 'USER_AUTH', password: '' } as const;
/** The `ChallengeResponses` of the last call. */
const sent = ({ asked }: Talk): unknown => asked.at(-1)?.input.ChallengeResponses;

describe('a passkey', () => {
  const OPTIONS = { challenge: 'c2VjcmV0', rpId: 'localhost', userVerification: 'preferred' };
  const open = async (): Promise<{ talk: Talk; step: WebAuthnStep }> => {
    const talk = openTalk();
    const parameters = { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(OPTIONS) };
    const step = await talk.challenged<WebAuthnStep>(
      challenge('WEB_AUTHN', parameters),
      WITHOUT_PASSWORD,
    );
    return { talk, step };
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
    const { talk, step } = await open();
    talk.script(tokensOf(talk.tab));
    const { signal } = new AbortController();
    expect(await outcomeOf(step.respond({ signal }))).toMatchObject({ status: 'signed-in' });
    expect(talk.asked[1]?.input).toEqual({
      ClientId: talk.tab.config.clientId,
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
    const { talk, step } = await open();
    await outcomeOf(step.respond({ credential: { id: 'own' } }));
    expect(sent(talk)).toEqual({ USERNAME: 'maría', CREDENTIAL: '{"id":"own"}' });
    expect(passkeys.calls).toEqual([]);
  });

  it('that the user cancelled is PASSKEY_FAILED, is not sent, and can be tried again', async () => {
    const { talk, step } = await open();
    offerPasskeys({ get: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
    expect(await outcomeOf(step.respond({}))).toMatchObject({
      code: 'PASSKEY_FAILED',
      cause: { name: 'NotAllowedError' },
    });
    expect(talk.asked).toHaveLength(1);
    offerPasskeys();
    talk.script(tokensOf(talk.tab));
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
