/* eslint-disable @typescript-eslint/no-deprecated -- all of amazon-cognito-identity-js is; that is why people move from it */
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import * as amplify from 'aws-amplify/auth';
import { SdkPool } from './support/sdk-pool';

const fresh = 'N3w-Passw0rd';

describe('accounts by the unmodified amazon-cognito-identity-js', () => {
  let pool: SdkPool;
  let Pool: CognitoUserPool;

  beforeAll(async () => {
    pool = await SdkPool.start();
    const { userPoolId: UserPoolId, clientId: ClientId, poolUrl: endpoint } = pool.local;
    Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint });
  });
  beforeEach(() => pool.local.reset());
  afterAll(() => pool.stop());

  /** Runs a call whose callback is `(error, result)`. */
  function called<Result>(
    call: (callback: (error?: Error | null, result?: Result) => void) => void,
  ): Promise<Result> {
    return new Promise((resolve, reject) =>
      call((error, result) => ((error ?? null) === null ? resolve(result!) : reject(error!))),
    );
  }

  function userOf(Username: string): CognitoUser {
    return new CognitoUser({ Username, Pool });
  }

  async function signIn(Username = 'ana', Password = 'Passw0rd!'): Promise<CognitoUser> {
    const user = userOf(Username);
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
    await new Promise<CognitoUserSession>((onSuccess, onFailure) =>
      user.authenticateUser(new AuthenticationDetails({ Username, Password }), {
        onSuccess,
        onFailure,
      }),
    );
    return user;
  }

  it('signs up, asks for another code, confirms and signs in', async () => {
    const email = new CognitoUserAttribute({ Name: 'email', Value: 'zoe@example.org' });
    const signedUp = await called<{ userConfirmed: boolean; user: CognitoUser }>((callback) =>
      Pool.signUp('zoe', 'Passw0rd!', [email], [], callback),
    );
    expect(signedUp.userConfirmed).toBe(false);
    await called((callback) => signedUp.user.resendConfirmationCode(callback));
    const confirmed = await called((callback) =>
      signedUp.user.confirmRegistration(pool.lastCode(), false, callback),
    );
    expect(confirmed).toBe('SUCCESS');
    expect((await signIn('zoe')).getUsername()).toBe('zoe');
  });

  it('resets a password', async () => {
    const user = userOf('ana');
    await new Promise((inputVerificationCode, onFailure) =>
      user.forgotPassword({ onSuccess: () => undefined, onFailure, inputVerificationCode }),
    );
    await new Promise((onSuccess, onFailure) =>
      user.confirmPassword(pool.lastCode(), fresh, { onSuccess, onFailure }),
    );
    expect(await signIn('ana', fresh)).toBeDefined();
  });

  it('changes a password', async () => {
    const user = await signIn();
    await called((callback) => user.changePassword('Passw0rd!', fresh, callback));
    expect(await signIn('ana', fresh)).toBeDefined();
  });

  it('changes and verifies an address', async () => {
    const user = await signIn();
    const email = new CognitoUserAttribute({ Name: 'email', Value: 'anna@example.org' });
    await called((callback) => user.updateAttributes([email], callback));
    await new Promise((onSuccess, onFailure) =>
      user.verifyAttribute('email', pool.lastCode(), { onSuccess, onFailure }),
    );
    const read = await called<CognitoUserAttribute[]>((callback) =>
      user.getUserAttributes(callback),
    );
    expect(read.map((attribute) => attribute.toString())).toContain(
      JSON.stringify({ Name: 'email_verified', Value: 'true' }),
    );
  });

  it('sets up an authenticator app and prefers it', async () => {
    const user = await signIn();
    const secret = await new Promise<string>((associateSecretCode, onFailure) =>
      user.associateSoftwareToken({ associateSecretCode, onFailure }),
    );
    await new Promise((onSuccess, onFailure) =>
      user.verifySoftwareToken(pool.totp(secret), 'Phone', { onSuccess, onFailure }),
    );
    const settings = { Enabled: true, PreferredMfa: true };
    await called((callback) => user.setUserMfaPreference(null, settings, callback));
    expect(pool.local.users.find(({ username }) => username === 'ana')).toMatchObject({
      preferredMfa: 'SOFTWARE_TOKEN_MFA',
    });
  });

  it('deletes the user', async () => {
    const user = await signIn();
    await called((callback) => user.deleteUser(callback));
    await expect(signIn()).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  });
});

