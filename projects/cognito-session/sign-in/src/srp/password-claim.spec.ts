// Tests password claims by a server half that was written independently of the client half.

import fc from 'fast-check';
import {
  type Account,
  PRIME,
  power,
  privateKeyOf,
  SrpServer,
  verifierOf,
} from '../../../test/support/srp-server';
import { offerWebCrypto } from '../../../test/support/web-crypto';
import { claimPassword, type SrpChallenge } from './password-claim';
import { createSrpEphemeral, type SrpEphemeral } from './srp';

// Thousands of powers of 3072-bit numbers, the clients' own slow ones among them, on a machine that
// may be busy.
jest.setTimeout(60_000);

offerWebCrypto();

const RUNS = { numRuns: process.env['MUTATION_RUN'] ? 3 : 40 };
const NOW = Date.UTC(2026, 0, 5, 3, 4, 9);
const ACCOUNT: Account = {
  group: 'AbCdEfGhI',
  user: '6b3e9d7e-7f2b-4c1c-9d7b-0d7c7a1f7a10',
  password: 'Grüße-Passwort-1!',
  salt: 0x8dbcb21f18ae32160123456789abcdefn,
};
const PRIVATE_VALUE = BigInt(`0x${'c3'.repeat(40)}`);

const serverOf = (
  account: Account,
  b = 0x5eedn ** 16n,
  secretBlock?: Buffer<ArrayBuffer>,
): SrpServer => new SrpServer(account, verifierOf(account), b, secretBlock);
const ephemeralOf = (privateValue: bigint): SrpEphemeral => ({
  publicValue: power(2n, privateValue).toString(16),
  privateValue,
});

/**
 * Whether the server accepts the claim of `typed`, which is the account itself unless a test says
 * otherwise.
 */
async function verifies(
  account: Account,
  {
    server = serverOf(account),
    ephemeral = ephemeralOf(PRIVATE_VALUE),
    typed = {},
    now = NOW,
  }: { server?: SrpServer; ephemeral?: SrpEphemeral; typed?: Partial<Account>; now?: number } = {},
): Promise<boolean> {
  const { group, user, password } = { ...account, ...typed };
  const { challenge } = server;
  const claim = await claimPassword({ ephemeral, group, user, password, challenge, now });
  return server.accepts(ephemeral.publicValue, claim);
}

/** The first of `candidates` that fits. */
function search(candidates: bigint, fits: (candidate: bigint) => boolean): bigint {
  let candidate = candidates;
  while (!fits(candidate)) candidate++;
  return candidate;
}
const digits = (value: bigint): number => value.toString(16).length;

describe('a claim', () => {
  it('has the parameters that Cognito requires, and no others', async () => {
    const { challenge } = serverOf(ACCOUNT);
    const { group, user, password } = ACCOUNT;
    const ephemeral = createSrpEphemeral();
    const claim = await claimPassword({ ephemeral, group, user, password, challenge, now: NOW });
    expect(claim).toEqual({
      PASSWORD_CLAIM_SIGNATURE: expect.stringMatching(/^[\w+/]{43}=$/) as string,
      PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK,
      TIMESTAMP: 'Mon Jan 5 03:04:09 UTC 2026',
    });
  });

  it('verifies with a key pair of its own', async () => {
    expect(await verifies(ACCOUNT, { ephemeral: createSrpEphemeral() })).toBe(true);
  });

  it('verifies for a device, by its group key, its own key and its password', async () => {
    const device = { group: '-a1b2c3d4e', user: 'eu-west-1_6b3e9d7e', password: 'q83v/+A=' };
    expect(await verifies({ ...device, salt: 0xfen })).toBe(true);
  });

  it.each([
    ['undefined', undefined],
    ['empty', ''],
  ])('is refused when the secret block is %s', async (_, SECRET_BLOCK) => {
    const challenge = { ...serverOf(ACCOUNT).challenge, SECRET_BLOCK } as SrpChallenge;
    const ephemeral = ephemeralOf(1n);
    await expect(
      claimPassword({ ...ACCOUNT, ephemeral, challenge, now: NOW }),
    ).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'UNAVAILABLE: no honest server sends this SRP challenge',
    });
  });

  it('is refused when the secret block is no base64', async () => {
    const challenge = { ...serverOf(ACCOUNT).challenge, SECRET_BLOCK: '<secret>' };
    const claim = claimPassword({ ...ACCOUNT, ephemeral: ephemeralOf(1n), challenge, now: NOW });
    await expect(claim).rejects.toHaveProperty('name', 'InvalidCharacterError');
  });

  it('does not verify under the name that was typed, when USER_ID_FOR_SRP is another', async () => {
    expect(await verifies(ACCOUNT, { typed: { user: 'maría@example.com' } })).toBe(false);
  });

  it('does not verify when its password is normalized otherwise', async () => {
    const account = { ...ACCOUNT, password: 'Cafe\u0301' };
    expect(await verifies(account)).toBe(true);
    expect(await verifies(account, { typed: { password: 'Caf\u00e9' } })).toBe(false);
  });
});

