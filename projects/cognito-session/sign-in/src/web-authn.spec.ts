// Tests passkeys through the browser: its input, and the conversion of its answers and refusals.

import {
  base64Url,
  bufferOf,
  fakeCredential,
  fakeCredentialJson,
  offerPasskeys,
  withdrawPasskeys,
} from '../../test/support/fake-passkeys';
import { SignInError } from './sign-in-error';
import { canCreateQuietly, createPasskey, signalPasskeys } from './passkey-registration';
import { usePasskey } from './web-authn';

/** A text whose base64 has both characters that base64url writes otherwise. */
const ODD = '\xfb\xff\xfe?';
const OPTIONS = {
  challenge: base64Url(ODD),
  rpId: 'localhost',
  timeout: 1000,
  user: { id: base64Url('ana'), name: 'ana', displayName: 'Ana' },
} as never;
const REST = { rpId: 'localhost', timeout: 1000 };

const textOf = (bytes: unknown): string => String.fromCharCode(...new Uint8Array(bytes as never));
afterEach(withdrawPasskeys);

describe.each([
  ['usePasskey', usePasskey, 'get', 'allowCredentials'],
  ['createPasskey', createPasskey, 'create', 'excludeCredentials'],
] as const)('%s', (_name, run, method, listed) => {
  it('asks the browser with bytes, where it cannot read JSON by itself', async () => {
    const { calls } = offerPasskeys();
    await run({
      ...(OPTIONS as object),
      [listed]: [{ id: base64Url('old'), type: 'public-key' }],
    } as never);
    const [[called, argument]] = calls as [[string, { publicKey: Record<string, unknown> }]];
    const { challenge, [listed]: list } = argument.publicKey;
    expect(called).toBe(method);
    expect(Object.keys(argument)).toEqual(['publicKey']);
    expect(argument.publicKey).toMatchObject(REST);
    expect(textOf(challenge)).toBe(ODD);
    expect(list).toEqual([{ id: expect.any(Uint8Array) as unknown, type: 'public-key' }]);
    expect(textOf((list as { id: unknown }[])[0]?.id)).toBe('old');
  });

  it('needs no list of passkeys', async () => {
    const { calls } = offerPasskeys();
    await run(OPTIONS);
    expect(calls).toMatchObject([[method, { publicKey: { [listed]: undefined } }]]);
  });

  it('reads the fields of a credential whose toJSON throws', async () => {
    offerPasskeys();
    expect(await run(OPTIONS)).toEqual(fakeCredentialJson(method));
  });

  it('passes a signal on', async () => {
    const { calls } = offerPasskeys();
    const { signal } = new AbortController();
    await run(OPTIONS, signal);
    expect(calls[0]?.[1]).toMatchObject({ signal });
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
    ['has no credentials', () => void offerPasskeys({ credentials: undefined })],
    ['gives none', () => void offerPasskeys({ [method]: () => Promise.resolve(null) })],
    ['gives one without bytes', () => void offerPasskeys({ [method]: () => Promise.resolve({}) })],
    [
      'gives one without client data',
      () =>
        void offerPasskeys({
          [method]: async () => fakeCredential(method, { clientDataJSON: undefined }),
        }),
    ],
  ])('is PASSKEY_FAILED where the browser %s', async (_what, offer) => {
    offer();
    await expect(run(OPTIONS)).rejects.toMatchObject({ code: 'PASSKEY_FAILED' });
  });

  it('is PASSKEY_FAILED for options that are not base64url, without a dialog', async () => {
    const { calls } = offerPasskeys();
    const options = { ...(OPTIONS as object), challenge: 'ä' } as never;
    await expect(run(options)).rejects.toMatchObject({ code: 'PASSKEY_FAILED' });
    expect(calls).toEqual([]);
  });
});

