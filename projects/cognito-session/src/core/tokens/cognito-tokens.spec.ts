// Tests the token classes and the session, as callers of amazon-cognito-identity-js know them.

import { FAKE_START_MS } from '../../../test/support/fake-clock';
import { LIFETIME_SECONDS, makeAccessToken, makeIdToken } from '../../../test/support/fake-tokens';
import { CognitoAccessToken, CognitoIdToken, CognitoRefreshToken } from './cognito-tokens';
import { CognitoUserSession, type ICognitoUserSessionData } from './cognito-user-session';

const SECONDS = FAKE_START_MS / 1000;

const KINDS = [
  {
    name: 'CognitoIdToken',
    make: makeIdToken,
    open: (jwt: unknown) => new CognitoIdToken({ IdToken: jwt as string }),
    openNothing: () => new CognitoIdToken(undefined as never),
  },
  {
    name: 'CognitoAccessToken',
    make: makeAccessToken,
    open: (jwt: unknown) => new CognitoAccessToken({ AccessToken: jwt as string }),
    openNothing: () => new CognitoAccessToken(undefined as never),
  },
] as const;

it('names the claims of how a user has signed in, and the API that an access token is for', () => {
  const strength = { acr: 'urn:cognito:loa:2', amr: ['pwd', 'otp', 'mfa'] };
  const { payload: id } = new CognitoIdToken({ IdToken: makeIdToken(strength) });
  const aud = 'https://api.example.com';
  const AccessToken = makeAccessToken({ ...strength, aud });
  const { payload: access } = new CognitoAccessToken({ AccessToken });
  const told: (readonly string[])[] = [id, access].map(({ acr = '', amr = [] }) => [acr, ...amr]);
  expect(told).toEqual(Array(2).fill(['urn:cognito:loa:2', 'pwd', 'otp', 'mfa']));
  const audience: string | string[] | undefined = access.aud;
  expect(audience).toBe(aud);
});

describe.each(KINDS)('$name', ({ make, open, openNothing }) => {
  it('gives the token, its times and its claims', () => {
    const jwt = make({ iat: 100, exp: 200, custom: 'ä' });
    const token = open(jwt);
    expect(token.getJwtToken()).toBe(jwt);
    expect(token.getIssuedAt()).toBe(100);
    expect(token.getExpiration()).toBe(200);
    expect(token.payload['custom']).toBe('ä');
    expect(token.decodePayload()).toEqual(token.payload);
  });

  it('has no claims and no times when the token is malformed', () => {
    const token = open('a.b.c');
    expect(token.getJwtToken()).toBe('a.b.c');
    expect(token.payload).toEqual({});
    expect(token.getExpiration()).toBeUndefined();
    expect(token.getIssuedAt()).toBeUndefined();
  });

  it.each([undefined, null, 7, {}])('treats %j as an empty token', (value) => {
    expect(open(value).getJwtToken()).toBe('');
    expect(openNothing().getJwtToken()).toBe('');
  });

  it('never prints the token', () => {
    expect(JSON.stringify(open(make()))).not.toContain('eyJ');
  });
});

describe('CognitoRefreshToken', () => {
  it('gives the token, and an empty one for anything else', () => {
    expect(new CognitoRefreshToken({ RefreshToken: 'r' }).getToken()).toBe('r');
    expect(new CognitoRefreshToken({ RefreshToken: 7 as never }).getToken()).toBe('');
    expect(new CognitoRefreshToken(undefined as never).getToken()).toBe('');
  });
});

