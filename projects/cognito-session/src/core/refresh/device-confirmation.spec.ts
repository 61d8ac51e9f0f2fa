// G13: the calls and time limits of a device's confirmation, and the effect of its failure on the
// refresh.

import { FakeClock } from '../../../test/support/fake-clock';
import { observe } from '../../../test/support/observed';
import { ScriptedGateway } from '../../../test/support/scripted-gateway';
import { openSimulatedCore } from '../../../test/support/simulated-core';
import { CognitoGateway } from '../cognito/cognito-gateway';
import { CognitoServiceError } from '../cognito/cognito-service-error';
import { DeviceConfirmation } from './device-confirmation';
import type { DeviceRecord } from './device-key';

const verifier = { PasswordVerifier: 'dmVyaWZpZXI=', Salt: 'c2FsdA==' };
const unconfirmed = { deviceName: 'Firefox', verifier };
const DEVICE = { deviceKey: 'eu-west-1_d1', ...unconfirmed };
const RECORD = { deviceKey: 'eu-west-1_d1', password: 'secret', unconfirmed };

type Answer = () => unknown;
const refused =
  (name: string, status = 400): Answer =>
  () => {
    throw new CognitoServiceError(name, 'no', status);
  };
const drop: Answer = () => {
  throw new TypeError('Failed to fetch');
};
const hang: Answer = () => new Promise(() => undefined);

/** A tab with these answers to ConfirmDevice; the last one repeats. */
function open(answers: Answer[], { record = RECORD, claims = {} }: OpenOptions = {}) {
  const clock = new FakeClock();
  const calls: { at: number; sent: unknown }[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  class Answering extends CognitoGateway {
    override async send(...sent: Parameters<CognitoGateway['send']>): Promise<never> {
      const [operation, input, options] = sent;
      signals.push(options?.signal);
      calls.push({ at: clock.monotonic(), sent: [operation, input] });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return (await answer?.()) as never;
    }
  }
  const core = openSimulatedCore({ clock });
  const active = core.hold({}, core.pool.issue({ ...claims }));
  let kept: DeviceRecord | null | undefined = record;
  const confirmation = new DeviceConfirmation({
    gateway: new Answering(),
    clock,
    deviceRecords: {
      read: () => Promise.resolve(kept ?? undefined),
      write: (_held, written) => Promise.resolve(void (kept = written)),
    },
  });
  const told = observe(confirmation.failures$);
  const settled = async <T>(work: Promise<T>): Promise<{ outcome: T | Error; ms: number }> => {
    const start = clock.monotonic();
    let ms = NaN;
    const ended = work
      .catch((error: unknown) => error as Error)
      .finally(() => (ms = clock.monotonic() - start));
    await clock.advance(60_000);
    return { outcome: await ended, ms };
  };
  return {
    clock,
    calls,
    signals,
    active,
    told,
    kept: () => kept,
    confirm: () => settled(confirmation.confirm(DEVICE, 'access')),
    beforeRefresh: () => settled(confirmation.confirmKept(active)),
  };
}
interface OpenOptions {
  readonly record?: DeviceRecord;
  readonly claims?: object;
}

beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0.5));
afterEach(() => jest.restoreAllMocks());

