/* eslint-disable @typescript-eslint/no-deprecated -- the whole package is; that is why people move from it */
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
} from 'amazon-cognito-identity-js';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { SoftwareToken } from '../src/pool/totp';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** The called callback and its arguments. */
interface Outcome {
  readonly name: string;
  readonly values: readonly unknown[];
}

type Callbacks = Record<keyof IAuthenticationCallback, (...values: unknown[]) => void>;

/** An app's localStorage, which includes device secrets. */
class Storage {
  private readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
  clear = (): void => this.items.clear();
}

describe('unmodified amazon-cognito-identity-js signs in', () => {
  let local: LocalCognito;
  let storage: Storage;

  beforeAll(async () => {
    local = await startLocalCognito({ rotation: false });
  });
  beforeEach(() => {
    local.reset();
    storage = new Storage();
  });
  afterAll(() => local.stop());

  function createUser(Username: string): CognitoUser {
    const Pool = new CognitoUserPool({
      UserPoolId: local.userPoolId,
      ClientId: local.clientId,
      endpoint: local.poolUrl,
      Storage: storage,
    });
    return new CognitoUser({ Username, Pool, Storage: storage });
  }

  function outcome(run: (callbacks: Callbacks) => void): Promise<Outcome> {
    return new Promise((resolve) => {
      const callback =
        (name: string) =>
        (...values: unknown[]): void =>
          resolve({ name, values });
      run({
        onSuccess: callback('onSuccess'),
        onFailure: callback('onFailure'),
        newPasswordRequired: callback('newPasswordRequired'),
        mfaRequired: callback('mfaRequired'),
        totpRequired: callback('totpRequired'),
        customChallenge: callback('customChallenge'),
        mfaSetup: callback('mfaSetup'),
        selectMFAType: callback('selectMFAType'),
      });
    });
  }

  /** By SRP, its default. */
  function signIn(user: CognitoUser, Password = 'Passw0rd!'): Promise<Outcome> {
    const details = new AuthenticationDetails({ Username: user.getUsername(), Password });
    return outcome((callbacks) => user.authenticateUser(details, callbacks));
  }

  /** Without SRP, which takes this client long: for the challenges that follow a password. */
  function signInByPassword(user: CognitoUser): Promise<Outcome> {
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
    return signIn(user);
  }

  function operations(): readonly (string | null)[] {
    return local.calls.map(({ operation }) => operation);
  }

  it('by SRP', async () => {
    const { name, values } = await signIn(createUser('ana'));
    expect(name).toBe('onSuccess');
    expect((values[0] as CognitoUserSession).isValid()).toBe(true);
    expect(operations()).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  });

  it('by SRP with an email address', async () => {
    expect(await signIn(createUser('Ana@example.com'))).toMatchObject({ name: 'onSuccess' });
  });

  it('not by SRP with a wrong password', async () => {
    const { name, values } = await signIn(createUser('ana'), 'wrong');
    expect(name).toBe('onFailure');
    expect(values[0]).toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('after choosing a password', async () => {
    local.configure({ requiredAttributes: ['given_name'] });
    const user = createUser('newbie');
    const asked = await signInByPassword(user);
    expect(asked).toMatchObject({ name: 'newPasswordRequired' });
    expect(asked.values).toEqual([
      { name: 'Nora Newbie', email: 'newbie@example.com', email_verified: 'true' },
      ['given_name'],
    ]);
    const done = await outcome((callbacks) =>
      user.completeNewPasswordChallenge('N3w-passw0rd', { given_name: 'Nora' }, callbacks),
    );
    expect(done.name).toBe('onSuccess');
  });

  it('with the code of an authenticator app', async () => {
    const user = createUser('totp');
    expect(await signInByPassword(user)).toMatchObject({ name: 'totpRequired' });
    const code = new SoftwareToken(secret).codeAt(Date.now());
    const done = await outcome((callbacks) =>
      user.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA'),
    );
    expect(done.name).toBe('onSuccess');
  });

  it('with the code of an SMS, after a wrong one', async () => {
    const user = createUser('sms');
    expect(await signInByPassword(user)).toMatchObject({ name: 'mfaRequired' });
    const wrong = await outcome((callbacks) => user.sendMFACode('wrong', callbacks));
    expect(wrong.values[0]).toMatchObject({ code: 'CodeMismatchException' });
    const code = local.messages.at(-1)!.code;
    expect(await outcome((callbacks) => user.sendMFACode(code, callbacks))).toMatchObject({
      name: 'onSuccess',
    });
  });

  it('after choosing a second factor', async () => {
    const user = createUser('choosy');
    expect(await signInByPassword(user)).toMatchObject({ name: 'selectMFAType' });
    const asked = await outcome((callbacks) => user.sendMFASelectionAnswer('SMS_MFA', callbacks));
    expect(asked.name).toBe('mfaRequired');
    const code = local.messages.at(-1)!.code;
    expect(await outcome((callbacks) => user.sendMFACode(code, callbacks))).toMatchObject({
      name: 'onSuccess',
    });
  });

  it('after setting up an authenticator app', async () => {
    const user = createUser('setup');
    expect(await signInByPassword(user)).toMatchObject({ name: 'mfaSetup' });
    const of = await new Promise<string>((associateSecretCode, onFailure) =>
      user.associateSoftwareToken({ associateSecretCode, onFailure }),
    );
    const code = new SoftwareToken(of).codeAt(Date.now());
    const done = await outcome((callbacks) => user.verifySoftwareToken(code, 'phone', callbacks));
    expect(done.name).toBe('onSuccess');
  });

  it.each([
    ['with', 'Passw0rd!'],
    ['without', undefined],
  ])('after a custom challenge, %s the password', async (_, Password) => {
    const user = createUser('riddle');
    user.setAuthenticationFlowType('CUSTOM_AUTH');
    const details = new AuthenticationDetails({
      Username: 'riddle',
      ...(Password === undefined ? {} : { Password }),
    });
    const asked = await outcome((callbacks) =>
      Password === undefined
        ? user.initiateAuth(details, callbacks)
        : user.authenticateUser(details, callbacks),
    );
    expect(asked).toMatchObject({ name: 'customChallenge', values: [{ question: '2 + 3 ?' }] });
    const done = await outcome((callbacks) => user.sendCustomChallengeAnswer('5', callbacks));
    expect(done.name).toBe('onSuccess');
  });

  describe('from a device', () => {
    beforeEach(() => local.configure({ deviceTracking: 'always' }));

    it('that it confirms and then proves at the next sign-in', async () => {
      expect(await signIn(createUser('ana'))).toMatchObject({ name: 'onSuccess' });
      expect(operations().at(-1)).toBe('ConfirmDevice');
      local.clearCalls();
      const again = await signIn(createUser('ana'));
      expect(again.name).toBe('onSuccess');
      expect(operations()).toEqual([
        'InitiateAuth',
        'RespondToAuthChallenge',
        'RespondToAuthChallenge',
        'RespondToAuthChallenge',
      ]);
    });

    it('that it confirms after a second factor', async () => {
      local.configure({ challengeOnNewDevice: true });
      const user = createUser('sms');
      await signIn(user);
      const code = local.messages.at(-1)!.code;
      const done = await outcome((callbacks) => user.sendMFACode(code, callbacks));
      expect(done.name).toBe('onSuccess');
      expect(await signIn(createUser('sms'))).toMatchObject({ name: 'onSuccess' });
      expect(local.messages).toHaveLength(1);
    });

    it('that the user chooses to remember', async () => {
      local.configure({ deviceTracking: 'opt-in' });
      const user = createUser('ana');
      const { values } = await signIn(user);
      expect(values[1]).toBe(true);
      const remembered = await outcome((callbacks) => user.setDeviceStatusRemembered(callbacks));
      expect(remembered).toEqual({ name: 'onSuccess', values: ['SUCCESS'] });
      const { values: found } = await outcome((callbacks) => user.listDevices(5, null, callbacks));
      expect(found).toMatchObject([{ Devices: [{ DeviceKey: expect.any(String) as unknown }] }]);
    });

    it('and refreshes with its key', async () => {
      const { values } = await signIn(createUser('ana'));
      const user = createUser('ana');
      user.setSignInUserSession(values[0] as CognitoUserSession);
      const refreshed = await new Promise((resolve, reject) =>
        user.refreshSession(
          (values[0] as CognitoUserSession).getRefreshToken(),
          (error: Error | null, session: unknown) =>
            error === null ? resolve(session) : reject(error),
        ),
      );
      expect(refreshed).toBeDefined();
    });

    it('that the pool has forgotten', async () => {
      const user = createUser('ana');
      await signIn(user);
      expect(await outcome((callbacks) => user.forgetDevice(callbacks))).toMatchObject({
        name: 'onSuccess',
      });
      expect(await signIn(createUser('ana'))).toMatchObject({ name: 'onSuccess' });
      expect(operations().at(-1)).toBe('ConfirmDevice');
    });
  });
});
