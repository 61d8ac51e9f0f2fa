// Compares numbers and text as bytes with Node's own conversions.

import { assert, bigInt, property, uint8Array } from 'fast-check';
import { javaBytes } from '../../../test/support/srp-server';
import { type Bytes, concat, encodeText, fromBase64, toBase64, toBytes, toInteger } from './bytes';

const bytesOf = (...values: number[]): Bytes => new Uint8Array(values);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('a number', () => {
  it.each([
    [0n, '00'],
    [1n, '01'],
    [0x7fn, '7f'],
    [0x80n, '0080'],
    [0x8n, '08'],
    [0xfn, '0f'],
    [0xa5n, '00a5'],
    [0x100n, '0100'],
    [0xfffn, '0fff'],
    [0x7fffn, '7fff'],
    [0x8000n, '008000'],
  ])('%p has the bytes %p', (number, hex) => {
    expect(hexOf(toBytes(number))).toBe(hex);
  });

  it('has the bytes that Java gives it', () => {
    assert(
      property(bigInt(0n, 2n ** 3200n), (number) =>
        expect(hexOf(toBytes(number))).toBe(hexOf(javaBytes(number))),
      ),
    );
  });

  it('comes back from its bytes', () => {
    assert(
      property(bigInt(0n, 2n ** 3200n), (number) =>
        expect(toInteger(toBytes(number))).toBe(number),
      ),
    );
  });

  it('is read from bytes that begin with zeros, and from none', () => {
    expect(toInteger(bytesOf(0, 0, 1, 255))).toBe(511n);
    expect(toInteger(bytesOf())).toBe(0n);
  });
});

describe('text', () => {
  it('is UTF-8, as it was typed: composed and decomposed letters differ', () => {
    expect(hexOf(encodeText('é€😀'))).toBe('c3a9e282acf09f9880');
    expect(hexOf(encodeText('e\u0301'))).toBe('65cc81');
  });

  it('has U+FFFD for half of a surrogate pair', () => {
    expect(hexOf(encodeText('a\ud83db'))).toBe('61efbfbd62');
  });
});

describe('bytes', () => {
  it('are joined in order', () => {
    expect([...concat(bytesOf(1, 2), bytesOf(), bytesOf(3))]).toEqual([1, 2, 3]);
    expect([...concat()]).toEqual([]);
  });

  it('are the base64 that Node makes of them, and come back from it', () => {
    assert(
      property(uint8Array({ maxLength: 500 }), (values) => {
        const base64 = toBase64(new Uint8Array(values));
        expect(base64).toBe(Buffer.from(values).toString('base64'));
        expect(hexOf(fromBase64(base64))).toBe(hexOf(values));
      }),
    );
  });

  it('cannot come from what is not base64', () => {
    expect(() => fromBase64('§')).toThrow();
  });
});
