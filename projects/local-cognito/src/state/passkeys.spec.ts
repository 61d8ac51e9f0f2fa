// Proves which passkeys can be registered and which signatures sign in, with an authenticator in
// software.

import { MovableClock } from '../pool/movable-clock';
import type { Passkey } from '../pool/passkey';
import { Passkeys } from './passkeys';
import {
  SoftwareAuthenticator,
  type CreationOptions,
  type CredentialJson,
  type RequestOptions,
} from '../../test/support/software-authenticator';

const owner = { sub: '0f5a1c52', username: 'ana', displayName: 'Ana' };
const page = 'http://localhost:4200';

describe('Passkeys', () => {
  let clock: MovableClock;
  let passkeys: Passkeys;
  let authenticator: SoftwareAuthenticator;

  beforeEach(() => {
    clock = new MovableClock();
    passkeys = new Passkeys(clock);
    authenticator = new SoftwareAuthenticator(page);
  });

  async function start(registered: readonly Passkey[] = []): Promise<CreationOptions> {
    const options = await passkeys.registrationOptions('ana', 'client', owner, registered);
    return options as CreationOptions;
  }

  function complete(credential: unknown, clientId = 'client'): Promise<Passkey> {
    return passkeys.verifyRegistration('ana', clientId, credential);
  }

  async function register(): Promise<Passkey> {
    return complete(authenticator.create(await start()));
  }

  async function request(registered: readonly Passkey[]): Promise<RequestOptions> {
    return JSON.parse(await passkeys.assertionOptions('session', registered)) as RequestOptions;
  }

  async function signIn(
    passkey: Passkey,
    spoil: (credential: CredentialJson) => unknown = (credential) => credential,
    from = authenticator,
  ): Promise<Passkey | null> {
    const credential = from.get(await request([passkey]));
    return passkeys.verifyAssertion('session', [passkey], spoil(credential));
  }

  it('requests a resident key for this relying party, with no further options', async () => {
    expect(await start()).toEqual({
      rp: { id: 'localhost', name: 'localhost' },
      user: { id: expect.any(String) as unknown, name: 'ana', displayName: 'Ana' },
      challenge: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      pubKeyCredParams: [
        { alg: -7, type: 'public-key' },
        { alg: -257, type: 'public-key' },
      ],
      timeout: 180_000,
      excludeCredentials: [],
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'preferred',
      },
    });
  });

  it('registers a passkey and excludes it from the next registration', async () => {
    const passkey = await register();
    expect(passkey).toMatchObject({
      transports: ['internal'],
      attachment: 'platform',
      relyingPartyId: 'localhost',
    });
    expect((await start([passkey])).excludeCredentials).toEqual([
      { id: passkey.id, type: 'public-key', transports: ['internal'] },
    ]);
  });

  it('accepts a challenge once', async () => {
    const credential = authenticator.create(await start());
    await complete(credential);
    await expect(complete(credential)).rejects.toMatchObject({
      type: 'WebAuthnChallengeNotFoundException',
    });
  });

  it('refuses a challenge older than 3 minutes', async () => {
    const credential = authenticator.create(await start());
    clock.move(180);
    await expect(complete(credential)).rejects.toMatchObject({
      type: 'WebAuthnChallengeNotFoundException',
    });
  });

  it('refuses an answer to another challenge', async () => {
    const credential = authenticator.create(await start());
    await start();
    await expect(complete(credential)).rejects.toMatchObject({
      type: 'WebAuthnChallengeNotFoundException',
    });
  });

  it('refuses an answer through another client', async () => {
    const credential = authenticator.create(await start());
    await expect(complete(credential, 'other')).rejects.toMatchObject({
      type: 'WebAuthnClientMismatchException',
    });
  });

  it.each([
    ['http://localhost', true],
    ['https://localhost:8443', true],
    ['http://app.localhost:4200', true],
    ['https://example.com', false],
    ['http://localhost.example.com', false],
    ['http://notlocalhost:4200', false],
    ['ftp://localhost', false],
    ['null', false],
  ])('a page at %s may register: %s', async (origin, allowed) => {
    const credential = new SoftwareAuthenticator(origin).create(await start());
    const outcome = await complete(credential).then(
      () => true,
      (error: unknown) => (error as { type: string }).type,
    );
    expect(outcome).toBe(allowed || 'WebAuthnOriginNotAllowedException');
  });

  it('refuses a passkey of another relying party', async () => {
    const credential = authenticator.create({ ...(await start()), rp: { id: 'example.com' } });
    await expect(complete(credential)).rejects.toMatchObject({
      type: 'WebAuthnRelyingPartyMismatchException',
    });
  });

  it.each([undefined, null, 'text', {}, { response: {} }, { response: { clientDataJSON: 'e30' } }])(
    'refuses %j by a WebAuthn type',
    async (credential) => {
      await start();
      await expect(complete(credential)).rejects.toMatchObject({
        type: expect.stringMatching(/^WebAuthn/) as unknown,
      });
    },
  );

  it('signs in, also with the credential as text, and counts', async () => {
    const passkey = await register();
    expect(await signIn(passkey)).toBe(passkey);
    expect(await signIn(passkey, (credential) => JSON.stringify(credential))).toBe(passkey);
    expect(passkey.counter).toBe(2);
  });

  it('names the challenge, the relying party and the passkeys', async () => {
    const passkey = await register();
    expect(await request([passkey])).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      timeout: 180_000,
      rpId: 'localhost',
      allowCredentials: [{ id: passkey.id, type: 'public-key', transports: ['internal'] }],
      userVerification: 'preferred',
    });
  });

  it('refuses a changed signature', async () => {
    const passkey = await register();
    const verdict = await signIn(passkey, (credential) => {
      const signature = Buffer.from(String(credential.response['signature']), 'base64url');
      signature[signature.length - 1]! ^= 1;
      credential.response['signature'] = signature.toString('base64url');
      return credential;
    });
    expect(verdict).toBeNull();
  });

  it('refuses a second use of an answer', async () => {
    const passkey = await register();
    const credential = authenticator.get(await request([passkey]));
    expect(await passkeys.verifyAssertion('session', [passkey], credential)).toBe(passkey);
    expect(await passkeys.verifyAssertion('session', [passkey], credential)).toBeNull();
  });

  it('refuses an answer to the challenge of another session', async () => {
    const passkey = await register();
    const credential = authenticator.get(await request([passkey]));
    await passkeys.assertionOptions('another session', [passkey]);
    expect(await passkeys.verifyAssertion('another session', [passkey], credential)).toBeNull();
  });

  it('refuses a passkey that the user has not registered', async () => {
    const passkey = await register();
    const credential = authenticator.get(await request([passkey]));
    expect(await passkeys.verifyAssertion('session', [], credential)).toBeNull();
  });

  it('refuses a page of another origin, and a value that is no credential', async () => {
    const elsewhere = new SoftwareAuthenticator('https://example.com');
    const credential = elsewhere.create({ ...(await start()) });
    const passkey = { ...(await register()), id: credential.id };
    expect(await signIn(passkey, undefined, elsewhere)).toBeNull();
    expect(await passkeys.verifyAssertion('session', [passkey], 'no JSON')).toBeNull();
  });
});
