// Tests a suspended sign-in between its pages: which page may resume it, and how a sign-out ends
// it.

import { settle } from '../../test/support/fake-clock';
import { FakeStore, quotaExceeded, STORE_KEY } from '../../test/support/fake-store';
import { observe } from '../../test/support/observed';
import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  refusal,
  type ScriptedSignIn,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { SrpCognito } from '../../test/support/srp-cognito';
import { offerWebCrypto } from '../../test/support/web-crypto';
import type { SignInError } from './sign-in-error';
import type { CodeStep, SignInStep } from './sign-in-step';

offerWebCrypto();
// In plain Node, `crypto` is shared by all spec files of a worker.
afterEach(() => void Reflect.deleteProperty(crypto, 'subtle'));

const KEY = `${STORE_KEY}.suspended`;
const EXPIRED = { name: 'SignInError', code: 'CHALLENGE_EXPIRED' };
const SMS = { challenge: 'SMS_MFA' };

const resume = ({ service }: ScriptedSignIn, text: string): Promise<SignInStep | SignInError> =>
  outcomeOf(service.resume(text));
const signOut = (scripted: ScriptedSignIn): void => void scripted.tab.manager.signOut();

async function suspended(options: Parameters<typeof openScriptedSignIn>[0] = {}) {
  const scripted = openScriptedSignIn(options);
  const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
  return { scripted, step, text: step.suspend() };
}
describe('resume', () => {
  it('runs when it is called, and replays its step', async () => {
    const { scripted, text } = await suspended();
    const page = openScriptedSignIn({ after: scripted });
    const step$ = page.service.resume(text);
    await settle();
    for (const seen of [observe(step$), observe(step$)]) {
      expect(seen).toMatchObject({ values: [SMS], errors: [], completions: 1 });
    }
  });

  it('takes the text parsed, too', async () => {
    const { scripted, text } = await suspended();
    expect(await resume(scripted, JSON.parse(text) as never)).toMatchObject(SMS);
  });

  it('can be suspended again, as often as the page is loaded', async () => {
    const { scripted, text } = await suspended();
    const second = (await resume(openScriptedSignIn({ after: scripted }), text)) as CodeStep;
    expect(second.suspend()).toBe(text);
  });

  it('gives each of two pages the step; Cognito takes one answer', async () => {
    const { scripted, text } = await suspended();
    const [first, second] = [
      openScriptedSignIn({ after: scripted }),
      openScriptedSignIn({ after: scripted }),
    ];
    const steps = [await resume(first, text), await resume(second, text)] as CodeStep[];
    first.script(tokensOf(first.tab));
    second.script(
      refusal(
        'NotAuthorizedException',
        'Invalid session for the user, session can only be used once.',
      ),
    );
    expect(await outcomeOf(steps[0]!.respond({ code: '1' }))).toMatchObject({
      status: 'signed-in',
    });
    expect(await outcomeOf(steps[1]!.respond({ code: '1' }))).toMatchObject(EXPIRED);
  });

  it('counts as the latest sign-in: an older one of the page ends when its tokens come', async () => {
    const { scripted, text } = await suspended();
    const page = openScriptedSignIn({ after: scripted });
    const older = await page.challenged<CodeStep>(challenge('EMAIL_OTP'));
    const started = older.respond({ code: '1' });
    page.script(tokensOf(page.tab), {});
    await resume(page, text);
    expect(await outcomeOf(started)).toMatchObject(EXPIRED);
    expect(page.tab.manager.state.status).toBe('signed-out');
  });

  it('keeps no id of a sign-in that is complete', async () => {
    const { scripted, text } = await suspended();
    expect(scripted.tab.store.items.has(KEY)).toBe(true);
    const page = openScriptedSignIn({ after: scripted });
    const step = (await resume(page, text)) as CodeStep;
    page.script(tokensOf(page.tab));
    await outcomeOf(step.respond({ code: '1' }));
    expect([...scripted.tab.store.items.keys()]).toEqual([STORE_KEY]);
  });

  it('uses a remembered device, whose secret is not in the text', async () => {
    const device = {
      deviceKey: 'eu-west-1_d1',
      deviceGroupKey: '-group',
      password: 'device-secret',
    };
    const store = new FakeStore();
    store.items.set(`${STORE_KEY}.device.maría`, JSON.stringify(device));
    const { text } = await suspended({ store });
    expect(text).not.toContain(device.password);
    const page = openScriptedSignIn({ store });
    const step = (await resume(page, text)) as CodeStep;
    const srp = new SrpCognito(
      { group: device.deviceGroupKey, user: device.deviceKey, password: device.password },
      'DEVICE_PASSWORD_VERIFIER',
      { USERNAME: 'maría', DEVICE_KEY: device.deviceKey },
    );
    page.script(challenge('DEVICE_SRP_AUTH'), srp.ask, srp.check(tokensOf(page.tab)));
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject({ status: 'signed-in' });
    expect(page.asked[0]?.input.ChallengeResponses).toMatchObject({ DEVICE_KEY: 'eu-west-1_d1' });
  });
});