describe('CognitoUserSession', () => {
  beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(FAKE_START_MS));
  afterEach(() => jest.restoreAllMocks());

  type Times = readonly [iat: number, exp: unknown];
  function session(
    [iat, exp]: Times = [SECONDS, SECONDS + LIFETIME_SECONDS],
    [accessIat, accessExp]: Times = [iat, exp],
    rest: Partial<ICognitoUserSessionData> = {},
  ): CognitoUserSession {
    return new CognitoUserSession({
      IdToken: new CognitoIdToken({ IdToken: makeIdToken({ iat, exp }) }),
      AccessToken: new CognitoAccessToken({
        AccessToken: makeAccessToken({ iat: accessIat, exp: accessExp }),
      }),
      ...rest,
    });
  }

  it('gives its parts', () => {
    const data = {
      IdToken: new CognitoIdToken({ IdToken: makeIdToken() }),
      AccessToken: new CognitoAccessToken({ AccessToken: makeAccessToken() }),
      RefreshToken: new CognitoRefreshToken({ RefreshToken: 'r' }),
    };
    const made = new CognitoUserSession(data);
    expect(made.getIdToken()).toBe(data.IdToken);
    expect(made.getAccessToken()).toBe(data.AccessToken);
    expect(made.getRefreshToken()).toBe(data.RefreshToken);
  });

  it('refuses to be made without one of the two JWTs', () => {
    const message = 'INVALID_TOKEN: IdToken and AccessToken must be present';
    const IdToken = new CognitoIdToken({ IdToken: makeIdToken() });
    const AccessToken = new CognitoAccessToken({ AccessToken: makeAccessToken() });
    for (const data of [undefined, {}, { IdToken }, { AccessToken }]) {
      expect(() => new CognitoUserSession(data as ICognitoUserSessionData)).toThrow(message);
    }
  });

  it('computes the drift in whole seconds from the older token', () => {
    expect(session([SECONDS - 10, SECONDS], [SECONDS - 20, SECONDS]).getClockDrift()).toBe(20);
    expect(session([SECONDS - 30, SECONDS], [SECONDS - 20, SECONDS]).getClockDrift()).toBe(30);
    expect(session([SECONDS + 30, SECONDS]).getClockDrift()).toBe(-30);
    jest.spyOn(Date, 'now').mockReturnValue(FAKE_START_MS + 999);
    expect(session([SECONDS, SECONDS]).calculateClockDrift()).toBe(0);
  });

  it('keeps a given drift, 0 too', () => {
    const old: Times = [SECONDS - 50, SECONDS];
    expect(session(old, old, { ClockDrift: 7 }).getClockDrift()).toBe(7);
    expect(session(old, old, { ClockDrift: 0 }).getClockDrift()).toBe(0);
    expect(session(old, old, { ClockDrift: undefined }).getClockDrift()).toBe(50);
  });

  it('is valid until the first of its tokens expires', () => {
    const [good, over]: Times[] = [
      [SECONDS, SECONDS + 1],
      [SECONDS, SECONDS],
    ] as const as unknown as Times[];
    expect(session(good, good).isValid()).toBe(true);
    expect(session(good, over).isValid()).toBe(false);
    expect(session(over, good).isValid()).toBe(false);
  });

  it('corrects the clock by the drift', () => {
    const times: Times = [SECONDS, SECONDS + 1];
    expect(session(times, times, { ClockDrift: -1 }).isValid()).toBe(false);
    const over: Times = [SECONDS, SECONDS];
    expect(session(over, over, { ClockDrift: 1 }).isValid()).toBe(true);
  });

  it.each([undefined, null, 'x', '9999999999', 253_402_300_800, 1e999])(
    'is not valid with an expiry of %p',
    (exp) => {
      expect(session([SECONDS, exp], [SECONDS, exp]).isValid()).toBe(false);
    },
  );

  it('is valid with the latest valid expiry', () => {
    expect(session([SECONDS, 253_402_300_799]).isValid()).toBe(true);
  });

  it('is not valid when a token is malformed', () => {
    const IdToken = new CognitoIdToken({ IdToken: 'x' });
    expect(session(undefined, undefined, { IdToken }).isValid()).toBe(false);
    expect(session(undefined, undefined, { IdToken }).getClockDrift()).toBeNaN();
  });
});
