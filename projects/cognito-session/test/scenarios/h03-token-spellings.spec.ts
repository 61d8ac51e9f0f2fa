// H03: which spellings of a token are read, as one table; everything else decodes to {}.

import { firstValueFrom } from 'rxjs';
import { CognitoIdToken, CognitoUserSession, CognitoAccessToken } from '../../src/public-api';
import { bareSessionService } from '../support/bare-session-service';
import { makeAccessToken, makeIdToken } from '../support/fake-tokens';

const HEAD = Buffer.from('{"alg":"RS256"}').toString('base64url');
const SIGNATURE = 'c2lnbmF0dXJl';
const encode = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');
/** A JSON object of which base64 writes `length` characters modulo 4 before padding. */
const PAYLOADS = ['{"a":"1"}', '{"a":"12"}', '{"a":"123"}'];
/** Bytes whose base64 has the letters in which both alphabets differ. */
const BOTH_ALPHABETS = '{"a":"~~~???ÿÿÿ>>>"}';

const payloadOf = (IdToken: string): object => new CognitoIdToken({ IdToken }).payload;
const wrap = (payload: string): string => `${HEAD}.${payload}.${SIGNATURE}`;

describe('H03', () => {
  describe('read', () => {
    it.each(PAYLOADS)('payloads of every length modulo 4 without padding: %s', (json) => {
      expect(payloadOf(wrap(encode(json)))).toEqual(JSON.parse(json));
    });

    it('covers the lengths 0, 2 and 3 modulo 4; 1 cannot occur', () => {
      expect(PAYLOADS.map((json) => encode(json).length % 4).sort()).toEqual([0, 2, 3]);
    });

    it.each(PAYLOADS)('payloads with padding: %s', (json) => {
      expect(payloadOf(wrap(Buffer.from(json).toString('base64')))).toEqual(JSON.parse(json));
    });

    it('the URL alphabet', () => {
      const text = encode(BOTH_ALPHABETS);
      expect(text).toMatch(/[-_]/);
      expect(payloadOf(wrap(text))).toEqual(JSON.parse(BOTH_ALPHABETS));
    });

    it('the plain alphabet', () => {
      const text = Buffer.from(BOTH_ALPHABETS).toString('base64');
      expect(text).toMatch(/[+/]/);
      expect(payloadOf(wrap(text))).toEqual(JSON.parse(BOTH_ALPHABETS));
    });

    it('white space inside the JSON', () => {
      expect(payloadOf(wrap(encode(' \n\t{ "a" : 1 }\r\n')))).toEqual({ a: 1 });
    });

    it('three parts whose first and last are empty; only a session needs them', () => {
      expect(payloadOf(`.${encode('{"a":1}')}.`)).toEqual({ a: 1 });
    });
  });

  const GOOD = encode('{"a":1}');
  const REFUSED: [string, string][] = [
    ['a payload of length 1 modulo 4', wrap(encode('{"a":"12"}').slice(0, -1))],
    ['1 part', GOOD],
    ['2 parts', `${HEAD}.${GOOD}`],
    ['4 parts', `${wrap(GOOD)}.x`],
    ['5 parts, as of an encrypted token', `${HEAD}.${GOOD}.x.y.z`],
    ['an empty payload', wrap('')],
    ['white space before', ` ${HEAD}.${GOOD}`],
    ['white space before the payload', wrap(` ${GOOD}`)],
    ['white space behind the payload', wrap(`${GOOD}\n`)],
    ['white space inside the payload', wrap(`${GOOD.slice(0, 3)} ${GOOD.slice(3)}`)],
    ['three signs of padding', wrap(`${GOOD}===`)],
    ['padding in the middle', wrap(`${GOOD.slice(0, 4)}=${GOOD.slice(4)}`)],
    ['a sign of no alphabet', wrap(`${GOOD.slice(0, 4)}*${GOOD.slice(5)}`)],
    ['a letter that looks Latin', wrap(`${GOOD.slice(0, 4)}а${GOOD.slice(5)}`)],
    ['percent escapes', wrap(`${GOOD}%3D`)],
    ['a byte-order mark', wrap(encode('\uFEFF{"a":1}'))],
    ['a UTF-16 payload', wrap(encode(Buffer.from('{"a":1}', 'utf16le')))],
    ['a byte that is no UTF-8', wrap(encode(Buffer.from([123, 34, 255, 34, 58, 49, 125])))],
    ['an overlong form', wrap(encode(Buffer.from([123, 34, 0xc0, 0xaf, 34, 58, 49, 125])))],
    [
      'a surrogate in UTF-8',
      wrap(encode(Buffer.from([123, 34, 0xed, 0xa0, 0x80, 34, 58, 49, 125]))),
    ],
    ['a character cut in half', wrap(encode(Buffer.from([123, 34, 0xf0, 0x9f, 34, 58, 49, 125])))],
    ['two JSON values', wrap(encode('{"a":1}{"a":2}'))],
    ['a comment in the JSON', wrap(encode('{"a":1}//'))],
  ];

  describe('refused', () => {
    it.each(REFUSED)('%s decodes to {}', (_name, token) => {
      expect(payloadOf(token)).toEqual({});
    });

    it.each(REFUSED)('a session of %s is not valid', (_name, token) => {
      const session = new CognitoUserSession({
        IdToken: new CognitoIdToken({ IdToken: token }),
        AccessToken: new CognitoAccessToken({ AccessToken: token }),
        ClockDrift: 0,
      });
      expect(session.isValid()).toBe(false);
    });

    it.each(REFUSED)('setSession errors with INVALID_TOKEN for %s', async (_name, IdToken) => {
      const service = bareSessionService();
      const outcome = firstValueFrom(
        service.setSession({ IdToken, AccessToken: makeAccessToken() }),
      );
      await expect(outcome).rejects.toMatchObject({ code: 'INVALID_TOKEN' });
      expect(service.state().status).toBe('signed-out');
    });

    it.each([
      ['2 parts', (token: string) => token.split('.').slice(0, 2).join('.')],
      ['4 parts', (token: string) => `${token}.x`],
      ['an empty signature', (token: string) => `${token.split('.').slice(0, 2).join('.')}.`],
      ['white space behind', (token: string) => `${token} `],
    ])('setSession refuses a good token spoilt to %s', async (_name, spoil) => {
      const tokens = { IdToken: spoil(makeIdToken()), AccessToken: makeAccessToken() };
      await expect(firstValueFrom(bareSessionService().setSession(tokens))).rejects.toMatchObject({
        code: 'INVALID_TOKEN',
      });
    });
  });
});
