// jsdom offers no `crypto.subtle`; Node's own stands in, as on a page served over https.

import { webcrypto } from 'node:crypto';

/** Before each test of the file; a test may take it away again by {@link withdrawWebCrypto}. */
export function offerWebCrypto(): void {
  const { subtle } = webcrypto;
  beforeEach(() => {
    Object.defineProperty(crypto, 'subtle', { value: subtle, configurable: true });
  });
}

/** As on a page served over plain http. */
export function withdrawWebCrypto(): void {
  Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true });
}

/**
 * Makes `crypto.getRandomValues` give these bytes, one after the other, whatever length is asked
 * for.
 */
export function fixRandomBytes(...values: readonly Uint8Array[]): jest.SpyInstance {
  const spy = jest.spyOn(crypto, 'getRandomValues');
  for (const value of values) spy.mockReturnValueOnce(value);
  return spy;
}
