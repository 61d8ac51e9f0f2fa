// Runs the token API beside amazon-cognito-identity-js: tests where both agree, and where they
// differ on purpose.

import * as identityJs from 'amazon-cognito-identity-js';
import * as ours from '../../public-api';
import { FAKE_START_MS } from '../../../test/support/fake-clock';
import { makeAccessToken, makeIdToken, makeJwt, USER_SUB } from '../../../test/support/fake-tokens';

interface Token {
  readonly payload: object;
  getJwtToken(): string;
  getExpiration(): number;
  getIssuedAt(): number;
  decodePayload(): object;
}
interface Session {
  getIdToken(): Token;
  getAccessToken(): Token;
  getRefreshToken(): { getToken(): string };
  getClockDrift(): number;
  isValid(): boolean;
}
/** The exports of both packages; the types of the other one leave out the clock drift. */
interface TokenApi {
  CognitoIdToken: new (data: { IdToken: string }) => Token;
  CognitoAccessToken: new (data: { AccessToken: string }) => Token;
  CognitoRefreshToken: new (data: { RefreshToken: string }) => { getToken(): string };
  CognitoUserSession: new (data: {
    IdToken: Token;
    AccessToken: Token;
    RefreshToken?: { getToken(): string };
    ClockDrift?: number;
  }) => Session;
}
const US = ours as unknown as TokenApi;
const THEM = identityJs as unknown as TokenApi;

interface Given {
  readonly id?: string;
  readonly access?: string;
  readonly refresh?: string;
  readonly drift?: number;
}
function build(api: TokenApi, given: Given = {}): Session {
  const { id = makeIdToken(), access = makeAccessToken(), refresh, drift } = given;
  return new api.CognitoUserSession({
    IdToken: new api.CognitoIdToken({ IdToken: id }),
    AccessToken: new api.CognitoAccessToken({ AccessToken: access }),
    ...(refresh !== undefined && {
      RefreshToken: new api.CognitoRefreshToken({ RefreshToken: refresh }),
    }),
    ...(drift !== undefined && { ClockDrift: drift }),
  });
}

/** Reads both sides; the first is ours. */
function both<T>(read: (api: TokenApi) => T): [T, T] {
  return [read(US), read(THEM)];
}
const payloadOf = (token: string) => (api: TokenApi) =>
  new api.CognitoIdToken({ IdToken: token }).payload;

const SECOND = Math.floor(FAKE_START_MS / 1000);
const base64url = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');

beforeEach(() => void jest.useFakeTimers({ now: FAKE_START_MS }));
afterEach(() => void jest.useRealTimers());

describe('the token API agrees with amazon-cognito-identity-js', () => {
  const id = makeIdToken({ email: 'ÿ李🦊@example.com' });
  const access = makeAccessToken();
  const given: Given = { id, access, refresh: 'opaque-refresh-token' };

  it.each(['sub', 'email', 'cognito:username', 'exp'])('on the ID token’s %s', (claim) => {
    const [mine, theirs] = both(
      (api) => (build(api, given).getIdToken().payload as Record<string, unknown>)[claim],
    );
    expect(mine).toBeDefined();
    expect(mine).toEqual(theirs);
  });

  it('on sub being the user’s', () => {
    expect(build(US, given).getIdToken().payload).toMatchObject({ sub: USER_SUB });
  });

  it('on whole payloads, of both tokens', () => {
    const [mine, theirs] = both((api) => {
      const session = build(api, given);
      return [session.getIdToken().payload, session.getAccessToken().decodePayload()];
    });
    expect(mine).toEqual(theirs);
  });

  it('on the encoded tokens', () => {
    const [mine, theirs] = both((api) => {
      const session = build(api, given);
      return [
        session.getIdToken().getJwtToken(),
        session.getAccessToken().getJwtToken(),
        session.getRefreshToken().getToken(),
      ];
    });
    expect(mine).toEqual([id, access, 'opaque-refresh-token']);
    expect(mine).toEqual(theirs);
  });

  it('on times of expiry and issue', () => {
    const [mine, theirs] = both((api) => {
      const token = build(api, given).getAccessToken();
      return [token.getExpiration(), token.getIssuedAt()];
    });
    expect(mine).toEqual([SECOND + 3600, SECOND]);
    expect(mine).toEqual(theirs);
  });

  it.each([0, 7, -7, 86_400])('on a given clock drift of %d s', (drift) => {
    const [mine, theirs] = both((api) => build(api, { ...given, drift }).getClockDrift());
    expect(mine).toBe(drift);
    expect(theirs).toBe(drift);
  });

  it.each([
    [0, 0],
    [999, 0],
    [1000, 1],
    [3_600_000, 3600],
    [-1, -1],
    [-5_000, -5],
  ])('on the computed clock drift %d ms after the issue', (later, expected) => {
    jest.setSystemTime(FAKE_START_MS + later);
    const [mine, theirs] = both((api) => build(api, given).getClockDrift());
    expect(mine).toBe(expected);
    expect(theirs).toBe(expected);
  });

  it('on the clock drift counting from the older of two tokens', () => {
    const older = makeAccessToken({ iat: SECOND - 100, exp: SECOND + 100 });
    const [mine, theirs] = both((api) => build(api, { id, access: older }).getClockDrift());
    expect(mine).toBe(100);
    expect(theirs).toBe(100);
  });

  it.each([
    ['fresh', {}, true],
    ['a second before its end', { id: makeIdToken({ exp: SECOND + 1 }) }, true],
    ['at its end', { id: makeIdToken({ exp: SECOND }) }, false],
    ['with an expired ID token', { id: makeIdToken({ exp: SECOND - 1 }) }, false],
    ['with an expired access token', { access: makeAccessToken({ exp: SECOND - 1 }) }, false],
    ['expired, but the device is ahead', { id: makeIdToken({ exp: SECOND - 5 }), drift: 60 }, true],
    ['good, but the device is behind', { id: makeIdToken({ exp: SECOND + 5 }), drift: -60 }, false],
    ['without exp', { id: makeIdToken({ exp: undefined }) }, false],
    ['with exp 0', { id: makeIdToken({ exp: 0 }) }, false],
    ['with a negative exp', { access: makeAccessToken({ exp: -SECOND }) }, false],
    ['with a malformed ID token', { id: 'a.b.c' }, false],
    ['with a malformed access token', { access: '' }, false],
  ] as [string, Given, boolean][])('on isValid() of a session %s', (_name, session, valid) => {
    const [mine, theirs] = both((api) => build(api, { drift: 0, ...session }).isValid());
    expect(mine).toBe(valid);
    expect(theirs).toBe(valid);
  });

  it('on isValid() while time passes', () => {
    const sessions = both((api) => build(api, given));
    const seen = [0, 3_599_000, 3_600_000, 9e9].map((later) => {
      jest.setSystemTime(FAKE_START_MS + later);
      return sessions.map((session) => session.isValid());
    });
    expect(seen).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['one part', 'a'],
    ['two parts', 'a.b'],
    ['three parts of nothing', 'a.b.c'],
    ['dots only', '..'],
    ['an empty payload', 'a..c'],
    ['a payload that is no JSON', `a.${base64url('hello')}.c`],
    ['a payload of cut JSON', `a.${base64url('{"sub":"x"')}.c`],
    ['a payload of JSON with more behind', `a.${base64url('{"sub":"x"}}')}.c`],
    ['a payload with a byte-order mark', `a.${base64url('\uFEFF{"sub":"x"}')}.c`],
    ['a payload of other bytes', `a.${base64url(new Uint8Array([0, 255, 128]))}.c`],
    ['plain words', 'not a token at all'],
  ])('on the payload of a malformed token: %s', (_name, token) => {
    const [mine, theirs] = both(payloadOf(token));
    expect(mine).toEqual({});
    expect(theirs).toEqual({});
  });

  it('on an undefined token, which callers without types pass', () => {
    const [mine, theirs] = both((api) =>
      new api.CognitoIdToken({ IdToken: undefined as unknown as string }).getJwtToken(),
    );
    expect(mine).toBe('');
    expect(theirs).toBe('');
  });

  it('on the clock drift of a malformed token being no number', () => {
    expect(both((api) => build(api, { id: 'a' }).getClockDrift())).toEqual([NaN, NaN]);
  });
});

