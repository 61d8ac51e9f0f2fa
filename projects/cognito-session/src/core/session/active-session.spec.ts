// Tests the check of tokens, the comparison of two sessions, and the stored record.

import { FAKE_START_MS, FakeClock } from '../../../test/support/fake-clock';
import { configWith } from '../../../test/support/good-config';
import {
  type Claims,
  LIFETIME_SECONDS,
  makeAccessToken,
  makeIdToken,
  makeJwt,
  makeTokens,
  USER_SUB,
} from '../../../test/support/fake-tokens';
import { type ActiveSession, newGeneration, refreshTokenOf, type TokenSet } from './active-session';
import { toActiveSession } from './session-check';
import { parseSession, serializeSession } from './session-record';
import { remainingSeconds } from './session-lifetime';
import { isNewer } from './session-comparison';
import { checkConfig } from '../config/session-config';
import { SessionError } from '../session-error';

const PLACE = { generation: 'gen', revision: 3 };

const config = checkConfig(configWith());

let clock = new FakeClock();

beforeEach(() => {
  clock = new FakeClock();
});

function hold(tokens: TokenSet = makeTokens()): ActiveSession {
  return toActiveSession(tokens, PLACE, 'now', config, clock);
}

/** The error of refused tokens. */
function refusal(tokens: unknown): string {
  try {
    hold(tokens as TokenSet);
  } catch (error) {
    expect(error).toBeInstanceOf(SessionError);
    return (error as SessionError).message;
  }
  return 'not refused';
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('toActiveSession', () => {
  it('has the tokens with their generation, user and times', () => {
    const tokens = makeTokens();
    const active = hold(tokens);
    expect(active.session.getIdToken().getJwtToken()).toBe(tokens.IdToken);
    expect(active.session.getAccessToken().getJwtToken()).toBe(tokens.AccessToken);
    expect(refreshTokenOf(active)).toBe(tokens.RefreshToken);
    expect(active).toMatchObject({
      ...PLACE,
      sub: USER_SUB,
      issuedAt: FAKE_START_MS,
      expiresAtMonotonic: LIFETIME_SECONDS * 1000,
    });
  });

  it('takes tokens without a refresh token', () => {
    const { IdToken, AccessToken } = makeTokens();
    expect(refreshTokenOf(hold({ IdToken, AccessToken }))).toBeUndefined();
  });

  it.each(['', 7, null])('refuses the refresh token %j', (RefreshToken) => {
    expect(refusal({ ...makeTokens(), RefreshToken })).toBe(
      'INVALID_TOKEN: RefreshToken must be a string that is not empty',
    );
  });

  it('refuses two tokens of two users', () => {
    const tokens = { IdToken: makeIdToken(), AccessToken: makeAccessToken({ sub: 'other' }) };
    expect(refusal(tokens)).toBe('INVALID_TOKEN: AccessToken: sub must be that of the IdToken');
  });

  it.each<[Claims, string]>([
    [{ token_use: 'access' }, 'token_use must be "id"'],
    [{ token_use: undefined }, 'token_use must be "id"'],
    [{ iss: 'https://evil.com/eu-west-1_AbCdEfGhI' }, 'iss must be the configured user pool'],
    [{ iss: undefined }, 'iss must be the configured user pool'],
    [{ iss: 7 }, 'iss must be the configured user pool'],
    [{ aud: 'other' }, 'aud must be the configured clientId'],
    [{ aud: undefined }, 'aud must be the configured clientId'],
    [{ sub: '' }, 'sub must be a string'],
    [{ sub: 7 }, 'sub must be a string'],
    [{ sub: undefined }, 'sub must be a string'],
    [{ iat: undefined }, 'exp must be a time in seconds after iat'],
    [{ iat: 0 }, 'exp must be a time in seconds after iat'],
    [{ iat: -1 }, 'exp must be a time in seconds after iat'],
    [{ iat: '1' }, 'exp must be a time in seconds after iat'],
    [{ exp: undefined }, 'exp must be a time in seconds after iat'],
    [{ exp: '9999999999' }, 'exp must be a time in seconds after iat'],
    [{ iat: 100, exp: 100 }, 'exp must be a time in seconds after iat'],
    [{ iat: 100, exp: 99 }, 'exp must be a time in seconds after iat'],
    [{ exp: 253_402_300_799 }, 'exp must be a time in seconds after iat'],
    [{ exp: 1e999 }, 'exp must be a time in seconds after iat'],
  ])('refuses an ID token with %j, naming the claim', (claims, message) => {
    const tokens = { ...makeTokens(), IdToken: makeIdToken(claims) };
    expect(refusal(tokens)).toBe(`INVALID_TOKEN: IdToken: ${message}`);
  });

  it.each<[Claims, string]>([
    [{ token_use: 'id' }, 'token_use must be "access"'],
    [{ iss: 'https://evil.com' }, 'iss must be the configured user pool'],
    [{ client_id: 'other' }, 'client_id must be the configured clientId'],
    [{ sub: '' }, 'sub must be a string'],
    [{ exp: 1 }, 'exp must be a time in seconds after iat'],
  ])('refuses an access token with %j, naming the claim', (claims, message) => {
    const tokens = { ...makeTokens(), AccessToken: makeAccessToken(claims) };
    expect(refusal(tokens)).toBe(`INVALID_TOKEN: AccessToken: ${message}`);
  });

  it('accepts an expiry of one second before the limit', () => {
    const exp = 253_402_300_798;
    expect(refusal({ IdToken: makeIdToken({ exp }), AccessToken: makeAccessToken() })).toBe(
      'not refused',
    );
  });

  const whole = makeIdToken();
  const payload = whole.split('.')[1]!;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['a number', 7],
    ['the algorithm none', makeJwt(claims, { alg: 'none' })],
    ['the algorithm NoNe', makeJwt(claims, { alg: 'NoNe' })],
    ['no algorithm', makeJwt(claims, { kid: 'x' })],
    ['an algorithm that is no text', makeJwt(claims, { alg: 256 })],
    ['a header that is no JSON', makeJwt(claims, 'x')],
    ['an empty signature', whole.replace(/[^.]+$/, '')],
    ['no signature', whole.replace(/\.[^.]+$/, '')],
    ['a fourth part', `${whole}.x`],
    ['a line break behind it', `${whole}\n`],
    ['a space in front', ` ${whole}`],
    ['a character outside base64url', `${whole}+`],
    ['padding', `${whole}=`],
    ['a plus sign in its header', `${base64('{"alg":"RS256","k":"xx>>>"}')}.${payload}.x`],
  ])('refuses an ID token with %s', (_name, IdToken) => {
    expect(refusal({ ...makeTokens(), IdToken })).toBe(
      'INVALID_TOKEN: IdToken: it must be a signed JWT',
    );
  });

  it('refuses a missing access token', () => {
    expect(refusal({ IdToken: makeIdToken() })).toBe(
      'INVALID_TOKEN: AccessToken: it must be a signed JWT',
    );
  });
});

