// Tests the URI in the QR code, as authenticator apps read it.

import { assert, property, string } from 'fast-check';
import '../../test/support/page-globals';
import { totpUri } from './totp-uri';

/** By the WHATWG URL parser: label and parameters of the URI. */
function read(uri: string): { label: string; issuer: string | null; secret: string | null } {
  const { protocol, host, pathname, searchParams } = new URL(uri);
  expect(`${protocol}//${host || pathname.split('/')[2]!}`).toBe('otpauth://totp');
  return {
    label: decodeURIComponent(pathname.split('/').at(-1)!),
    issuer: searchParams.get('issuer'),
    secret: searchParams.get('secret'),
  };
}

describe('the URI', () => {
  it.each([
    ['Example', 'maria', 'Example:maria', 'Example'],
    ['My App', 'maría josé', 'My%20App:mar%C3%ADa%20jos%C3%A9', 'My%20App'],
    ['A:B & C', 'a+b@x.org', 'A%3AB%20%26%20C:a%2Bb%40x.org', 'A%3AB%20%26%20C'],
    ['日本', '😀?#/', '%E6%97%A5%E6%9C%AC:%F0%9F%98%80%3F%23%2F', '%E6%97%A5%E6%9C%AC'],
  ])('of %p and %p names them escaped', (issuer, account, label, from) => {
    expect(totpUri({ secret: 'JBSWY3DP', issuer, account })).toBe(
      `otpauth://totp/${label}?secret=JBSWY3DP&issuer=${from}`,
    );
  });

  it('has the page’s host for an issuer', () => {
    const expected = 'otpauth://totp/localhost:m?secret=A&issuer=localhost';
    expect(totpUri({ secret: 'A', account: 'm' })).toBe(expected);
    expect(totpUri({ secret: 'A', account: 'm', issuer: undefined })).toBe(expected);
  });

  it('has the given values', () => {
    const text = string({ unit: 'grapheme', minLength: 1 });
    assert(
      property(text, text, (issuer, account) => {
        expect(read(totpUri({ secret: 'JBSWY3DP', issuer, account }))).toEqual({
          label: `${issuer}:${account}`,
          issuer,
          secret: 'JBSWY3DP',
        });
      }),
    );
  });
});
