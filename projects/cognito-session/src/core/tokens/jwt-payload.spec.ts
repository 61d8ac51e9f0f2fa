// Tests the decoding of JWT parts: which are accepted, and that anything else gives null and does
// not throw.

import { makeJwt } from '../../../test/support/fake-tokens';
import { decodeJwtPart, isJsonObject } from './jwt-payload';

/** A JWT whose payload is this text, encoded in base64url. */
function jwtOf(payload: string): string {
  return `eyJhbGciOiJSUzI1NiJ9.${payload}.c2ln`;
}

function encoded(text: string | Buffer): string {
  return Buffer.from(text).toString('base64url');
}

/** Its base64 has both of the characters that base64url writes in another way, more than once. */
const CLAIMS = { a: '\u00ff\u00fe?\u00fb\u00ef>>', b: '???>>>~~~' };

describe('decodeJwtPart', () => {
  it('reads the header as part 0 and the claims as part 1', () => {
    const jwt = makeJwt({ sub: 'maria' }, { alg: 'RS256' });
    expect(decodeJwtPart(jwt, 0)).toEqual({ alg: 'RS256' });
    expect(decodeJwtPart(jwt, 1)).toEqual({ sub: 'maria' });
  });

  it.each(['base64url', 'base64'] as const)(
    'reads %s, however often its own characters come',
    (alphabet) => {
      const payload = Buffer.from(JSON.stringify(CLAIMS)).toString(alphabet);
      expect(payload.match(alphabet === 'base64' ? /[+/]/g : /[-_]/g)?.length).toBeGreaterThan(3);
      expect(decodeJwtPart(jwtOf(payload), 1)).toEqual(CLAIMS);
    },
  );

  it.each(['{"a":1}', '{"a":12}', '{"a":123}'])('reads %s with its padding and without', (text) => {
    const padded = Buffer.from(text).toString('base64');
    const value: unknown = JSON.parse(text);
    expect(decodeJwtPart(jwtOf(padded), 1)).toEqual(value);
    expect(decodeJwtPart(jwtOf(padded.replace(/=/g, '')), 1)).toEqual(value);
  });

  it('reads a token of 262,144 characters and none that is longer', () => {
    const jwt = jwtOf(encoded('{"a":1}'));
    const filled = jwt + 'x'.repeat(262_144 - jwt.length);
    expect(decodeJwtPart(filled, 1)).toEqual({ a: 1 });
    expect(decodeJwtPart(`${filled}x`, 1)).toBeNull();
  });

  const good = encoded('{"a":1}');
  it.each([
    ['an empty text', ''],
    ['one part', good],
    ['two parts', `h.${good}`],
    ['four parts', `h.${good}.s.t`],
    ['five parts', `h.${good}.s.t.u`],
    ['an empty payload', 'h..s'],
    ['white space in front', jwtOf(` ${good}`)],
    ['white space behind', jwtOf(`${good} `)],
    ['white space inside', jwtOf(`${good.slice(0, 4)} ${good.slice(4)}`)],
    ['a character of no alphabet in front', jwtOf(`*${good}`)],
    ['a character of no alphabet behind', jwtOf(`${good}*`)],
    ['three signs of padding', jwtOf(`${good}===`)],
    ['padding alone', jwtOf('==')],
    ['padding in front', jwtOf(`=${good}`)],
    ['a length that base64 cannot have', jwtOf('eyJhI')],
    ['invalid UTF-8', jwtOf(encoded(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])))],
    ['a byte-order mark', jwtOf(encoded('\ufeff{"a":1}'))],
    ['text that is no JSON', jwtOf(encoded('{a:1}'))],
    ['an array', jwtOf(encoded('[1]'))],
    ['null', jwtOf(encoded('null'))],
    ['a number', jwtOf(encoded('42'))],
    ['a string', jwtOf(encoded('"a"'))],
    ['true', jwtOf(encoded('true'))],
  ])('gives null for %s', (_name, jwt) => {
    expect(decodeJwtPart(jwt, 1)).toBeNull();
  });
});

describe('isJsonObject', () => {
  it('takes objects, and neither null, arrays, functions nor plain values', () => {
    expect([{}, { a: 1 }].map(isJsonObject)).toEqual([true, true]);
    const others = [null, undefined, [], [{}], 'a', 1, true, () => undefined];
    expect(others.filter(isJsonObject)).toEqual([]);
  });
});
