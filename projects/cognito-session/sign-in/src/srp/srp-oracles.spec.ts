// Uses AWS's clients as oracles: amazon-cognito-identity-js and Amplify must compute the same as
// this library.

import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  amplify,
  getSignatureString,
  identityJs,
  type OracleCase,
} from '../../../test/support/srp-oracles';
import { SrpServer, verifierOf } from '../../../test/support/srp-server';
import { fixRandomBytes, offerWebCrypto } from '../../../test/support/web-crypto';
import { claimTimestamp } from './claim-timestamp';
import { createDeviceSecret } from './device-secret';
import { claimPassword } from './password-claim';
import { createSrpEphemeral, type SrpEphemeral } from './srp';

// Thousands of powers of 3072-bit numbers, the clients' own slow ones among them, on a machine that
// may be busy.
jest.setTimeout(60_000);

offerWebCrypto();
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
);
const number = (bits: bigint): fc.Arbitrary<bigint> => fc.bigInt(1n, 2n ** bits - 1n);
const hex = (bits: bigint): fc.Arbitrary<string> => number(bits).map((each) => each.toString(16));
const anyCase: fc.Arbitrary<OracleCase> = fc.record({
  group: fc.string({ unit: 'grapheme-ascii' }),
  user: text,
  password: text,
  a: number(320n),
  // Short ones too: half of the numbers would otherwise have the same length.
  B: fc.oneof(hex(3071n), hex(16n), hex(3060n)),
  salt: fc.oneof(hex(128n), hex(64n), hex(12n)),
});
const SECRET_BLOCK = Buffer.from('only Cognito can read this').toString('base64');
const NOW = Date.UTC(2026, 0, 5, 3, 4, 9);

/** The library's key pair, made by the library of a private value that is given. */
function ephemeralOf(a: bigint): SrpEphemeral {
  const random = fixRandomBytes(Buffer.from(a.toString(16).padStart(80, '0'), 'hex'));
  const ephemeral = createSrpEphemeral();
  random.mockRestore();
  return ephemeral;
}

describe.each([identityJs(), amplify()])('$name', (oracle) => {
  it('computes the same public value, key and signature', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async (each) => {
        const { group, user, password, a, B, salt } = each;
        const ephemeral = ephemeralOf(a);
        const challenge = { SRP_B: B, SALT: salt, SECRET_BLOCK };
        const claim = await claimPassword({
          ephemeral,
          group,
          user,
          password,
          challenge,
          now: NOW,
        });
        const { publicValue, key } = await oracle.keyOf(each);
        expect(ephemeral.publicValue).toBe(publicValue);
        const signature = getSignatureString({
          userPoolName: group,
          username: user,
          challengeParameters: { SECRET_BLOCK },
          dateNow: claim.TIMESTAMP,
          hkdf: key,
        });
        expect(claim.PASSWORD_CLAIM_SIGNATURE).toBe(signature);
      }),
      { numRuns: 12 },
    );
  });

  it('makes devices that sign in with this library, and the same verifier of the same password', async () => {
    const [group, user] = ['-a1b2c3d4e', 'eu-west-1_6b3e9d7e-7f2b-4c1c-9d7b-0d7c7a1f7a10'];
    const device = await oracle.deviceOf(group, user);
    const { password } = device;
    // Padding does not matter to the random bytes: the salt is a number.
    const salt = Buffer.from(BigInt(`0x${device.salt}`).toString(16).padStart(32, '0'), 'hex');
    fixRandomBytes(Buffer.from(password, 'base64'), salt);
    const base64 = (digits: string): string => Buffer.from(digits, 'hex').toString('base64');
    expect(await createDeviceSecret(group, user)).toEqual({
      password,
      verifier: { PasswordVerifier: base64(device.verifier), Salt: base64(device.salt) },
    });
  });

  it('is accepted by the server half of these specs, as this library is', async () => {
    const account = { group: 'poolid', user: 'maría', password: 'Grüße 😀', salt: 0xfeedn };
    const server = new SrpServer(account, verifierOf(account), 0x5eedn ** 16n);
    const { SRP_B: B, SALT: salt } = server.challenge;
    const { publicValue, key } = await oracle.keyOf({ ...account, a: 0xc0ffeen ** 12n, B, salt });
    const { SECRET_BLOCK: block } = server.challenge;
    const TIMESTAMP = oracle.timestamp();
    const signed = createHmac('sha256', key)
      .update(account.group + account.user)
      .update(Buffer.from(block, 'base64'))
      .update(TIMESTAMP);
    const claim = {
      PASSWORD_CLAIM_SIGNATURE: signed.digest('base64'),
      PASSWORD_CLAIM_SECRET_BLOCK: block,
      TIMESTAMP,
    };
    expect(server.accepts(publicValue, claim)).toBe(true);
  });

  it('writes the same timestamp', () => {
    for (const moment of ['2026-01-05T03:04:09Z', '2028-02-29T23:59:59Z', '2026-12-31T12:00:00Z']) {
      const now = Date.parse(moment);
      jest.useFakeTimers({ now });
      const written = oracle.timestamp();
      jest.useRealTimers();
      expect(claimTimestamp(now)).toBe(written);
    }
  });
});
