// Tests the client half of SRP: with a published vector, with OpenSSL's group, and with answers
// that it must refuse.

import { createHmac } from 'node:crypto';
import { PRIME, power } from '../../../test/support/srp-server';
import {
  fixRandomBytes,
  offerWebCrypto,
  withdrawWebCrypto,
} from '../../../test/support/web-crypto';
import { createSrpEphemeral, deriveSrpKey, type SrpAnswer } from './srp';
import { SignInError } from '../sign-in-error';

// Thousands of powers of 3072-bit numbers, the clients' own slow ones among them, on a machine that
// may be busy.
jest.setTimeout(60_000);

offerWebCrypto();
afterEach(() => {
  jest.restoreAllMocks();
});

/**
 * Values of the test "testSRPAValue" and "testSRPKey" there; the numbers are what matters, so they
 * stand here as they are.
 * @see https://github.com/soto-project/soto-cognito-authentication-kit/blob/main/Tests/SotoCognitoAuthenticationKitTests/SRPTests.swift
 */
const VECTOR = {
  a: '37981750af33fdf93fc6dce831fe794aba312572e7c3347252854e5ce7c7f40343f5ad82f9ad3585c8cb1184c54c562f8317fc2924c6c7ade72f1e8d964f606e040c8f9f0b12e3fe6b6828202a5e40ca0103e880531921e56de3acc410331b8e5ddcd0dbf249bfa104f6b797719613aa50eabcdb40fd5457f64861dd71890eba',
  A: 'f93b917abccc667f4fac29d1e4c111bcd37d2c37577e7f113ad85030ec6157c70dfee728ac4aee9a7631d85a68aec3ef72864b6e8a134f5c5eef8940b93bb1db1ada9c1de770db282d644eeb3c551d35ce8de4d2cf98d0d799b6a7f1fe51568d11162ce0cded8246b630169dcfc2d5a43817d52f121b3d75ab1a43dc30b7cec02e42e332d5fd781023d9c1fd44f3d1129d211550ce57c004aca95a367592705b517298f724e6314ffbac2425b2beb5095f23b75dd3dd232adda700080d7a22a87383d3746d39f6427b7daf2a00683038ff7dc099081b2bf43eb5e2e30465487dafb3cc875fdd9b475d46a0ac1d07cf928fd11e06c5999596160168fc31228f7f3329d4b873acbf1540a16418a3ee5a0a5070a3db558f5cf8cf15388ff0a6e4234bf1de3e5bade8e4aa607d633a94a06bee4386c7444e06fd584282b9d576be318f0f203057e80996f79a2bb0a63ad4786d5cc12b1321bd6644e001cee194171f5b04fcd65f3f280b6dadabae0401a9ae557ad27939730ce146319aa7f08d1e33',
  B: 'a0812a0ee3fa8484a73addeb6a9afa145cff1eca2a6b86537a5d15132d5811dd088d16e7d581b2798229350e6e473503cebddf19cabd3f14fb3450a6858bafc972a29702d8772a22b000a160812a7fe29bcac2c36d43b91c118224626c2f0782d70f79c82ac5183e0d7d8c7b23ad0bda1f4fba941998bfc82e46415e49026bb33f8271cb9a56e69f518e90bc2f4c42c7bb27720e25a14dcfbb5176effb3069a2bc627f18ec07a3e4118f61402dda56a6da3f331d8c2cf78513d767b2bf040809e5a334c7bb98cb720ef5654100cfa57d21155fc7630654964370fd512b30febc6c61bfa3415c72660c5dad3444881d272c3abd7ecec0e483493b1491391bef4348d1c27be700e443301fc856a9d1b6ca36fdc46eec9f3c51f0ea566f5a85c87d395d3d9fc2a594945a860841d5b328f1910058b2bb822ac976d961736fac42e84b46074762de8b254f37260e3b1da88529dd1060ca52b2dc9de5d77372b1d74ea111de406aac964993133a6f172e8fae54eb885e6a3cd774f1ca6be98b6ddc35',
  salt: '8dbcb21f18ae3216',
  key: 'b70fad71e9658b24b0ec678774ecca30',
};
const IDENTITY = { group: 'poolid', user: 'testuser', password: 'testpassword' };
const EPHEMERAL = { publicValue: VECTOR.A, privateValue: BigInt(`0x${VECTOR.a}`) };
const ANSWER = { SRP_B: VECTOR.B, SALT: VECTOR.salt };

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
/** The signature of a message, because no script can read the key itself. */
async function sign(key: CryptoKey): Promise<string> {
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('message'));
  return Buffer.from(signature).toString('hex');
}
const hmac = (key: string): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update('message').digest('hex');

