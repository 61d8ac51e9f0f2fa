// Proves that the server's half of SRP agrees with amazon-cognito-identity-js, and that it refuses
// other proofs.

import { getDiffieHellman } from 'node:crypto';
import fc from 'fast-check';
import { createVerifier, readPublicValue, SrpExchange } from './srp-server';
import { verifierOfDevice } from '../pool/srp-verifier';
import { IdentityJsSrpClient } from '../../test/support/identity-js-srp-client';

const identity = { group: 'LocalPool', name: 'ana' };
const modulus = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);

async function exchange(
  typed: string,
  password = 'Passw0rd!',
  who = identity,
  verifier = createVerifier(who, password),
) {
  const client = new IdentityJsSrpClient(who.group);
  const server = new SrpExchange(who, verifier, BigInt(`0x${client.publicValue}`));
  const proof = await client.prove(server.parameters, who.name, typed);
  return {
    server,
    proof: {
      secretBlock: String(proof['PASSWORD_CLAIM_SECRET_BLOCK']),
      timestamp: String(proof['TIMESTAMP']),
      signature: String(proof['PASSWORD_CLAIM_SIGNATURE']),
    },
  };
}

describe('SrpExchange and the client of amazon-cognito-identity-js', () => {
  let right: Awaited<ReturnType<typeof exchange>>;

  beforeAll(async () => {
    right = await exchange('Passw0rd!');
  });

  it('agree on any name, password and salt, including short salts and a set first bit', async () => {
    const salts = fc.oneof(
      fc.bigInt({ min: 1n, max: 0xffffn }),
      fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }),
    );
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, text, text, salts, async (group, name, password, salt) => {
        const who = { group, name };
        const verifier = createVerifier(who, password, salt);
        const { server, proof } = await exchange(password, password, who, verifier);
        expect(server.accepts(proof)).toBe(true);
      }),
      {
        numRuns: 4,
        examples: [
          ['LocalPool', 'ana', 'Passw0rd!', 1n],
          ['LocalPool', 'ђорђе', 'ž 🦊', 2n ** 127n],
        ],
      },
    );
  }, 60_000);

  it('do not agree on another password', async () => {
    const { server, proof } = await exchange('Passw0rd?');
    expect(server.accepts(proof)).toBe(false);
  });

  it('agree on a device whose verifier the client has made', async () => {
    const device = { group: '-L8zwAHsx', name: 'eu-west-1_3c0a9f0e-0d6f-4c4f-9d0f-0c2b0a0e0001' };
    const { password, config } = await new IdentityJsSrpClient(device.group).deviceSecret(
      device.name,
    );
    const verifier = verifierOfDevice(config.Salt, config.PasswordVerifier);
    const { server, proof } = await exchange(password, password, device, verifier);
    expect(server.accepts(proof)).toBe(true);
  });

  it.each<[string, object]>([
    ['another secret block', { secretBlock: Buffer.from('other').toString('base64') }],
    ['another time', { timestamp: 'Mon Jan 5 03:04:09 UTC 2026' }],
    ['no signature', { signature: '' }],
    ['a signature that is no base64', { signature: '***' }],
  ])('do not agree on %s', (_, change) => {
    const { server, proof } = right;
    expect(server.accepts(proof)).toBe(true);
    expect(server.accepts({ ...proof, ...change })).toBe(false);
  });

  // OpenSSL refuses to compute with these.
  it.each<[string, bigint]>([
    ['0', 0n],
    ['1', 1n],
    ['-1', modulus - 1n],
  ])('refuse a proof for the verifier %s', (_, verifier) => {
    const server = new SrpExchange(identity, { salt: 1n, verifier }, modulus - 1n);
    const { secretBlock } = server;
    const timestamp = 'Mon Jan 5 03:04:09 UTC 2026';
    const signature = Buffer.alloc(32).toString('base64');
    expect(server.accepts({ secretBlock, timestamp, signature })).toBe(false);
  });

  it('use another salt, public value and secret block every time', () => {
    const parameters = [1, 2].map(
      () => new SrpExchange(identity, createVerifier(identity, 'x'), 5n).parameters,
    );
    for (const name of ['SALT', 'SRP_B', 'SECRET_BLOCK']) {
      expect(parameters[0]?.[name]).not.toBe(parameters[1]?.[name]);
    }
  });
});

describe('readPublicValue', () => {
  it.each([0n, modulus, 2n * modulus])(
    'refuses a multiple of the prime, with which a client needs no password',
    (value) => {
      expect(readPublicValue(value.toString(16))).toBeNull();
    },
  );

  it.each([1n, modulus - 1n, modulus + 1n])('accepts a neighbour of a multiple', (value) => {
    expect(readPublicValue(value.toString(16))).toBe(value);
  });

  it.each(['', 'xyz', '-5', '0x5', ' 5', 'f'.repeat(801)])('refuses %j', (text) => {
    expect(readPublicValue(text)).toBeNull();
  });
});
