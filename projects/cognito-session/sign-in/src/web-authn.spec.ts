// Passkeys through the browser: what it is asked, and what becomes of its answers and refusals.

import { withdrawPasskeys, offerPasskeys } from '../../src/testing-support/fake-passkeys';
import { SignInError } from './sign-in-error';
import { createPasskey, usePasskey } from './web-authn';

const OPTIONS = { challenge: 'c2VjcmV0', rpId: 'localhost' } as never;

describe.each([
  ['usePasskey', usePasskey, 'get', 'parseRequestOptionsFromJSON'],
  ['createPasskey', createPasskey, 'create', 'parseCreationOptionsFromJSON'],
] as const)('%s', (_name, run, method, parse) => {
  afterEach(withdrawPasskeys);

  it('asks the browser with the parsed options, and gives the credential as JSON', async () => {
    const passkeys = offerPasskeys();
    expect(await run(OPTIONS)).toEqual({ id: 'credential-1', by: method });
    expect(passkeys.calls).toEqual([
      [parse, OPTIONS],
      [method, { publicKey: { parsed: OPTIONS, by: parse } }],
    ]);
  });

  it('passes a signal on', async () => {
    const passkeys = offerPasskeys();
    const { signal } = new AbortController();
    await run(OPTIONS, signal);
    expect(passkeys.calls[1]).toEqual([
      method,
      { publicKey: { parsed: OPTIONS, by: parse }, signal },
    ]);
  });

  it.each(['NotAllowedError', 'InvalidStateError', 'AbortError', 'SecurityError'])(
    'is PASSKEY_FAILED after %s',
    async (name) => {
      const cause = new DOMException('no', name);
      offerPasskeys({ [method]: () => Promise.reject(cause) });
      const error: unknown = await run(OPTIONS).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SignInError);
      expect(error).toMatchObject({ code: 'PASSKEY_FAILED' });
      expect((error as Error).cause).toBe(cause);
    },
  );

  it.each<[string, () => void]>([
    ['knows no passkeys', () => undefined],
    ['cannot read options', () => void offerPasskeys({ [parse]: undefined })],
    [
      'takes no such options',
      () =>
        void offerPasskeys({
          [parse]: () => {
            throw new TypeError('malformed');
          },
        }),
    ],
    ['has no credentials', () => void offerPasskeys({ credentials: undefined })],
    ['gives none', () => void offerPasskeys({ [method]: () => Promise.resolve(null) })],
    ['gives one without JSON', () => void offerPasskeys({ [method]: () => Promise.resolve({}) })],
  ])('is PASSKEY_FAILED where the browser %s', async (_what, offer) => {
    offer();
    await expect(run(OPTIONS)).rejects.toMatchObject({ code: 'PASSKEY_FAILED' });
  });
});
