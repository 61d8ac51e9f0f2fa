// Tests the calls of one refresh to Cognito: their number, pauses and limits.

import { FakeClock, settle } from '../../../test/support/fake-clock';
import { makeTokens } from '../../../test/support/fake-tokens';
import { CognitoGateway } from '../cognito/cognito-gateway';
import { CognitoServiceError } from '../cognito/cognito-service-error';
import { requestTokens, judgeRefreshFailure } from './refresh-call';

const INPUT = { ClientId: 'client', RefreshToken: 'refresh', ClientMetadata: { a: 'b' } };

const LIMITS = { calls: 3, deadline: 19_500 };

/** Answers one call after the other; the last answer repeats. */
class Answering extends CognitoGateway {
  readonly at: number[] = [];
  readonly sent: unknown[] = [];
  readonly signals: AbortSignal[] = [];

  constructor(
    private readonly clock: FakeClock,
    private readonly answers: (() => unknown)[],
  ) {
    super();
  }

  override async send(
    ...[operation, input, options]: Parameters<CognitoGateway['send']>
  ): Promise<never> {
    this.at.push(this.clock.monotonic());
    this.sent.push([operation, input]);
    if (options?.signal) this.signals.push(options.signal);
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    return (await answer?.()) as never;
  }
}

interface Asked {
  readonly gateway: Answering;
  readonly clock: FakeClock;
  readonly outcome: Promise<unknown>;
}

/** Requests tokens, and lets time pass until there is an outcome. */
async function ask(
  answers: (() => unknown)[],
  { limits = LIMITS, random = 0.5, ms = 60_000 } = {},
): Promise<Asked> {
  jest.spyOn(Math, 'random').mockReturnValue(random);
  const clock = new FakeClock();
  const gateway = new Answering(clock, answers);
  const outcome = requestTokens(INPUT, gateway, clock, limits).catch((error: unknown) => error);
  await clock.advance(ms);
  return { gateway, clock, outcome };
}

function fail(name: string, status = 400, retryAfter?: number): () => never {
  return () => {
    throw new CognitoServiceError(name, 'said no', status, retryAfter);
  };
}

const throttled = fail('TooManyRequestsException');

const never = (): Promise<never> => new Promise(() => undefined);

afterEach(() => jest.restoreAllMocks());

