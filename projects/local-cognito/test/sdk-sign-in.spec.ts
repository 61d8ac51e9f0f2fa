// Proves each flow and its errors, called by the unmodified AWS SDK.

import {
  CodeMismatchException,
  InitiateAuthCommand,
  InvalidPasswordException,
  PasswordResetRequiredException,
  RespondToAuthChallengeCommand,
  ResourceNotFoundException,
  UserLambdaValidationException,
  UserNotConfirmedException,
  type AuthFlowType,
  type InitiateAuthCommandOutput,
  type RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { SdkPool } from './support/sdk-pool';
import { SrpClient } from './support/srp-client';

type Step = InitiateAuthCommandOutput | RespondToAuthChallengeCommandOutput;

describe('sign-in by the unmodified AWS SDK', () => {
  let pool: SdkPool;

  beforeAll(async () => {
    pool = await SdkPool.start({
      triggers: {
        preAuthentication: ({ request }) => {
          if (request.validationData['door'] === 'closed') {
            throw new Error('Closed');
          }
        },
      },
    });
  });
  beforeEach(() => pool.local.reset());
  afterAll(() => pool.stop());

  function initiate(AuthFlow: AuthFlowType, AuthParameters: Record<string, string>, more = {}) {
    const { ClientId } = pool;
    return pool.client.send(
      new InitiateAuthCommand({ AuthFlow, ClientId, AuthParameters, ...more }),
    );
  }

  function password(USERNAME: string, more = {}) {
    return initiate('USER_PASSWORD_AUTH', { USERNAME, PASSWORD: 'Passw0rd!' }, more);
  }

  function respond({ ChallengeName, Session }: Step, ChallengeResponses: Record<string, string>) {
    const { ClientId } = pool;
    return pool.client.send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
    );
  }

  it('by SRP', async () => {
    const srp = new SrpClient('LocalPool');
    const asked = await initiate('USER_SRP_AUTH', { USERNAME: 'ana', SRP_A: srp.publicValue });
    const proof = srp.prove(asked.ChallengeParameters!, 'ana', 'Passw0rd!');
    const { AuthenticationResult } = await respond(asked, { USERNAME: 'ana', ...proof });
    expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
  });

  it('with a code, after CodeMismatchException for a wrong one', async () => {
    const asked = await password('sms');
    expect(asked.ChallengeParameters).toMatchObject({ CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS' });
    const wrong = respond(asked, { USERNAME: 'sms', SMS_MFA_CODE: '1' });
    await expect(wrong).rejects.toBeInstanceOf(CodeMismatchException);
    const right = await respond(asked, { USERNAME: 'sms', SMS_MFA_CODE: pool.lastCode() });
    expect(right.AuthenticationResult).toBeDefined();
  });

  it('with a new password, after InvalidPasswordException for a weak one', async () => {
    const asked = await password('newbie');
    const weak = respond(asked, { USERNAME: 'newbie', NEW_PASSWORD: 'weak' });
    await expect(weak).rejects.toBeInstanceOf(InvalidPasswordException);
    const strong = await respond(asked, { USERNAME: 'newbie', NEW_PASSWORD: 'N3w-passw0rd' });
    expect(strong.AuthenticationResult).toBeDefined();
  });

  it('by USER_AUTH, which lists the factors', async () => {
    const asked = await initiate('USER_AUTH', { USERNAME: 'keyless' });
    expect(asked.AvailableChallenges).toEqual(['EMAIL_OTP', 'SMS_OTP']);
    const sent = await respond(asked, { USERNAME: 'keyless', ANSWER: 'EMAIL_OTP' });
    const done = await respond(sent, { USERNAME: 'keyless', EMAIL_OTP_CODE: pool.lastCode() });
    expect(done.AuthenticationResult).toBeDefined();
  });

  it('by CUSTOM_AUTH', async () => {
    const asked = await initiate('CUSTOM_AUTH', { USERNAME: 'riddle' });
    expect(asked.ChallengeParameters).toMatchObject({ question: '2 + 3 ?' });
    const done = await respond(asked, { USERNAME: 'riddle', ANSWER: '5' });
    expect(done.AuthenticationResult).toBeDefined();
  });

  it('with a new device', async () => {
    pool.local.configure({ deviceTracking: 'always' });
    const asked = await initiate('CUSTOM_AUTH', { USERNAME: 'riddle' });
    const { AuthenticationResult } = await respond(asked, { USERNAME: 'riddle', ANSWER: '5' });
    expect(AuthenticationResult?.NewDeviceMetadata?.DeviceKey).toMatch(/^eu-west-1_/);
  });

  it.each([
    ['unconfirmed', UserNotConfirmedException],
    ['reset', PasswordResetRequiredException],
  ])('%s gets %p', async (username, type) => {
    await expect(password(username)).rejects.toBeInstanceOf(type);
  });

  it('gets ResourceNotFoundException for a device that does not exist', async () => {
    pool.local.configure({ deviceTracking: 'always' });
    const parameters = { USERNAME: 'riddle', DEVICE_KEY: 'eu-west-1_nothing' };
    await expect(initiate('CUSTOM_AUTH', parameters)).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
  });

  it('gets UserLambdaValidationException from a trigger', async () => {
    const closed = password('ana', { ClientMetadata: { door: 'closed' } });
    await expect(closed).rejects.toBeInstanceOf(UserLambdaValidationException);
  });
});