describe('numbers with leading zeros', () => {
  it.each([767, 766, 765])('verify: A of %p digits', async (length) => {
    let A = power(2n, 4096n);
    const a = search(4096n, () => digits(A) === length || ((A = (A * 2n) % PRIME), false));
    // The search doubles A before it counts on: they go together.
    const ephemeral = ephemeralOf(a);
    expect(ephemeral.publicValue).toHaveLength(length);
    expect(await verifies(ACCOUNT, { ephemeral })).toBe(true);
  });

  it.each([767, 766, 765])('verify: B of %p digits', async (length) => {
    const verifier = verifierOf(ACCOUNT);
    const withB = (b: bigint): SrpServer => new SrpServer(ACCOUNT, verifier, b);
    const b = search(4096n, (each) => digits(withB(each).publicValue) === length);
    expect(await verifies(ACCOUNT, { server: withB(b) })).toBe(true);
  });

  // Found by trying: one in 16 has 767 digits, one in 256 fewer.
  it.each([
    [767, 5037n],
    [766, 5081n],
    [766, 5333n],
  ])('verify: a premaster secret of %p digits', async (length, b) => {
    const server = serverOf(ACCOUNT, b);
    const ephemeral = ephemeralOf(PRIVATE_VALUE);
    expect(digits(server.premaster(BigInt(`0x${ephemeral.publicValue}`)))).toBe(length);
    expect(await verifies(ACCOUNT, { server, ephemeral })).toBe(true);
  });

  it.each([63, 62, 61])('verify: u of %p digits', async (length) => {
    const verifier = verifierOf(ACCOUNT);
    const ephemeral = ephemeralOf(PRIVATE_VALUE);
    const A = BigInt(`0x${ephemeral.publicValue}`);
    const withB = (b: bigint): SrpServer => new SrpServer(ACCOUNT, verifier, b);
    const b = search(4096n, (each) => digits(withB(each).scrambler(A)) === length);
    expect(await verifies(ACCOUNT, { server: withB(b), ephemeral })).toBe(true);
  });

  it.each([63, 62, 61])('verify: x of %p digits', async (length) => {
    const named = (n: bigint): Account => ({ ...ACCOUNT, password: `password ${n}` });
    const n = search(0n, (each) => digits(privateKeyOf(named(each))) === length);
    expect(await verifies(named(n))).toBe(true);
  });

  it.each([0x0n, 0x7n, 0x8n, 0xfn, 0x7fn, 0x80n, 0x7ffn, 0x800n, 0xffffn])(
    'verify: the salt %p',
    async (salt) => {
      expect(await verifies({ ...ACCOUNT, salt })).toBe(true);
    },
  );
});

describe('any', () => {
  // UTF-16 units one by one: lone surrogates, combining characters and control characters among
  // them.
  const units = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), units);
  const number = (bits: bigint): fc.Arbitrary<bigint> => fc.bigInt(1n, 2n ** bits - 1n);
  const anyAccount = fc.record({
    group: fc.string({ unit: 'grapheme-ascii' }),
    user: text,
    password: text,
    salt: number(128n),
  });

  it('password of any user verifies, with any numbers, at any time', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyAccount,
        number(320n),
        number(320n),
        fc.uint8Array({ minLength: 1, maxLength: 1500 }),
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-12-31') }),
        async (account, a, b, secretBlock, date) => {
          const server = serverOf(account, b, Buffer.from(secretBlock));
          const now = date.getTime();
          expect(await verifies(account, { server, ephemeral: ephemeralOf(a), now })).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it('other password does not', async () => {
    await fc.assert(
      fc.asyncProperty(anyAccount, text, async (account, password) => {
        fc.pre(!Buffer.from(password).equals(Buffer.from(account.password)));
        expect(await verifies(account, { typed: { password } })).toBe(false);
      }),
      RUNS,
    );
  });
});