describe('usePasskey', () => {
  it('returns all members that prove it', async () => {
    const response = {
      authenticatorData: bufferOf('data'),
      signature: bufferOf(ODD),
      userHandle: bufferOf('ana'),
    };
    const members = {
      authenticatorAttachment: 'platform',
      getClientExtensionResults: () => ({ appid: true }),
    };
    offerPasskeys({ get: async () => fakeCredential('get', response, members) });
    expect(await usePasskey(OPTIONS)).toEqual({
      ...fakeCredentialJson('get'),
      authenticatorAttachment: 'platform',
      clientExtensionResults: { appid: true },
      response: {
        clientDataJSON: base64Url('get'),
        authenticatorData: base64Url('data'),
        signature: base64Url(ODD),
        userHandle: base64Url('ana'),
      },
    });
  });

  it('leaves out a user handle that is null', async () => {
    offerPasskeys({ get: async () => fakeCredential('get', { userHandle: null }) });
    const { response } = await usePasskey(OPTIONS);
    expect(Object.keys(response)).toEqual(['clientDataJSON']);
  });
});

describe('createPasskey', () => {
  it('returns all members that register it', async () => {
    const response = {
      attestationObject: bufferOf(ODD),
      getAuthenticatorData: () => bufferOf('data'),
      getTransports: () => ['internal'],
      getPublicKey: () => bufferOf('key'),
      getPublicKeyAlgorithm: () => -7,
    };
    offerPasskeys({ create: async () => fakeCredential('create', response) });
    expect((await createPasskey(OPTIONS)).response).toEqual({
      clientDataJSON: base64Url('create'),
      attestationObject: base64Url(ODD),
      authenticatorData: base64Url('data'),
      transports: ['internal'],
      publicKey: base64Url('key'),
      publicKeyAlgorithm: -7,
    });
  });

  it('gives the user’s handle to the browser as bytes, and the names as they are', async () => {
    const { calls } = offerPasskeys();
    await createPasskey(OPTIONS);
    const { publicKey } = calls[0]?.[1] as { publicKey: { user: { id: unknown } } };
    expect(publicKey.user).toMatchObject({ name: 'ana', displayName: 'Ana' });
    expect(textOf(publicKey.user.id)).toBe('ana');
  });

  it('opens no dialog where it is conditional', async () => {
    const { calls } = offerPasskeys();
    await createPasskey(OPTIONS, undefined, 'conditional');
    expect(calls).toMatchObject([['create', { mediation: 'conditional' }]]);
  });
});

describe('conditional creation', () => {
  it.each<[string, boolean, object | undefined]>([
    ['can', true, { getClientCapabilities: async () => ({ conditionalCreate: true }) }],
    ['cannot', false, { getClientCapabilities: async () => ({ conditionalCreate: false }) }],
    ['does not say', false, { getClientCapabilities: async () => ({}) }],
    ['fails to say', false, { getClientCapabilities: () => Promise.reject(new Error('no')) }],
    ['has no way to say', false, {}],
    ['knows no passkeys', false, undefined],
  ])('a browser that %s: %s', async (_what, can, offered) => {
    if (offered) offerPasskeys(offered as Record<string, unknown>);
    expect(await canCreateQuietly()).toBe(can);
  });
});

describe('signals', () => {
  const METHODS = ['signalUnknownCredential', 'signalAllAcceptedCredentials'] as const;

  it.each(METHODS)('%s goes to the browser', async (method) => {
    const { calls } = offerPasskeys({ [method]: async () => undefined });
    await signalPasskeys(method, { rpId: 'localhost' });
    expect(calls).toEqual([[method, { rpId: 'localhost' }]]);
  });

  it.each<[string, Record<string, unknown> | undefined]>([
    ['lacks them', {}],
    ['knows no passkeys', undefined],
    ['refuses', { signalUnknownCredential: () => Promise.reject(new TypeError('no')) }],
    [
      'throws',
      {
        signalUnknownCredential: () => {
          throw new TypeError('no');
        },
      },
    ],
  ])('nothing happens in a browser that %s', async (_what, offered) => {
    if (offered) offerPasskeys(offered);
    await expect(signalPasskeys('signalUnknownCredential', {})).resolves.toBeUndefined();
  });
});
