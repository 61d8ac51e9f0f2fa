// K01 for sign-ins: canary secrets go through every flow and challenge, with failures that quote
// them; afterwards all that an app, its console or its storage could keep is searched for them.

import { SessionHistory, withHistory } from 'ngx-cognito-session';
import { figure } from '../../test/support/figures';
import { json, type Outcome, serviceError, unreachable } from '../../test/support/fake-pool';
import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { leaksIn, partsOf } from '../../test/support/leak-search';
import { observe } from '../../test/support/observed';
import { GATEWAYS, type SessionApp } from '../../test/support/session-app';
import {
  answerChallenge,
  answerTokens,
  openSignInHarness,
  type SignInHarness,
} from '../../test/support/sign-in-harness';
import { SrpCognito, userAccount } from '../../test/support/srp-cognito';
import { offerWebCrypto } from '../../test/support/web-crypto';
import type { ChallengeStep, SignInRequest } from './sign-in-step';

offerWebCrypto();

const SECRETS = {
  password: 'Canary-Pa55word!',
  newPassword: 'Canary-N3w-Pa55word!',
  code: '493817',
  totpSecret: 'CANARYJBSWY3DPEHPK3PXP',
  answer: 'Canary the cat',
  credential: 'Canary-credential',
  response: 'Canary-response',
  session: 'Canary-session-1',
  session2: 'Canary-session-2',
  continueFrom: 'Canary-session-0',
};
const ALL = Object.values(SECRETS);
const { password, newPassword, code, answer } = SECRETS;
const { password: PASSWORD, session: SESSION } = SECRETS;

/** The error of a trigger that quotes everything it knows. */
const quoting = (name: string): Outcome => {
  const message = `PreAuthentication failed with error ${ALL.join(', ')}.`;
  return () => serviceError(name, 400, message);
};
/** The texts that Cognito could quote: the input of a call. */
const echo =
  (app: SessionApp, name: string): Outcome =>
  () =>
    serviceError(name, 400, `refused: ${JSON.stringify(app.pool.calls.at(-1)?.input)}`);
const NAMES = [
  'UserLambdaValidationException',
  'InvalidParameterException',
  'InvalidPasswordException',
  'NotAuthorizedException',
  'CodeMismatchException',
  'BrandNewException',
];

