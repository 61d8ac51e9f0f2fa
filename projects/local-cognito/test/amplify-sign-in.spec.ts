// Proves that unmodified aws-amplify completes every flow and challenge of the emulator.

import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchDevices,
  forgetDevice,
  rememberDevice,
  signIn,
  signOut,
  type SignInInput,
} from 'aws-amplify/auth';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { SoftwareToken } from '../src/pool/totp';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

describe('unmodified aws-amplify signs in', () => {
  let local: LocalCognito;

  beforeAll(async () => {
    local = await startLocalCognito();
    // Amplify warns about every endpoint that does not belong to AWS.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId: local.userPoolId,
          userPoolClientId: local.clientId,
          userPoolEndpoint: local.poolUrl,
        },
      },
    });
  });
  beforeEach(() => local.reset());
  afterEach(() => signOut());
  afterAll(async () => {
    jest.restoreAllMocks();
    await local.stop();
  });

  function enter(username: string, options: SignInInput['options'] = {}) {
    return signIn({ username, password: 'Passw0rd!', options });
  }

  /** Without SRP, which takes this client long: for the challenges that follow a password. */
  function enterByPassword(username: string) {
    return enter(username, { authFlowType: 'USER_PASSWORD_AUTH' });
  }

  function answer(challengeResponse: string, options = {}) {
    return confirmSignIn({ challengeResponse, options });
  }

  function operations(): readonly (string | null)[] {
    return local.calls.map(({ operation }) => operation);
  }

  it('by SRP, its default', async () => {
    expect(await enter('ana')).toMatchObject({ isSignedIn: true });
    expect(operations()).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  });

  it('by SRP with an email address', async () => {
    expect(await enter('ana@example.com')).toMatchObject({ isSignedIn: true });
  });

  it('not by SRP with a wrong password', async () => {
    const wrong = signIn({ username: 'ana', password: 'wrong' });
    await expect(wrong).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it.each([
    ['unconfirmed', 'CONFIRM_SIGN_UP'],
    ['reset', 'RESET_PASSWORD'],
  ])('not as %s, whose next step is %s', async (username, signInStep) => {
    expect((await enterByPassword(username)).nextStep).toEqual({ signInStep });
  });

  it('after choosing a password', async () => {
    local.configure({ requiredAttributes: ['given_name'] });
    expect((await enterByPassword('newbie')).nextStep).toEqual({
      signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED',
      missingAttributes: ['given_name'],
    });
    const options = { userAttributes: { given_name: 'Nora' } };
    expect(await answer('N3w-passw0rd', options)).toMatchObject({ isSignedIn: true });
  });

  it('with the code of an authenticator app', async () => {
    const { nextStep } = await enterByPassword('totp');
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    const code = new SoftwareToken(secret).codeAt(Date.now());
    expect(await answer(code)).toMatchObject({ isSignedIn: true });
  });

  it.each([
    ['sms', 'CONFIRM_SIGN_IN_WITH_SMS_CODE', 'SMS', '+*******0101'],
    ['mail', 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE', 'EMAIL', 'm***@e***'],
  ])('with a sent code: %s', async (username, signInStep, deliveryMedium, destination) => {
    const { nextStep } = await enterByPassword(username);
    expect(nextStep).toEqual({ signInStep, codeDeliveryDetails: { deliveryMedium, destination } });
    await expect(answer('wrong')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect(await answer(local.messages.at(-1)!.code)).toMatchObject({ isSignedIn: true });
  });

  it('after choosing a second factor', async () => {
    expect((await enterByPassword('choosy')).nextStep).toEqual({
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION',
      allowedMFATypes: ['SMS', 'TOTP'],
    });
    await answer('SMS');
    expect(await answer(local.messages.at(-1)!.code)).toMatchObject({ isSignedIn: true });
  });

  it('after setting up an authenticator app', async () => {
    expect((await enterByPassword('setup')).nextStep).toEqual({
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
      allowedMFATypes: ['TOTP', 'EMAIL'],
    });
    const { nextStep } = await answer('TOTP');
    if (nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') {
      throw new Error(nextStep.signInStep);
    }
    const code = new SoftwareToken(nextStep.totpSetupDetails.sharedSecret).codeAt(Date.now());
    expect(await answer(code)).toMatchObject({ isSignedIn: true });
  });

  it('after setting up an email address', async () => {
    await enterByPassword('setup');
    await answer('EMAIL');
    const { nextStep } = await answer('sana@example.org');
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    expect(await answer(local.messages.at(-1)!.code)).toMatchObject({ isSignedIn: true });
  });

  it.each(['CUSTOM_WITH_SRP', 'CUSTOM_WITHOUT_SRP'] as const)(
    'after a custom challenge: %s',
    async (authFlowType) => {
      const riddle = { username: 'riddle', options: { authFlowType } };
      const { nextStep } = await signIn(
        authFlowType === 'CUSTOM_WITH_SRP' ? { ...riddle, password: 'Passw0rd!' } : riddle,
      );
      expect(nextStep).toMatchObject({
        signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
        additionalInfo: { question: '2 + 3 ?' },
      });
      expect(await answer('5')).toMatchObject({ isSignedIn: true });
    },
  );

  describe('by USER_AUTH', () => {
    it('after choosing a factor', async () => {
      const options = { authFlowType: 'USER_AUTH' } as const;
      expect((await signIn({ username: 'keyless', options })).nextStep).toEqual({
        signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
        availableChallenges: ['EMAIL_OTP', 'SMS_OTP'],
      });
      await answer('EMAIL_OTP');
      expect(await answer(local.messages.at(-1)!.code)).toMatchObject({ isSignedIn: true });
    });

    it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('with %s', async (preferredChallenge) => {
      const options = { authFlowType: 'USER_AUTH', preferredChallenge } as const;
      expect(await enter('ana', options)).toMatchObject({ isSignedIn: true });
    });

    it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('after choosing %s', async (factor) => {
      await signIn({ username: 'ana', options: { authFlowType: 'USER_AUTH' } });
      expect((await answer(factor)).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_PASSWORD');
      expect(await answer('Passw0rd!')).toMatchObject({ isSignedIn: true });
    });
  });

  describe('from a device', () => {
    beforeEach(() => {
      local.configure({ deviceTracking: 'always' });
      // Amplify names the device after the browser; without one it silently confirms no device.
      Object.defineProperty(globalThis, 'navigator', {
        value: { userAgent: 'Node.js' },
        configurable: true,
      });
    });
    afterEach(() => {
      Reflect.deleteProperty(globalThis, 'navigator');
    });

    it('that it confirms and then proves at the next sign-in', async () => {
      await enter('ana');
      expect(operations()).toContain('ConfirmDevice');
      await signOut();
      local.clearCalls();
      expect(await enter('ana')).toMatchObject({ isSignedIn: true });
      expect(operations()).toEqual([
        'InitiateAuth',
        'RespondToAuthChallenge',
        'RespondToAuthChallenge',
        'RespondToAuthChallenge',
      ]);
    });

    it('and refreshes with its key', async () => {
      await enter('ana');
      await fetchAuthSession({ forceRefresh: true });
      expect(local.calls.at(-1)).toMatchObject({
        operation: 'GetTokensFromRefreshToken',
        status: 200,
      });
    });

    it('with a second factor once', async () => {
      local.configure({ challengeOnNewDevice: true });
      await enter('sms');
      await answer(local.messages.at(-1)!.code);
      await signOut();
      expect(await enter('sms')).toMatchObject({ isSignedIn: true });
      expect(local.messages).toHaveLength(1);
    });

    it('that it remembers, lists and forgets', async () => {
      local.configure({ deviceTracking: 'opt-in' });
      await enter('ana');
      await rememberDevice();
      expect(await fetchDevices()).toHaveLength(1);
      await forgetDevice();
      expect(await fetchDevices()).toHaveLength(0);
    });

    it('that the pool has forgotten', async () => {
      await enter('ana');
      await signOut();
      local.reset();
      local.configure({ deviceTracking: 'always' });
      expect(await enter('ana')).toMatchObject({ isSignedIn: true });
      expect(operations()).toContain('ConfirmDevice');
    });
  });
});
