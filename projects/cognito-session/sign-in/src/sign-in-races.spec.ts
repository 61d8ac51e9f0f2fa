// Tests sign-ins that overlap with sign-outs, other sign-ins, missing answers and slow stores.

import { firstValueFrom } from 'rxjs';
import { FakeClock } from '../../test/support/fake-clock';
import { FakePool, hang, type Outcome } from '../../test/support/fake-pool';
import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { observe } from '../../test/support/observed';
import { DOOR, type SessionApp } from '../../test/support/session-app';
import {
  answerChallenge,
  answerTokens,
  openSignInHarness,
  REQUEST,
  type SignInHarness,
} from '../../test/support/sign-in-harness';
import { offerWebCrypto } from '../../test/support/web-crypto';
import type { CodeStep } from './sign-in-step';

offerWebCrypto();

const DEVICE_RECORD = `${STORE_KEY}.device.maria`;
const NewDeviceMetadata = { DeviceKey: 'eu-west-1_d1', DeviceGroupKey: '-group' };

describe('a sign-in', () => {
  let harness: SignInHarness;
  let app: SessionApp;
  let store: FakeStore;
  beforeEach(async () => {
    store = new FakeStore();
    harness = await openSignInHarness(DOOR, { store });
    ({ app } = harness);
  });

  async function code(): Promise<CodeStep> {
    app.pool.next('InitiateAuth', answerChallenge('SMS_MFA'));
    return (await harness.signIn()).values[0] as CodeStep;
  }
  const tokensFor = (sub: string): Outcome => answerTokens(app.pool.issue({ sub }));

  it('E09: of two sign-ins at once the later one wins, whichever is answered first', async () => {
    // The first answer comes after the second one.
    app.pool.next(
      'InitiateAuth',
      () => app.clock.delay(100).then(tokensFor('first')),
      tokensFor('second'),
    );
    const steps = [harness.service.signIn(REQUEST), harness.service.signIn(REQUEST)].map((step$) =>
      observe(step$),
    );
    await app.clock.advance(1000);
    expect(steps.map(({ values }) => values.length)).toEqual([0, 1]);
    expect(steps[0]!.errors).toMatchObject([{ code: 'CHALLENGE_EXPIRED' }]);
    expect(app.session.user()?.sub).toBe('second');
  });

  it('an answer that never comes leaves session and page alone', async () => {
    const session = await app.signIn();
    app.pool.always('InitiateAuth', hang);
    const { values, errors } = observe(harness.service.signIn(REQUEST));
    await app.clock.advance(1000);
    expect([...values, ...errors]).toEqual([]);
    expect(app.session.session()).toBe(session);
  });

  it('a session stays, and can be used, until the last challenge is answered', async () => {
    const session = await app.signIn();
    const step = await code();
    expect(await firstValueFrom(app.session.getSession())).toBe(session);
    app.pool.next('RespondToAuthChallenge', answerChallenge('EMAIL_OTP', 'session-2'));
    const [next] = (await harness.finish(step.respond({ code: '1' }))).values;
    expect(app.session.session()).toBe(session);
    app.pool.next('RespondToAuthChallenge', tokensFor('second'));
    await harness.finish((next as CodeStep).respond({ code: '2' }));
    expect(app.session.user()?.sub).toBe('second');
  });

  it('C11: a sign-out ends the attempt, and the user can sign in anew', async () => {
    await app.signIn();
    const step = await code();
    await harness.finish(app.session.signOut());
    const { errors } = await harness.finish(step.respond({ code: '1' }));
    expect(errors).toMatchObject([{ code: 'CHALLENGE_EXPIRED' }]);
    expect(app.pool.count('RespondToAuthChallenge')).toBe(0);
    app.pool.next('InitiateAuth', tokensFor('back'));
    expect((await harness.signIn()).values).toMatchObject([{ status: 'signed-in' }]);
    expect(app.session.user()?.sub).toBe('back');
  });

  it('C11: a sign-out while the answer is under way: its tokens are revoked and never stored', async () => {
    await app.signIn();
    const step = await code();
    const late = app.pool.issue({ sub: 'late' });
    app.pool.next('RespondToAuthChallenge', answerTokens(late));
    const next = observe(step.respond({ code: '1' }));
    await app.clock.advance(1);
    app.session.signOut();
    await app.clock.advance(1000);
    expect(next.errors).toMatchObject([{ code: 'CHALLENGE_EXPIRED' }]);
    expect(app.session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
    expect(store.items.get(STORE_KEY)).toBeUndefined();
    expect(harness.inputsOf('RevokeToken')).toContainEqual({
      ClientId: app.pool.clientId,
      Token: late.RefreshToken,
    });
  });

  it('a challenge of one sign-in can be answered after another one is complete', async () => {
    const step = await code();
    app.pool.next('InitiateAuth', tokensFor('other'));
    await harness.signIn();
    expect(app.session.user()?.sub).toBe('other');
    app.pool.next('RespondToAuthChallenge', tokensFor('first'));
    const events = observe(app.session.events$);
    await harness.finish(step.respond({ code: '1' }));
    expect(app.session.user()?.sub).toBe('first');
    expect(events.values.map(({ type }) => type)).toEqual(['user-changed']);
  });

  it('an answer with tokens of another pool keeps the current session', async () => {
    const session = await app.signIn();
    const step = await code();
    app.pool.next(
      'RespondToAuthChallenge',
      answerTokens(app.pool.issue({ iss: 'https://evil.com' })),
    );
    const { errors } = await harness.finish(step.respond({ code: '1' }));
    expect(errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(app.session.session()).toBe(session);
  });

  it('a store that is full does not fail the sign-in', async () => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    store.before = ({ kind }) => {
      if (kind === 'set') throw new DOMException('full', 'QuotaExceededError');
    };
    app.pool.next('InitiateAuth', tokensFor('first'));
    expect((await harness.signIn()).values).toMatchObject([{ status: 'signed-in' }]);
    expect(app.session.isAuthenticated()).toBe(true);
  });

  describe('a device', () => {
    beforeEach(async () => {
      app.pool.next('InitiateAuth', answerTokens(app.pool.issue(), { NewDeviceMetadata }));
      app.pool.always('ConfirmDevice', () => ({ status: 200, headers: {}, body: '{}' }));
      expect((await harness.signIn({ username: 'maria' })).values).toHaveLength(1);
    });

    it('is kept beside the session', () => {
      expect(app.pool.count('ConfirmDevice')).toBe(1);
      expect([...store.items.keys()].sort()).toEqual([STORE_KEY, DEVICE_RECORD]);
      expect(store.items.get(STORE_KEY)).not.toContain('eu-west-1_d1');
    });

    it('is still known after a sign-out', async () => {
      await harness.finish(app.session.signOut({ everywhere: true }));
      expect([...store.items.keys()]).toEqual([DEVICE_RECORD]);
      app.pool.next('InitiateAuth', answerChallenge('SMS_MFA'));
      await harness.signIn({ username: 'maria' });
      expect(harness.inputsOf('InitiateAuth').at(-1)).toMatchObject({
        AuthParameters: { USERNAME: 'maria', DEVICE_KEY: 'eu-west-1_d1' },
      });
    });

    it('is not named for another user', async () => {
      app.pool.next('InitiateAuth', answerChallenge('SMS_MFA'));
      await harness.signIn({ username: 'mario' });
      const { AuthParameters } = harness.inputsOf('InitiateAuth').at(-1) as {
        AuthParameters: object;
      };
      expect(AuthParameters).not.toHaveProperty('DEVICE_KEY');
    });
  });
});

it('a sign-in over a store behind promises keeps session and device', async () => {
  const clock = new FakeClock();
  const store = new FakeStore({ delay: { clock, ms: 50 } });
  const pool = new FakePool(clock);
  const harness = await openSignInHarness(DOOR, { clock, pool, store });
  pool.next('InitiateAuth', answerTokens(pool.issue(), { NewDeviceMetadata }));
  pool.always('ConfirmDevice', () => ({ status: 200, headers: {}, body: '{}' }));
  expect((await harness.signIn({ username: 'maria' })).values).toHaveLength(1);
  expect([...store.items.keys()].sort()).toEqual([STORE_KEY, DEVICE_RECORD]);
});