describe('the token API differs on purpose', () => {
  it.each([
    ['null', 'null', null],
    ['a number', '42', 42],
    ['a string', '"text"', 'text'],
    ['an array', '[1]', [1]],
    ['true', 'true', true],
  ])('H04: a payload that is %s decodes to {}, not to that value', (_name, json, value) => {
    const [mine, theirs] = both(payloadOf(`a.${base64url(json)}.c`));
    expect(mine).toEqual({});
    expect(theirs).toEqual(value);
  });

  it.each([
    ['1e999, which parses to Infinity', '1e999'],
    ['milliseconds', String(FAKE_START_MS + 3_600_000)],
    ['digits in a string', `"${SECOND + 3600}"`],
  ])('H05: a session whose exp is %s is never valid', (_name, exp) => {
    const id = makeJwt(`{"iat":${SECOND},"exp":${exp}}`);
    const access = makeJwt(`{"iat":${SECOND},"exp":${exp}}`);
    expect(both((api) => build(api, { id, access, drift: 0 }).isValid())).toEqual([false, true]);
  });

  it.each(['IdToken', 'AccessToken'])('a missing %s throws SessionError INVALID_TOKEN', (key) => {
    const [mine, theirs] = both((api) => {
      const data: Record<string, unknown> = {
        IdToken: new api.CognitoIdToken({ IdToken: 'a' }),
        AccessToken: new api.CognitoAccessToken({ AccessToken: 'a' }),
      };
      data[key] = undefined;
      return thrownBy(() => new api.CognitoUserSession(data as never));
    });
    expect(mine).toBeInstanceOf(ours.SessionError);
    expect(mine).toMatchObject({ code: 'INVALID_TOKEN' });
    expect(theirs).toBeInstanceOf(Error);
  });

  it.each([
    ['two parts', (payload: string) => `a.${payload}`],
    ['four parts', (payload: string) => `a.${payload}.c.d`],
    [
      'white space in the payload',
      (payload: string) => `a.${payload.slice(0, 4)} ${payload.slice(4)}.c`,
    ],
  ])('H03: a token with %s is malformed, not read by its second part', (_name, wrap) => {
    const [mine, theirs] = both(payloadOf(wrap(base64url('{"sub":"x"}'))));
    expect(mine).toEqual({});
    expect(theirs).toEqual({ sub: 'x' });
  });

  it('H03: claims that are no UTF-8 are malformed, not read with replacement characters', () => {
    const bytes = Buffer.concat([Buffer.from('{"sub":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const [mine, theirs] = both(payloadOf(`a.${base64url(bytes)}.c`));
    expect(mine).toEqual({});
    expect(theirs).toEqual({ sub: '\uFFFD' });
  });

  it('K03: JSON.stringify shows no token', () => {
    const given: Given = { refresh: 'opaque-refresh-token' };
    const [mine, theirs] = both((api) => JSON.stringify(build(api, given)));
    expect(mine).not.toContain('opaque-refresh-token');
    expect(mine).not.toContain('eyJ');
    expect(theirs).toContain('opaque-refresh-token');
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