describe('isNewer', () => {
  const at = (revision: number, tokens: TokenSet = makeTokens()): ActiveSession =>
    toActiveSession(tokens, { generation: 'gen', revision }, 'now', config, clock);

  it('compares the revisions', () => {
    const tokens = makeTokens();
    expect(isNewer(at(2), at(1))).toBe(true);
    expect(isNewer(at(2, tokens), at(1, tokens))).toBe(true);
    expect(isNewer(at(1), at(2))).toBe(false);
  });

  it('of two with the same revision takes the other, if it differs', () => {
    const tokens = makeTokens();
    expect(isNewer(at(1), at(1))).toBe(true);
    expect(isNewer(at(1, tokens), at(1, tokens))).toBe(false);
  });
});

describe('the stored record', () => {
  it('holds the session as it is', () => {
    const tokens = makeTokens();
    expect(JSON.parse(serializeSession(hold(tokens)))).toEqual({
      v: 1,
      ...PLACE,
      issuedAt: FAKE_START_MS,
      idToken: tokens.IdToken,
      accessToken: tokens.AccessToken,
      refreshToken: tokens.RefreshToken,
    });
  });

  it('gives the same session back', async () => {
    const active = hold();
    const raw = serializeSession(active);
    await clock.advance(60_000);
    const parsed = parse(raw)!;
    expect(serializeSession(parsed)).toBe(raw);
    expect(parsed.expiresAtMonotonic).toBe(active.expiresAtMonotonic);
    expect(parsed.sub).toBe(USER_SUB);
  });

  /** The session in a record of this version. */
  const parse = (raw: string): ActiveSession | null => {
    const parsed = parseSession(raw, config, clock);
    if (parsed === 'newer') throw new Error('read as the record of a newer version');
    return parsed;
  };

  /** A good record with changes. */
  const record = (changes: object): string =>
    JSON.stringify({ ...(JSON.parse(serializeSession(hold())) as object), ...changes });

  it.each([
    ['a record without a count', { revision: undefined }, 0],
    ['a count that is no number', { revision: 'x' }, 0],
    ['a count', { revision: 7 }, 7],
  ])('reads %s', (_name, changes, revision) => {
    expect(parse(record(changes))?.revision).toBe(revision);
  });

  it('treats a record without a usable time of issue as expired', () => {
    for (const issuedAt of [undefined, 'x', null, {}]) {
      const active = parse(record({ issuedAt }))!;
      expect(remainingSeconds(active, clock)).toBeLessThanOrEqual(0);
    }
  });

  it('does not take a time of issue by name', () => {
    for (const issuedAt of ['now', 'unknown']) {
      const active = parse(record({ issuedAt }))!;
      expect(remainingSeconds(active, clock)).toBeLessThanOrEqual(0);
    }
  });

  it.each([
    ['text that is no JSON', () => '{'],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['a number', () => '7'],
    ['an older version', () => record({ v: 0 })],
    ['a version that is no number', () => record({ v: '2' })],
    ['no version', () => record({ v: undefined })],
    ['a generation that is no text', () => record({ generation: 7 })],
    ['no generation', () => record({ generation: undefined })],
    ['no ID token', () => record({ idToken: undefined })],
    [
      'a token of another client',
      () => record({ accessToken: makeAccessToken({ client_id: 'x' }) }),
    ],
    ['an empty refresh token', () => record({ refreshToken: '' })],
  ])('finds no session in %s', (_name, raw) => {
    expect(parseSession(raw(), config, clock)).toBeNull();
  });

  it('recognizes the record of a newer version', () => {
    expect(parseSession(record({ v: 2, generation: 7 }), config, clock)).toBe('newer');
  });
});

describe('newGeneration', () => {
  it('is different each time, of letters and digits, and too long to guess', () => {
    const made = new Set(Array.from({ length: 100 }, newGeneration));
    expect(made.size).toBe(100);
    for (const generation of made) expect(generation).toMatch(/^[\da-z]{16,28}$/);
  });
});