describe('C11 a sign-out after suspend', () => {
  it('ends it, in the same page', async () => {
    const { scripted, text } = await suspended();
    signOut(scripted);
    expect(await resume(scripted, text)).toMatchObject(EXPIRED);
    expect(scripted.asked).toHaveLength(1);
  });

  it('ends it when the page that suspended it is gone, and another page signs out', async () => {
    const { scripted, text } = await suspended();
    signOut(openScriptedSignIn({ after: scripted }));
    await settle();
    expect(await resume(openScriptedSignIn({ after: scripted }), text)).toMatchObject(EXPIRED);
  });

  it('ends it when it comes while the text is read', async () => {
    const { scripted, text } = await suspended();
    const page = openScriptedSignIn({ after: scripted });
    const step$ = page.service.resume(text);
    signOut(page);
    expect(await outcomeOf(step$)).toMatchObject(EXPIRED);
  });

  it('ends the steps that were resumed before', async () => {
    const { scripted, text } = await suspended();
    const page = openScriptedSignIn({ after: scripted });
    const step = (await resume(page, text)) as CodeStep;
    signOut(page);
    expect(await outcomeOf(step.respond({ code: '1' }))).toMatchObject(EXPIRED);
    expect(page.asked).toEqual([]);
  });

  it('a sign-out before suspend ended it as well', async () => {
    const { scripted, step } = await suspended();
    signOut(scripted);
    expect(await resume(openScriptedSignIn({ after: scripted }), step.suspend())).toMatchObject(
      EXPIRED,
    );
  });

  it('does not end what begins after it', async () => {
    const { scripted } = await suspended();
    signOut(scripted);
    const later = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    expect(await resume(openScriptedSignIn({ after: scripted }), later.suspend())).toMatchObject(
      SMS,
    );
  });

  it('in another tab ends it where tabs have stores of their own, if this tab hears of it', async () => {
    const { scripted, text } = await suspended({ shared: false });
    scripted.tab.channel.hear({ type: 'ended', generation: 'theirs', reason: 'sign-out' });
    await settle();
    expect(
      await resume(openScriptedSignIn({ after: scripted, shared: false }), text),
    ).toMatchObject(EXPIRED);
  });

  it('reported late ends no sign-in of other pages, where tabs share a store', async () => {
    const { scripted, text } = await suspended();
    const page = openScriptedSignIn({ after: scripted });
    await page.challenged<CodeStep>(challenge('SMS_MFA'));
    page.tab.channel.hear({ type: 'ended', generation: 'theirs', reason: 'sign-out' });
    await settle();
    expect(await resume(openScriptedSignIn({ after: scripted }), text)).toMatchObject(SMS);
  });

  it('that another tab has reported ends those of this page, also when the other tab is closed', async () => {
    const { scripted, text } = await suspended();
    scripted.tab.channel.hear({ type: 'ended', generation: 'theirs', reason: 'sign-out' });
    await settle();
    expect(await resume(openScriptedSignIn({ after: scripted }), text)).toMatchObject(EXPIRED);
  });
});

describe('suspend', () => {
  it('never throws in a page whose store fails', async () => {
    const scripted = openScriptedSignIn();
    const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    scripted.tab.store.before = () => {
      throw quotaExceeded();
    };
    expect(await resume(scripted, step.suspend())).toMatchObject(SMS);
  });

  it('never throws in a page whose runtime did not load; another page knows of the sign-out', async () => {
    const scripted = openScriptedSignIn({ load: () => Promise.reject(new Error('gone')) });
    const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
    const text = step.suspend();
    expect(await resume(scripted, text)).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await resume(openScriptedSignIn({ after: scripted }), text)).toMatchObject(SMS);
  });

  describe('in a page whose runtime is not loaded yet', () => {
    /** The first download fails, as after a deployment; the spec lets the next one come. */
    async function open() {
      let loads = 0;
      let arrive = (): void => undefined;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const load = () => (loads++ === 0 ? Promise.reject(new Error('gone')) : arrived);
      const { scripted, text } = await suspended({ load });
      return { scripted, text, arrive, loads: () => loads };
    }

    it('loads it, and then keeps the id for later sign-outs', async () => {
      const { scripted, text, arrive, loads } = await open();
      expect(loads()).toBe(2);
      arrive();
      await settle();
      expect(scripted.tab.store.items.get(KEY)).toContain((JSON.parse(text) as { id: string }).id);
      signOut(openScriptedSignIn({ after: scripted }));
      expect(await resume(openScriptedSignIn({ after: scripted }), text)).toMatchObject(EXPIRED);
    });

    it.each([
      ['in the page', (scripted: ScriptedSignIn) => signOut(scripted)],
      [
        'that the page hears of',
        ({ tab }: ScriptedSignIn) =>
          tab.channel.hear({ type: 'ended', generation: 'theirs', reason: 'sign-out' }),
      ],
    ])('C11 a sign-out %s, before it is loaded, ends it', async (_, end) => {
      const { scripted, text, arrive } = await open();
      end(scripted);
      arrive();
      await settle();
      expect(await resume(openScriptedSignIn({ after: scripted }), text)).toMatchObject(EXPIRED);
    });
  });
});
