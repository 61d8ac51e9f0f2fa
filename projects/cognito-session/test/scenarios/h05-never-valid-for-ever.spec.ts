// H05: a token without a believable end is refused or counts as expired, never as good for ever.

import * as fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { CognitoAccessToken, CognitoIdToken, CognitoUserSession } from '../../src/public-api';
import { bareSessionService } from '../support/bare-session-service';
import { FAKE_START_MS } from '../support/fake-clock';
import { makeAccessToken, makeIdToken, makeJwt } from '../support/fake-tokens';

const SECOND = Math.floor(FAKE_START_MS / 1000);
/** The end of the year 9999: the latest moment that a date in four digits can name. */
const YEAR_9999 = 253_402_300_799;

/** A good token with `exp` as raw JSON; '' leaves it out. */
function withExp(token: string, exp: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object;
  const others = JSON.stringify({ ...claims, exp: undefined }).slice(0, -1);
  return makeJwt(exp ? `${others},"exp":${exp}}` : `${others}}`);
}
function sessionOf(IdToken: string, AccessToken: string): CognitoUserSession {
  return new CognitoUserSession({
    IdToken: new CognitoIdToken({ IdToken }),
    AccessToken: new CognitoAccessToken({ AccessToken }),
    ClockDrift: 0,
  });
}

describe('H05', () => {
  beforeEach(() => void jest.useFakeTimers({ now: FAKE_START_MS, doNotFake: ['setImmediate'] }));
  afterEach(() => void jest.useRealTimers());

  describe.each([
    ['missing', ''],
    ['null', 'null'],
    ['text', '"tomorrow"'],
    ['digits in text', `"${SECOND + 3600}"`],
    ['a list', `[${SECOND + 3600}]`],
    ['true', 'true'],
    ['an object', `{"valueOf":${SECOND + 3600}}`],
    ['negative', '-1'],
    ['0', '0'],
    ['in milliseconds', String(FAKE_START_MS + 3_600_000)],
    ['1e999, which parses to Infinity', '1e999'],
    ['-1e999', '-1e999'],
    ['the largest number', '1.7976931348623157e308'],
    ['just past the year 9999', String(YEAR_9999 + 1)],
  ])('exp is %s', (_name, exp) => {
    it.each([
      ['ID', () => sessionOf(withExp(makeIdToken(), exp), makeAccessToken())],
      ['access', () => sessionOf(makeIdToken(), withExp(makeAccessToken(), exp))],
    ])('in the %s token: the session is not valid', (_token, build) => {
      expect(build().isValid()).toBe(false);
    });

    it.each([
      ['IdToken', () => ({ IdToken: withExp(makeIdToken(), exp), AccessToken: makeAccessToken() })],
      [
        'AccessToken',
        () => ({ IdToken: makeIdToken(), AccessToken: withExp(makeAccessToken(), exp) }),
      ],
    ])('in the %s: setSession errors, naming token and claim', async (field, make) => {
      const service = bareSessionService();
      await expect(firstValueFrom(service.setSession(make()))).rejects.toMatchObject({
        code: 'INVALID_TOKEN',
        message: expect.stringMatching(new RegExp(`${field}: .*exp`)) as string,
      });
      expect(service.session()).toBeNull();
    });
  });

  it('a session whose exp is a believable time is valid until then', () => {
    const exp = String(SECOND + 10);
    const session = sessionOf(withExp(makeIdToken(), exp), withExp(makeAccessToken(), exp));
    expect(session.isValid()).toBe(true);
    jest.setSystemTime(FAKE_START_MS + 10_000);
    expect(session.isValid()).toBe(false);
  });

  it.each([
    ['equal to iat', SECOND],
    ['before iat', SECOND - 1],
  ])('exp %s: setSession errors with INVALID_TOKEN', async (_name, exp) => {
    const tokens = { IdToken: makeIdToken({ exp }), AccessToken: makeAccessToken() };
    await expect(firstValueFrom(bareSessionService().setSession(tokens))).rejects.toMatchObject({
      code: 'INVALID_TOKEN',
    });
  });

  it('whatever JSON stands as exp, no session is valid after the year 9999', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.double().map(String), fc.constantFrom('1e999', '1e309')),
        fc.boolean(),
        (raw, inId) => {
          // NaN and Infinity are no JSON; a payload with them is malformed, and that is a case as
          // well.
          const [id, access] = [makeIdToken(), makeAccessToken()];
          jest.setSystemTime(FAKE_START_MS);
          const session = sessionOf(
            inId ? withExp(id, raw) : id,
            inId ? access : withExp(access, raw),
          );
          jest.setSystemTime((YEAR_9999 + 1) * 1000);
          return !session.isValid();
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('whatever JSON but a number stands as exp, no session is valid now', () => {
    const noNumber = fc.json().filter((raw) => typeof JSON.parse(raw) !== 'number');
    fc.assert(
      fc.property(
        noNumber,
        (raw) => !sessionOf(withExp(makeIdToken(), raw), makeAccessToken()).isValid(),
      ),
      { numRuns: 5_000 },
    );
  });
});
