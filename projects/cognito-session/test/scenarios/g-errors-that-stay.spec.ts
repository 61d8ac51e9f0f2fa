// G03 and G04: errors that no second call would change. A trigger or a firewall may answer
// otherwise in a while; a setting of the pool only changes when somebody changes it, and no user
// can do anything about it.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, serviceError } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe, type Observed, tally } from '../support/observed';
import { DOOR_GATEWAY_PAIRS, openApp } from '../support/session-app';

const [EXPIRED_MS, QUIET_MS] = [(LIFETIME_SECONDS + 30) * 1000, 30_000];

interface Case {
  readonly name: string;
  readonly status: number;
  readonly message: string;
}
const later: Case[] = [
  { name: 'ForbiddenException', status: 403, message: 'Request not allowed due to WAF block.' },
  {
    name: 'UserLambdaValidationException',
    status: 400,
    message: 'PreTokenGeneration failed with error no.',
  },
  {
    name: 'UnexpectedLambdaException',
    status: 400,
    message: 'PreTokenGeneration invocation failed.',
  },
  { name: 'InvalidLambdaResponseException', status: 400, message: 'Unrecognizable lambda output' },
];
const wrong: Case[] = [
  { name: 'ResourceNotFoundException', status: 400, message: 'User pool client x does not exist.' },
  { name: 'InvalidParameterException', status: 400, message: 'Invalid value for parameter' },
  { name: 'OperationNotEnabledException', status: 400, message: 'not enabled' },
  { name: 'UnsupportedOperationException', status: 400, message: 'not supported' },
  ...[
    'Client x is configured with secret but SECRET_HASH was not received',
    'Client x is configured for secret but secret was not received',
    'Unable to verify secret hash for client x',
    'SecretHash does not match for the client: x',
  ].map((message) => ({ name: 'NotAuthorizedException', status: 400, message })),
];

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  /** Somebody asks every second for two minutes; all calls to Cognito are answered so. */
  const useFor2Minutes = async ({ name, status, message }: Case) => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const store = new FakeStore();
    const app = await openApp(variant, { clock, pool, store });
    const before = await app.signIn();
    const record = store.items.get(STORE_KEY);
    await clock.advance(EXPIRED_MS);
    const events = observe(app.session.events$);
    pool.always('GetTokensFromRefreshToken', () => serviceError(name, status, message));
    const callers: Observed<unknown>[] = [];
    for (let second = 0; second < 120; second++) {
      callers.push(second % 2 ? observe(app.session.getSession()) : observe(app.http.get(API_URL)));
      await clock.advance(1000);
    }
    const times = pool.calls.map(({ at }) => at);
    const most = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + QUIET_MS).length),
    );
    expect(tally(callers)).toEqual({ values: 0, errors: callers.length, pending: 0 });
    expect(app.session.session()).toBe(before);
    expect(store.items.get(STORE_KEY)).toBe(record);
    expect(events.values.map(({ type }) => type)).toEqual(times.map(() => 'refresh-failed'));
    const names = new Set(callers.flatMap(({ errors }) => errors.map(causeNameOf)));
    return { most, calls: times.length, codes: codesOf(callers), names: [...names], callers };
  };

  it.each(later)(
    'G03: $name keeps the session, is shown with its name, and makes 1 attempt per QUIET',
    async (answer) => {
      const { most, calls, codes, names, callers } = await useFor2Minutes(answer);
      figure(
        `G03 ${answer.name}, 120 s, ${callers.length} callers: ${calls} calls, ${most} per QUIET`,
      );
      expect(most).toBe(1);
      expect(codes).toEqual(['REFRESH_UNAVAILABLE']);
      expect(names).toEqual([answer.name]);
      expect(String(callers[0]!.errors[0])).toContain(answer.name);
    },
  );

  it.each(wrong)(
    'G04: $name ($message) is a configuration error: the session is kept, 0 retries',
    async (answer) => {
      const { most, codes, names } = await useFor2Minutes(answer);
      // No retry: the next call is that of a caller after QUIET.
      expect(most).toBe(1);
      expect(codes).toEqual(['INVALID_CONFIG']);
      expect(names).toEqual([answer.name]);
    },
  );
});

function causeNameOf(error: unknown): string {
  return ((error as Error).cause as Error).name;
}