describe('the published vector', () => {
  it('has the same public value', () => {
    fixRandomBytes(bytesOf(VECTOR.a));
    expect(createSrpEphemeral()).toEqual(EPHEMERAL);
  });

  it('has the same key', async () => {
    expect(await sign(await deriveSrpKey(EPHEMERAL, IDENTITY, ANSWER))).toBe(hmac(VECTOR.key));
  });

  it('has the same key for hexadecimal in capitals and with leading zeros', async () => {
    const answer = { SRP_B: `000${VECTOR.B.toUpperCase()}`, SALT: `0${VECTOR.salt}` };
    expect(await sign(await deriveSrpKey(EPHEMERAL, IDENTITY, answer))).toBe(hmac(VECTOR.key));
  });

  it.each([
    ['group', { group: 'poolie' }],
    ['user', { user: 'testUser' }],
    ['password', { password: 'testpassword ' }],
  ])('has another key for another %s', async (_, other) => {
    const key = await deriveSrpKey(EPHEMERAL, { ...IDENTITY, ...other }, ANSWER);
    expect(await sign(key)).not.toBe(hmac(VECTOR.key));
  });
});

it('makes a key that signs, and that no script can read', async () => {
  const key = await deriveSrpKey(EPHEMERAL, IDENTITY, ANSWER);
  expect(key.extractable).toBe(false);
  expect(key.usages).toEqual(['sign']);
});

describe('a key pair', () => {
  it('is made of 320 random bits', () => {
    const random = jest.spyOn(crypto, 'getRandomValues');
    const { privateValue } = createSrpEphemeral();
    expect(random.mock.calls).toEqual([[expect.objectContaining({ length: 40 })]]);
    expect(privateValue).toBeGreaterThan(0n);
    expect(privateValue).toBeLessThan(2n ** 320n);
  });

  it('is another one each time', () => {
    expect(createSrpEphemeral().publicValue).not.toBe(createSrpEphemeral().publicValue);
  });

  it('has a public value of the group: 2 to the private one, in plain hexadecimal', () => {
    const { publicValue, privateValue } = createSrpEphemeral();
    expect(publicValue).toBe(power(2n, privateValue).toString(16));
  });

  it.each([0n, 1n, 15n, 16n, 3071n, 3072n])('is right for the private value %p', (a) => {
    fixRandomBytes(bytesOf(a.toString(16).padStart(80, '0')));
    expect(createSrpEphemeral().publicValue).toBe(power(2n, a).toString(16));
  });
});

describe('an answer of no honest server', () => {
  const refused = async (answer: SrpAnswer): Promise<unknown> =>
    deriveSrpKey(EPHEMERAL, IDENTITY, answer).catch((error: unknown) => error);
  const UNUSABLE = {
    code: 'UNAVAILABLE',
    message: 'UNAVAILABLE: no honest server sends this SRP challenge',
  };

  it.each([
    ['0', 0n],
    ['the prime', PRIME],
    ['twice the prime', 2n * PRIME],
  ])('is refused: B is %s', async (_, B) => {
    const SRP_B = B.toString(16);
    const error = await refused({ ...ANSWER, SRP_B });
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject(UNUSABLE);
  });

  it('is refused: u is 0', async () => {
    jest.spyOn(crypto.subtle, 'digest').mockResolvedValueOnce(new ArrayBuffer(32));
    expect(await refused(ANSWER)).toMatchObject(UNUSABLE);
  });

  it.each(['', 'xyz', '0x12', '-1', ' 12', '12g', 'g12', '1 2'])(
    'is refused: %p is no number',
    async (text) => {
      expect(await refused({ ...ANSWER, SRP_B: text })).toHaveProperty('name', 'SyntaxError');
      expect(await refused({ ...ANSWER, SALT: text })).toHaveProperty('name', 'SyntaxError');
    },
  );

  it('is refused: a number is missing', async () => {
    expect(await refused({ SALT: ANSWER.SALT })).toHaveProperty('name', 'SyntaxError');
    expect(await refused({ SRP_B: ANSWER.SRP_B })).toHaveProperty('name', 'SyntaxError');
  });
});

describe('a page without WebCrypto', () => {
  beforeEach(withdrawWebCrypto);
  const INSECURE = {
    code: 'INVALID_CONFIG',
    message: 'INVALID_CONFIG: SRP needs https',
  };

  it('gets the error before there is a key pair', () => {
    const random = jest.spyOn(crypto, 'getRandomValues');
    expect(createSrpEphemeral).toThrow(expect.objectContaining(INSECURE) as Error);
    expect(random).not.toHaveBeenCalled();
  });

  it('gets the error from the derivation of the key', async () => {
    await expect(deriveSrpKey(EPHEMERAL, IDENTITY, ANSWER)).rejects.toMatchObject(INSECURE);
  });
});

it('leaves crypto alone while it is imported', () => {
  const { crypto: offered } = globalThis;
  const touched = jest.fn<unknown, [object, string | symbol]>();
  const watched = new Proxy(offered, { get: touched });
  Object.defineProperty(globalThis, 'crypto', { value: watched, configurable: true });
  jest.doMock('../sign-in-error', () => ({}));
  jest.isolateModules(() => {
    for (const file of ['srp', 'password-claim', 'device-secret']) jest.requireActual(`./${file}`);
  });
  Object.defineProperty(globalThis, 'crypto', { value: offered, configurable: true });
  expect(touched).not.toHaveBeenCalled();
});