describe('requestTokens', () => {
  const tokens = makeTokens();
  const good = (): object => ({ AuthenticationResult: tokens });

  it('sends the input once and gives the tokens', async () => {
    const { gateway, outcome, clock } = await ask([good]);
    expect(await outcome).toBe(tokens);
    expect(gateway.sent).toEqual([['GetTokensFromRefreshToken', INPUT]]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('asks again after a failure that may pass, three times at most', async () => {
    const { gateway, outcome } = await ask([throttled, throttled, good]);
    expect(await outcome).toBe(tokens);
    expect(gateway.at).toHaveLength(3);
    const failing = await ask([throttled]);
    expect(await failing.outcome).toMatchObject({ name: 'TooManyRequestsException' });
    expect(failing.gateway.at).toHaveLength(3);
  });

  const unreached = (): never => {
    throw new TypeError('Failed to fetch');
  };
  it.each([
    [[throttled, unreached, unreached], 'TooManyRequestsException'],
    [[unreached, throttled, unreached], 'TooManyRequestsException'],
    [[throttled, fail('InternalErrorException', 500), unreached], 'InternalErrorException'],
    [[unreached, unreached, unreached], 'TypeError'],
  ])('fails with Cognito’s last answer, or else with the last error', async (answers, name) => {
    expect(await (await ask(answers)).outcome).toMatchObject({ name });
  });

  it('makes as many calls as allowed, even one', async () => {
    const { gateway } = await ask([throttled], { limits: { calls: 1, deadline: 19_000 } });
    expect(gateway.at).toHaveLength(1);
  });

  it('does not ask again after a refusal', async () => {
    const { gateway, outcome } = await ask([fail('NotAuthorizedException')]);
    expect(await outcome).toMatchObject({ name: 'NotAuthorizedException' });
    expect(gateway.at).toHaveLength(1);
  });

  it('waits a random part of 1 s, then of 2 s, of 4 s, and of 8 s at most', async () => {
    const limits = { calls: 7, deadline: 90_000 };
    const half = await ask([throttled], { limits, ms: 100_000 });
    expect(half.gateway.at).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500]);
    const none = await ask([throttled], { limits, random: 0 });
    expect(none.gateway.at).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('waits as long as Cognito asks, if that is longer', async () => {
    const limits = { calls: 3, deadline: 60_000 };
    const { gateway } = await ask([fail('TooManyRequestsException', 400, 3), throttled], {
      limits,
    });
    expect(gateway.at).toEqual([0, 3000, 4000]);
  });

  it('begins no call that would have less than 15 s before the deadline', async () => {
    const reaching = await ask([fail('TooManyRequestsException', 400, 4.501)]);
    expect(reaching.gateway.at).toEqual([0]);
    const within = await ask([fail('TooManyRequestsException', 400, 4.5), throttled]);
    expect(within.gateway.at).toEqual([0, 4500]);
  });

  it('F09 aborts a call after 16 s, and makes no second call without an answer to the first', async () => {
    const { gateway, outcome } = await ask([never], {
      random: 0,
      limits: { calls: 3, deadline: 60_000 },
    });
    expect(gateway.at).toEqual([0]);
    expect(gateway.signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await outcome).toMatchObject({
      name: 'TimeoutError',
      message: 'no answer within 16000 ms',
    });
  });

  it('begins no call without the time of an answer, since a rotated token would be lost with it (I1)', async () => {
    const clock = new FakeClock();
    const gateway = new Answering(clock, [never]);
    for (const deadline of [-1, 4999]) {
      const asked = requestTokens(INPUT, gateway, clock, { calls: 3, deadline });
      await expect(asked).rejects.toThrow('no call was made');
    }
    expect(gateway.signals).toHaveLength(0);
  });

  it('aborts a call at the deadline', async () => {
    const clock = new FakeClock();
    let failed = false;
    requestTokens(INPUT, new Answering(clock, [never]), clock, { calls: 3, deadline: 6000 }).catch(
      () => (failed = true),
    );
    await clock.advance(5999);
    expect(failed).toBe(false);
    await clock.advance(1);
    expect(failed).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['no result', {}],
    ['a result without an ID token', { AuthenticationResult: { AccessToken: tokens.AccessToken } }],
    ['a result without an access token', { AuthenticationResult: { IdToken: tokens.IdToken } }],
  ])(
    'takes an answer with %s for one that is not of Cognito, and asks again',
    async (_name, answer) => {
      const { gateway, outcome } = await ask([() => answer]);
      expect(gateway.at).toHaveLength(3);
      expect(await outcome).toMatchObject({
        name: 'UnreadableAnswer',
        message: 'no tokens in it',
      });
    },
  );

  it('G12 returns an answer with a new refresh token, even if its other tokens are unusable', async () => {
    const RefreshToken = 'rotated';
    for (const answer of [{ RefreshToken }, { IdToken: 'x', AccessToken: 5, RefreshToken }]) {
      const { gateway, outcome } = await ask([() => ({ AuthenticationResult: answer })]);
      expect(gateway.at).toHaveLength(1);
      expect(await outcome).toBe(answer);
    }
  });

  it.each([
    { IdToken: 'x', AccessToken: tokens.AccessToken },
    { IdToken: tokens.IdToken, AccessToken: 'x' },
    { ...tokens, AccessToken: 'x', RefreshToken: INPUT.RefreshToken },
  ])('refuses tokens that are no JWTs, and does not ask again', async (broken) => {
    const { gateway, outcome } = await ask([() => ({ AuthenticationResult: broken })]);
    expect(gateway.at).toHaveLength(1);
    expect(await outcome).toMatchObject({
      code: 'INVALID_TOKEN',
      message: 'INVALID_TOKEN: the answer holds tokens that are no JWTs',
    });
    expect(judgeRefreshFailure(await outcome)).toMatchObject({ internal: true, retry: false });
  });

  it('asks at once', async () => {
    const clock = new FakeClock();
    const gateway = new Answering(clock, [good]);
    void requestTokens(INPUT, gateway, clock, LIMITS);
    await settle();
    expect(gateway.at).toEqual([0]);
  });
});
