// G05: whatever place and spelling an error's name arrives in, it means what the plain name means;
// and an error that nobody knows, or that has no name, never ends a session.

import { FakeClock } from '../support/fake-clock';
import { FakePool, json, type WireAnswer } from '../support/fake-pool';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { codesOf, observe } from '../support/observed';
import { DOORS, type Door, type Gateway, GATEWAYS, openApp } from '../support/session-app';

jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
/** One name of each class; the plain name says what is expected of the others. */
const classes = [
  { name: 'NotAuthorizedException', status: 400, code: 'SESSION_EXPIRED', calls: 1 },
  { name: 'UserNotFoundException', status: 400, code: 'SESSION_EXPIRED', calls: 1 },
  { name: 'TooManyRequestsException', status: 400, code: 'REFRESH_UNAVAILABLE', calls: 3 },
  { name: 'InternalErrorException', status: 500, code: 'REFRESH_UNAVAILABLE', calls: 3 },
  { name: 'ResourceNotFoundException', status: 400, code: 'INVALID_CONFIG', calls: 1 },
  { name: 'ForbiddenException', status: 403, code: 'REFRESH_UNAVAILABLE', calls: 1 },
];
const URL_BEHIND = 'http://internal.amazon.com/coral/com.amazonaws.cognito/';
const NAMESPACE = 'com.amazonaws.cognito.identity.idp.model';
const spellings: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `${name}:`,
  (name) => `${name}:${URL_BEHIND}`,
  (name) => `${NAMESPACE}#${name}`,
  (name) => `${NAMESPACE}#${name}:${URL_BEHIND}`,
  (name) => name.toLowerCase(),
  (name) => `${NAMESPACE}#${name.toUpperCase()}:`,
];
type Place = (name: string) => { body: object; headers?: Record<string, string> };
const places: readonly Place[] = [
  (name) => ({ body: { __type: name, message: 'no' } }),
  (name) => ({ body: { code: name, message: 'no' } }),
  (name) => ({ body: { message: 'no' }, headers: { 'x-amzn-errortype': name } }),
  (name) => ({ body: { __type: name, Message: 'no' }, headers: { 'x-amzn-errortype': name } }),
];

/** What a caller gets, and how many calls it took, when each refresh is answered so. */
async function outcomeOf(
  variant: Door & Gateway,
  answer: WireAnswer,
): Promise<{ codes: string[]; calls: number; kept: boolean }> {
  const clock = new FakeClock();
  const pool = new FakePool(clock);
  const { session, signIn } = await openApp(variant, { clock, pool });
  await signIn();
  await clock.advance(EXPIRED_MS);
  pool.always('GetTokensFromRefreshToken', () => answer);
  const caller = observe(session.getSession());
  await clock.advance(20_000);
  return { codes: codesOf([caller]), calls: pool.refreshes, kept: session.isAuthenticated() };
}

const headers = { 'content-type': 'application/x-amz-json-1.1' };

// A door has nothing to do with what a gateway reads.
describe.each(GATEWAYS)('by $gateway', (gateway) => {
  const variant = { ...DOORS[0]!, ...gateway };

  it.each(classes)(
    'G05: $name is of one class in every place and spelling',
    async ({ name, status, code, calls }) => {
      let same = 0;
      for (const place of places) {
        for (const spelling of spellings) {
          const { body, headers: more = {} } = place(spelling(name));
          const answer = { ...json(status, body), headers: { ...headers, ...more } };
          expect({ answer, ...(await outcomeOf(variant, answer)) }).toEqual({
            answer,
            codes: [code],
            calls,
            kept: code !== 'SESSION_EXPIRED',
          });
          same++;
        }
      }
      figure(
        `G05 ${classes.length} classes of errors, ${same} places and spellings each, by ${gateway.gateway}: all as the plain name`,
      );
    },
  );

  it.each([
    { what: 'an unknown name with 400', body: '{"__type":"BrandNewException"}', status: 400 },
    { what: 'an unknown name with 418', body: '{"__type":"TeapotException"}', status: 418 },
    { what: 'no name with 400', body: '{"message":"no"}', status: 400 },
    { what: 'an empty name with 400', body: '{"__type":""}', status: 400 },
    { what: 'a name that is no text with 400', body: '{"__type":7,"code":{}}', status: 400 },
    { what: 'an empty body with 403', body: '', status: 403 },
    { what: 'HTML with 404', body: '<h1>no</h1>', status: 404 },
    {
      what: 'a name that is only part of a known one',
      body: '{"__type":"NotAuthorized"}',
      status: 400,
    },
    { what: 'an unknown name with 500', body: '{"__type":"BrandNewException"}', status: 500 },
    { what: 'no name with 500', body: '{"message":"no"}', status: 500 },
    { what: 'an empty body with 503', body: '', status: 503 },
    { what: 'HTML with 502', body: '<h1>no</h1>', status: 502 },
  ])(
    'G05: $what keeps the session; a 4xx is not tried again, a 5xx is',
    async ({ body, status }) => {
      expect(await outcomeOf(variant, { status, headers, body })).toEqual({
        codes: ['REFRESH_UNAVAILABLE'],
        calls: status < 500 ? 1 : 3,
        kept: true,
      });
    },
  );
});