const FLOWS: Partial<SignInRequest>[] = [
  { password },
  { password, flow: 'USER_PASSWORD_AUTH' },
  { password, flow: 'CUSTOM_AUTH' },
  { password, flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' },
  { password, flow: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
  { password: '', flow: 'USER_AUTH', continueFrom: SECRETS.continueFrom },
];
const OPTIONS = JSON.stringify({ challenge: 'YQ' });
const CHALLENGES: [string, Record<string, string>, object][] = [
  ['NEW_PASSWORD_REQUIRED', {}, { newPassword }],
  ['SMS_MFA', {}, { code }],
  ['SOFTWARE_TOKEN_MFA', {}, { code }],
  ['EMAIL_OTP', {}, { code }],
  ['SMS_OTP', {}, { code }],
  ['MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }, { code }],
  ['SELECT_CHALLENGE', {}, { answer: 'PASSWORD', password }],
  ['SELECT_CHALLENGE', {}, { answer: 'PASSWORD_SRP', password }],
  ['PASSWORD', {}, { password }],
  ['PASSWORD_SRP', {}, { password }],
  ['CUSTOM_CHALLENGE', {}, { answer }],
  ['WEB_AUTHN', { CREDENTIAL_REQUEST_OPTIONS: OPTIONS }, { credential: SECRETS.credential }],
  ['SMELL_MFA', {}, { responses: { SMELL: SECRETS.response } }],
];

describe.each(GATEWAYS)('through $gateway', (gateway) => {
  let harness: SignInHarness;
  let app: SessionApp;
  let store: FakeStore;
  let seen: unknown[];
  /** The secrets that the sign-in produced: the tokens, and the device's. */
  let more: string[];
  beforeEach(async () => {
    seen = [];
    more = [];
    for (const level of ['debug', 'log', 'info', 'warn', 'error', 'trace'] as const) {
      jest.spyOn(console, level).mockImplementation((...args: unknown[]) => void seen.push(args));
    }
    store = new FakeStore();
    harness = await openSignInHarness(gateway, { store, features: [withHistory()] });
    ({ app } = harness);
    app.session.events$.subscribe((event) => seen.push(event));
  });
  afterEach(() => {
    const history = app.injector.get(SessionHistory);
    seen.push(history.entries(), history.toString(), document.documentElement.outerHTML);
    seen.push(location.href, document.cookie, window.history.state, Object.keys(globalThis));
    for (const web of [localStorage, sessionStorage]) seen.push(Object.entries(web));
    for (const [key, record] of store.items) {
      // The places of the tokens, by the app's choice, and of the device's secret, as documented.
      seen.push(key, key === STORE_KEY ? undefined : record);
    }
    const searched = seen.flatMap((value) => leaksIn(value, [...ALL, ...more]));
    expect(searched).toEqual([]);
    jest.restoreAllMocks();
  });
  const note = async (started: Parameters<SignInHarness['finish']>[0]): Promise<unknown[]> => {
    const { values, errors } = await harness.finish(started);
    seen.push(...errors);
    return [...values, ...errors];
  };
  const signIn = (request: Partial<SignInRequest>): Promise<unknown[]> =>
    note(harness.service.signIn({ username: 'maría', ...request }));

  it.each(FLOWS)('K01: %j that fails leaves no secret', async (request) => {
    for (const name of NAMES) {
      app.pool.always('InitiateAuth', echo(app, name));
      expect(await signIn(request)).toMatchObject([{ name: 'SignInError' }]);
    }
    app.pool.always('InitiateAuth', unreachable(`Failed to fetch`));
    expect(await signIn(request)).toMatchObject([{ code: 'UNAVAILABLE' }]);
    expect(seen.length).toBeGreaterThan(NAMES.length);
  });

  it.each(['another', PASSWORD])('K01: a proof of %j leaves no secret', async (real) => {
    const srp = new SrpCognito(userAccount('u-1', real));
    const input = (): never => app.pool.calls.at(-1)!.input as never;
    app.pool.always('InitiateAuth', () => json(200, srp.ask(input())));
    app.pool.always('RespondToAuthChallenge', echo(app, 'NotAuthorizedException'));
    expect(await signIn({ password: PASSWORD })).toMatchObject([{ name: 'SignInError' }]);
    expect(JSON.stringify(app.pool.calls)).not.toContain(PASSWORD);
  });

  it.each(CHALLENGES)('K01: an answer to %s %j that fails leaves no secret', async (...row) => {
    const [name, parameters, response] = row;
    app.pool.always('InitiateAuth', answerChallenge(name, SESSION, parameters));
    const secretCode = { SecretCode: SECRETS.totpSecret, Session: SECRETS.session2 };
    app.pool.always('AssociateSoftwareToken', () => json(200, secretCode));
    const needsPassword = name.includes('PASSWORD') || name === 'SELECT_CHALLENGE';
    const flow = needsPassword ? 'USER_AUTH' : 'CUSTOM_AUTH';
    const [step] = (await signIn({ flow, password: '' })) as ChallengeStep[];
    for (const error of NAMES) {
      for (const operation of ['RespondToAuthChallenge', 'VerifySoftwareToken'] as const) {
        app.pool.always(operation, echo(app, error));
      }
      expect(await note(step!.respond(response as never))).toMatchObject([{ name: 'SignInError' }]);
    }
    expect(app.pool.calls.length).toBeGreaterThan(NAMES.length);
  });

  it('K01: a sign-in that works leaves none, except in the session’s and the device’s record', async () => {
    const tokens = app.pool.issue();
    more.push(...partsOf(tokens.IdToken, tokens.AccessToken), tokens.RefreshToken);
    const NewDeviceMetadata = { DeviceKey: 'eu-west-1_d1', DeviceGroupKey: '-group' };
    app.pool.always('InitiateAuth', answerChallenge('SOFTWARE_TOKEN_MFA', SESSION));
    app.pool.always('RespondToAuthChallenge', answerTokens(tokens, { NewDeviceMetadata }));
    app.pool.always('ConfirmDevice', () => json(200, {}));
    const [step] = (await signIn({ password, flow: 'USER_PASSWORD_AUTH' })) as ChallengeStep[];
    await note(step!.respond({ code } as never));
    expect(app.session.isAuthenticated()).toBe(true);
    const key = `${STORE_KEY}.device.maria`;
    const device = JSON.parse(store.items.get(key)!) as { password: string };
    more.push(device.password);
    // It is in the documented place, and nowhere else.
    for (const each of [...store.items.keys()]) {
      if (each.startsWith(`${STORE_KEY}.device.`)) store.items.delete(each);
    }
    await note(app.session.signOut());
    const events = observe(app.session.events$);
    expect(leaksIn(events, more)).toEqual([]);
    expect(JSON.stringify(app.pool.calls)).not.toContain(device.password);
  });

  it('K01: the search finds a secret that is there', async () => {
    // Without an input, the secrets are unknown, so nothing can be blanked.
    app.pool.always('InitiateAuth', quoting('BrandNewException'));
    const { errors } = await harness.signIn({ password: 'short' });
    expect(leaksIn(errors[0], ALL)).not.toEqual([]);
    figure(
      `K01 sign-in: ${FLOWS.length} flows, ${CHALLENGES.length} challenges, ${NAMES.length} failures each`,
    );
  });
});
