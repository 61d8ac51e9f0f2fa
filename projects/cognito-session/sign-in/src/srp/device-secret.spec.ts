// Tests the secret of a remembered device: the browser's password matches the verifier that Cognito
// keeps.

import fc from 'fast-check';
import { SrpServer, verifierOf } from '../../../test/support/srp-server';
import {
  fixRandomBytes,
  offerWebCrypto,
  withdrawWebCrypto,
} from '../../../test/support/web-crypto';
import { createDeviceSecret, type DeviceSecret } from './device-secret';
import { claimPassword } from './password-claim';
import { createSrpEphemeral } from './srp';

// Thousands of powers of 3072-bit numbers, the clients' own slow ones among them, on a machine that
// may be busy.
jest.setTimeout(60_000);

offerWebCrypto();
afterEach(() => {
  jest.restoreAllMocks();
});

const GROUP = '-a1b2c3d4e';
const DEVICE = 'eu-west-1_6b3e9d7e-7f2b-4c1c-9d7b-0d7c7a1f7a10';
const RUNS = { numRuns: process.env['MUTATION_RUN'] ? 3 : 30 };

/** A number as Java reads it from bytes: the first bit is its sign. */
function javaNumber(base64: string): bigint {
  const bytes = Buffer.from(base64, 'base64');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}

/** Whether a device with this secret can sign in at a server that keeps its verifier. */
async function verifies({ password, verifier }: DeviceSecret, typed = password): Promise<boolean> {
  const salt = javaNumber(verifier.Salt);
  const account = { group: GROUP, user: DEVICE, salt };
  const server = new SrpServer(account, javaNumber(verifier.PasswordVerifier), 0x5eedn ** 16n);
  const ephemeral = createSrpEphemeral();
  const claim = await claimPassword({
    ...account,
    ephemeral,
    password: typed,
    challenge: server.challenge,
    now: 0,
  });
  return server.accepts(ephemeral.publicValue, claim);
}

describe('the secret of a device', () => {
  it('has a password of 320 random bits and a salt of 128, both base64', async () => {
    const password = new Uint8Array(40).fill(0xfb);
    const random = fixRandomBytes(password, new Uint8Array(16).fill(0x12));
    const secret = await createDeviceSecret(GROUP, DEVICE);
    const lengths = random.mock.calls.map(([bytes]) => (bytes as Uint8Array).length);
    expect(lengths).toEqual([40, 16]);
    expect(secret.password).toBe(Buffer.from(password).toString('base64'));
    expect(secret.verifier.Salt).toBe(Buffer.alloc(16, 0x12).toString('base64'));
    expect(Object.keys(secret.verifier)).toEqual(['PasswordVerifier', 'Salt']);
  });

  it('is another one each time', async () => {
    const [one, two] = [
      await createDeviceSecret(GROUP, DEVICE),
      await createDeviceSecret(GROUP, DEVICE),
    ];
    expect(one.password).not.toBe(two.password);
    expect(one.verifier.Salt).not.toBe(two.verifier.Salt);
  });

  it('has the verifier of group key, device key and password', async () => {
    const { password, verifier } = await createDeviceSecret(GROUP, DEVICE);
    const salt = javaNumber(verifier.Salt);
    const expected = verifierOf({ group: GROUP, user: DEVICE, password, salt });
    expect(javaNumber(verifier.PasswordVerifier)).toBe(expected);
  });

  it('signs the device in, whatever its random bytes are', async () => {
    const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
      fc.uint8Array({ minLength: length, maxLength: length });
    await fc.assert(
      fc.asyncProperty(bytes(40), bytes(16), async (password, salt) => {
        fixRandomBytes(password, salt);
        const secret = await createDeviceSecret(GROUP, DEVICE);
        jest.restoreAllMocks();
        expect(javaNumber(secret.verifier.Salt)).toBeGreaterThanOrEqual(0n);
        expect(javaNumber(secret.verifier.PasswordVerifier)).toBeGreaterThan(0n);
        expect(await verifies(secret)).toBe(true);
      }),
      RUNS,
    );
  });

  it.each([
    [0x00, 0xff],
    [0x00, 0x7f],
    [0x80, 0x00],
    [0x08, 0x00],
  ])('signs the device in when the salt begins with the bytes %p, %p', async (...first) => {
    const salt = new Uint8Array(16).fill(0x5a);
    salt.set(first);
    fixRandomBytes(new Uint8Array(40), salt);
    const secret = await createDeviceSecret(GROUP, DEVICE);
    jest.restoreAllMocks();
    expect(await verifies(secret)).toBe(true);
  });

  it('signs no device in with another password', async () => {
    const secret = await createDeviceSecret(GROUP, DEVICE);
    expect(await verifies(secret, `${secret.password} `)).toBe(false);
  });

  it('cannot be made on a page without WebCrypto', async () => {
    withdrawWebCrypto();
    await expect(createDeviceSecret(GROUP, DEVICE)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    });
  });
});