describe('accounts by the unmodified aws-amplify', () => {
  let pool: SdkPool;

  beforeAll(async () => {
    pool = await SdkPool.start();
    // Amplify warns about every endpoint that does not belong to AWS.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { userPoolId, clientId: userPoolClientId, poolUrl: userPoolEndpoint } = pool.local;
    Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } } });
  });
  beforeEach(() => pool.local.reset());
  afterEach(async () => {
    jest.useRealTimers();
    await amplify.signOut();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await pool.stop();
  });

  async function signIn(username = 'ana', password = 'Passw0rd!'): Promise<void> {
    const options = { authFlowType: 'USER_PASSWORD_AUTH' } as const;
    const { isSignedIn } = await amplify.signIn({ username, password, options });
    expect(isSignedIn).toBe(true);
  }

  it('signs up, confirms and is signed in without a further call', async () => {
    // Amplify's timer waits 3 minutes for the confirmation and would keep Jest running.
    jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate'] });
    const autoSignIn = { authFlowType: 'USER_AUTH' } as const;
    const options = { userAttributes: { email: 'zoe@example.org' }, autoSignIn };
    const { nextStep } = await amplify.signUp({ username: 'zoe', password: 'Passw0rd!', options });
    expect(nextStep).toMatchObject({
      signUpStep: 'CONFIRM_SIGN_UP',
      codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'z***@e***' },
    });
    const confirmed = await amplify.confirmSignUp({
      username: 'zoe',
      confirmationCode: pool.lastCode(),
    });
    expect(confirmed.nextStep).toMatchObject({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' });
    expect(await amplify.autoSignIn()).toMatchObject({ isSignedIn: true });
    expect(await amplify.getCurrentUser()).toMatchObject({ username: 'zoe' });
  });

  it('resets a password', async () => {
    const { nextStep } = await amplify.resetPassword({ username: 'ana' });
    expect(nextStep).toMatchObject({ resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE' });
    await amplify.confirmResetPassword({
      username: 'ana',
      confirmationCode: pool.lastCode(),
      newPassword: fresh,
    });
    await signIn('ana', fresh);
  });

  it('changes a password', async () => {
    await signIn();
    await amplify.updatePassword({ oldPassword: 'Passw0rd!', newPassword: fresh });
    await amplify.signOut();
    await signIn('ana', fresh);
  });

  it('changes and verifies an address', async () => {
    await signIn();
    const { email } = await amplify.updateUserAttributes({
      userAttributes: { email: 'anna@example.org' },
    });
    expect(email.nextStep).toMatchObject({
      updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
    });
    const confirmationCode = pool.lastCode();
    await amplify.confirmUserAttribute({ userAttributeKey: 'email', confirmationCode });
    expect(await amplify.fetchUserAttributes()).toMatchObject({
      email: 'anna@example.org',
      email_verified: 'true',
    });
  });

  it('sets up an authenticator app and prefers it', async () => {
    await signIn();
    const { sharedSecret } = await amplify.setUpTOTP();
    await amplify.verifyTOTPSetup({ code: pool.totp(sharedSecret) });
    await amplify.updateMFAPreference({ totp: 'PREFERRED', email: 'ENABLED' });
    expect(await amplify.fetchMFAPreference()).toEqual({
      enabled: ['TOTP', 'EMAIL'],
      preferred: 'TOTP',
    });
  });

  it('lists passkeys', async () => {
    await signIn();
    expect(await amplify.listWebAuthnCredentials()).toMatchObject({ credentials: [] });
  });

  it('deletes the user', async () => {
    await signIn();
    await amplify.deleteUser();
    await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  describe('where devices are tracked', () => {
    const browser = { userAgent: 'a browser' };
    let navigator: PropertyDescriptor | undefined;

    // Amplify names the device after the browser, and confirms none without a browser.
    beforeAll(() => {
      navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
      Object.defineProperty(globalThis, 'navigator', { value: browser, configurable: true });
    });
    afterAll(() => {
      Reflect.deleteProperty(globalThis, 'navigator');
      Object.defineProperties(globalThis, navigator === undefined ? {} : { navigator });
    });
    beforeEach(async () => {
      pool.local.configure({ deviceTracking: 'opt-in' });
      await amplify.signIn({ username: 'ana', password: 'Passw0rd!' });
    });

    it('confirms the device of an SRP sign-in, remembers and forgets it', async () => {
      const [device] = await amplify.fetchDevices();
      expect(device).toMatchObject({ id: expect.stringMatching(/^eu-west-1_/) as unknown });
      await amplify.rememberDevice();
      await amplify.forgetDevice();
      expect(await amplify.fetchDevices()).toEqual([]);
    });

    it('refreshes as that device', async () => {
      const { tokens } = await amplify.fetchAuthSession({ forceRefresh: true });
      expect(tokens?.idToken).toBeDefined();
      expect(pool.local.calls.at(-1)).toMatchObject({ status: 200 });
    });
  });
});
