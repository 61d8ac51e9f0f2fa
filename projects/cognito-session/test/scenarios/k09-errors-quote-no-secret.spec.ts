// K09: Cognito, its triggers and an app's own gateway may quote what they were sent. Whatever an
// app can see of a failed call holds no token, password or code, for every operation.

import type { CognitoGateway, CognitoOperation } from '../../src/public-api';
import { SessionHistory, withGateway, withHistory } from '../../src/public-api';
import { SecretFreeGateway } from '../../src/core/cognito/secret-free-gateway';
import { COGNITO_CALLS, OPERATIONS } from '../support/cognito-calls';
import { serviceError } from '../support/fake-pool';
import { leaksIn, partsOf } from '../support/leak-search';
import { observe } from '../support/observed';
import { ScriptedGateway } from '../support/scripted-gateway';
import { DOORS, GATEWAYS, type Gateway, openApp } from '../support/session-app';
import { ENDPOINT, WIRED_GATEWAYS } from '../support/wired-gateways';

/** Fields that hold tokens, passwords or codes. */
const SECRET_FIELD =
  /^(AccessToken|RefreshToken|Token|Session|(Previous|Proposed)?Password|PASSWORD|NEW_PASSWORD|(Confirmation|User)?Code|PasswordVerifier|Salt)$/;

/** The input of an operation with a canary for each secret. */
function planted(operation: CognitoOperation): { input: object; canaries: string[] } {
  const canaries: string[] = [];
  const plant = (field: string): string => {
    const canary = `Canary-${canaries.length}-${field}-"pä55\\w&rd"`;
    canaries.push(canary);
    return canary;
  };
  const text = JSON.stringify(COGNITO_CALLS[operation].input, (field, value: unknown) => {
    if (field === 'ClientMetadata') return { page: 'sign-in', captcha: plant('captcha') };
    return typeof value === 'string' && SECRET_FIELD.test(field) ? plant(field) : value;
  });
  return { input: JSON.parse(text) as object, canaries };
}

/** All that a service could say about its input. */
function quotationOf(input: object, canaries: readonly string[]): string {
  const values = canaries.map((each) => `Value '${each}' failed to satisfy constraint; `);
  const event = JSON.stringify(input);
  const query = new URLSearchParams(canaries.map((each) => ['value', each])).toString();
  return [...values, event, JSON.stringify({ event }), query, encodeURIComponent(event)].join(' ');
}

/**
 * What is left of the canaries when quotes and signs are escaped in a way that no list of spellings
 * has.
 */
const stems = (canaries: readonly string[]): string[] =>
  canaries.map((each) => each.slice(0, each.indexOf('"')));

describe('K09: an error that quotes the whole input', () => {
  const outcome = async (
    gateway: CognitoGateway,
    operation: CognitoOperation,
    input: object,
  ): Promise<unknown> =>
    new SecretFreeGateway(ENDPOINT, gateway).send(operation, input as never).then(
      () => 'no failure',
      (error: unknown) => error,
    );

  it.each(OPERATIONS)('of %s comes without tokens, passwords and codes', async (operation) => {
    const { input, canaries } = planted(operation);
    const message = quotationOf(input, canaries);
    expect(canaries.length).toBeGreaterThan(0);
    for (const { open } of WIRED_GATEWAYS) {
      const body = JSON.stringify({ __type: 'InvalidParameterException', message });
      const error = await outcome(
        open(() => ({ status: 400, body })),
        operation,
        input,
      );
      expect(error).toMatchObject({ name: 'InvalidParameterException' });
      expect((error as Error).message).toContain('failed to satisfy constraint');
      expect(leaksIn(error, stems(canaries))).toEqual([]);
    }
    // As HTTP clients do it: the request hangs on their errors.
    const own = Object.assign(new Error(message, { cause: new Error(message) }), {
      config: { data: input },
    });
    Object.defineProperty(own, 'request', { value: { body: message }, enumerable: false });
    const error = await outcome(new ScriptedGateway(() => Promise.reject(own)), operation, input);
    expect(leaksIn(error, stems(canaries))).toEqual([]);
  });
});

/** An app's own gateway, whose errors are like those of an HTTP client. */
const OWN: Gateway = {
  gateway: "the app's own",
  connect: (pool) => [
    withGateway(
      new ScriptedGateway(async ({ operation, input, signal }) => {
        const sent = input as Record<string, unknown>;
        const { status, headers, body } = await pool.handle(operation, sent, signal);
        if (status < 300) return JSON.parse(body || '{}') as object;
        const { message } = JSON.parse(body) as { message: string };
        const name = headers['x-amzn-errortype']?.replace(':', '');
        throw Object.assign(new Error(message), { name, config: { data: sent } });
      }),
    ),
  ],
};

describe.each([...GATEWAYS, OWN])('K09: through $gateway', (gateway) => {
  it('refreshes, revocation and global sign-out that are quoted leave no token in errors, events and history', async () => {
    const { pool, clock, session, injector, signIn } = await openApp(
      { ...DOORS[0]!, ...gateway },
      { config: { onSessionEnd: 'stay' }, features: [withHistory()] },
    );
    const seen: unknown[] = [];
    session.events$.subscribe((event) => seen.push(event));
    const clientMetadata = { captcha: 'Canary-of-the-captcha' };
    const secrets = [clientMetadata.captcha];
    const quote = (operation: CognitoOperation, name: string): void =>
      pool.always(operation, () =>
        serviceError(name, 400, JSON.stringify(pool.calls.at(-1)?.input)),
      );
    const enter = async (): Promise<void> => {
      const tokens = pool.issue();
      secrets.push(...partsOf(tokens.IdToken, tokens.AccessToken), tokens.RefreshToken);
      await signIn(tokens);
    };
    await enter();
    for (const name of [
      'InvalidParameterException',
      'UserLambdaValidationException',
      'TooManyRequestsException',
      'NotAuthorizedException',
    ]) {
      quote('GetTokensFromRefreshToken', name);
      const refreshed = observe(session.refreshSession({ clientMetadata }));
      await clock.advance(120_000);
      expect(refreshed.errors).toMatchObject([{ cause: { name } }]);
      // The words are there, without the token.
      expect((refreshed.errors[0] as { cause: Error }).cause.message).toContain('***');
      seen.push(...refreshed.errors);
    }
    expect(session.isAuthenticated()).toBe(false);
    await enter();
    for (const operation of ['RevokeToken', 'GlobalSignOut'] as const) {
      quote(operation, 'InvalidParameterException');
    }
    const ended = observe(session.signOut({ everywhere: true }));
    await clock.advance(60_000);
    expect(pool.count('RevokeToken')).toBeGreaterThan(0);
    expect(pool.count('GlobalSignOut')).toBeGreaterThan(0);
    const history = injector.get(SessionHistory);
    seen.push(ended, history.entries(), history.toString());
    expect(history.entries().map(({ type }) => type)).toContain('refresh-failed');
    expect(seen.flatMap((value) => leaksIn(value, secrets))).toEqual([]);
  });
});