describe('G13 a confirmation at the sign-in', () => {
  it.each([true, false, undefined])('sends it once: %p', async (necessary) => {
    const { calls, confirm, clock } = open([() => ({ UserConfirmationNecessary: necessary })]);
    const { outcome } = await confirm();
    expect(outcome).toEqual({ confirmed: true, userDecides: necessary ?? false });
    const input = {
      AccessToken: 'access',
      DeviceKey: 'eu-west-1_d1',
      DeviceName: 'Firefox',
      DeviceSecretVerifierConfig: verifier,
    };
    expect(calls).toEqual([{ at: 0, sent: ['ConfirmDevice', input] }]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is made three times at most, with pauses that grow', async () => {
    const { calls, confirm } = open([drop]);
    const { outcome } = await confirm();
    expect(calls.map(({ at }) => at)).toEqual([0, 500, 1500]);
    expect(outcome).toMatchObject({
      confirmed: false,
      mayPass: true,
      error: {
        code: 'REFRESH_UNAVAILABLE',
        message: expect.stringContaining('(TypeError); it is tried again') as string,
        cause: { name: 'TypeError' },
      },
    });
  });

  it('waits 5 s for an answer, and ends after 10 s', async () => {
    const { calls, confirm, signals } = open([hang]);
    const { outcome, ms } = await confirm();
    expect(calls.map(({ at }) => at)).toEqual([0, 5500]);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
    expect(ms).toBe(10_000);
    expect(outcome).toMatchObject({ confirmed: false, mayPass: true });
  });

  it('counts when an earlier call got through, and the user has nothing to decide then', async () => {
    const { confirm } = open([refused('DeviceKeyExistsException')]);
    expect((await confirm()).outcome).toEqual({ confirmed: true, userDecides: false });
  });

  it.each([
    ['NotAuthorizedException', 'NOT_SIGNED_IN', false],
    ['InvalidParameterException', 'INVALID_CONFIG', false],
    ['ForbiddenException', 'REFRESH_UNAVAILABLE', true],
    ['NotDeviceKeyExistsException', 'REFRESH_UNAVAILABLE', true],
  ])('is made once when Cognito answers %s', async (name, code, mayPass) => {
    const { calls, confirm } = open([refused(name)]);
    const { outcome } = await confirm();
    expect(outcome).toMatchObject({ confirmed: false, mayPass, error: { code } });
    const { message } = (outcome as { error: Error }).error;
    expect(message).toContain(mayPass ? 'tried again' : 'will refuse to refresh');
    expect(calls).toHaveLength(1);
  });
});

describe('G13 a confirmation before the refresh', () => {
  it('is not made when the device is confirmed', async () => {
    const record = { deviceKey: 'eu-west-1_d1' };
    const { calls, beforeRefresh, kept } = open([drop], { record });
    await beforeRefresh();
    expect(calls).toEqual([]);
    expect(kept()).toBe(record);
  });

  it.each([[{}], [{ device_key: 'eu-west-1_d1' }]])(
    'is made with what is kept, and noted: claims %j',
    async (claims) => {
      const { calls, beforeRefresh, kept, told, active } = open([() => ({})], { claims });
      expect((await beforeRefresh()).outcome).toBeUndefined();
      expect(calls).toMatchObject([
        {
          sent: [
            'ConfirmDevice',
            {
              AccessToken: active.session.getAccessToken().getJwtToken(),
              DeviceKey: 'eu-west-1_d1',
              DeviceName: 'Firefox',
              DeviceSecretVerifierConfig: verifier,
            },
          ],
        },
      ]);
      expect(kept()).toEqual({ deviceKey: 'eu-west-1_d1', password: 'secret' });
      expect(told.values).toEqual([]);
    },
  );

  it('is not made for a device of another session', async () => {
    const { calls, beforeRefresh, kept } = open([drop], { claims: { device_key: 'another' } });
    await beforeRefresh();
    expect(calls).toEqual([]);
    expect(kept()).toBe(RECORD);
  });

  it('is not made where no devices are kept, or the record names none', async () => {
    const { active, clock, calls } = open([drop]);
    await new DeviceConfirmation({ gateway: new ScriptedGateway(), clock }).confirmKept(active);
    const nameless = open([drop], { record: { unconfirmed } as unknown as DeviceRecord });
    expect((await nameless.beforeRefresh()).outcome).toBeUndefined();
    expect([...calls, ...nameless.calls]).toEqual([]);
  });

  it.each([
    ['goes on once the access token has expired, which confirms nothing', 3_600_000, false],
    ['waits up to the last moment of the access token', 3_599_000, true],
  ])('that may succeed later: the refresh %s', async (_name, afterMs, waits) => {
    const { clock, beforeRefresh, kept } = open([refused('ForbiddenException')]);
    await clock.advance(afterMs);
    const { outcome } = await beforeRefresh();
    expect(outcome instanceof Error).toBe(waits);
    expect(kept()).toBe(RECORD);
  });

  it('that was made by a call whose answer was lost counts', async () => {
    const { beforeRefresh, kept, told } = open([refused('DeviceKeyExistsException')]);
    expect((await beforeRefresh()).outcome).toBeUndefined();
    expect(kept()).not.toHaveProperty('unconfirmed');
    expect(told.values).toEqual([]);
  });

  it('ends after 3 s, and the refresh waits for a better time', async () => {
    const { beforeRefresh, kept, told, calls } = open([hang]);
    const { outcome, ms } = await beforeRefresh();
    expect(outcome).toMatchObject({ name: 'TimeoutError' });
    expect(ms).toBe(3000);
    expect(calls.map(({ at }) => at)).toEqual([0, 2500]);
    expect(kept()).toBe(RECORD);
    expect(told.values).toMatchObject([{ code: 'REFRESH_UNAVAILABLE' }]);
  });

  it('that fails for good emits an event, is forgotten, and lets the refresh go on', async () => {
    const { beforeRefresh, kept, told } = open([refused('ResourceNotFoundException')]);
    expect((await beforeRefresh()).outcome).toBeUndefined();
    expect(kept()).toBeNull();
    expect(told.values).toMatchObject([{ code: 'INVALID_CONFIG' }]);
  });
});
