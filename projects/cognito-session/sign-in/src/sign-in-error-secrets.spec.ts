// Tests secrets that Cognito or a trigger quotes: no field of the form's error has them, and its
// code is that of the original text.

import { CognitoServiceError } from '../../src/core/cognito/cognito-service-error';
import { FakeStore } from '../../test/support/fake-store';
import { leaksIn } from '../../test/support/leak-search';
import { openManagerTab } from '../../test/support/manager-tab';
import { ScriptedGateway } from '../../test/support/scripted-gateway';
import { RememberedDevices } from './remembered-devices';
import type { SignInError } from './sign-in-error';
import { UserPool } from './user-pool';

/** The form's error when Cognito answers a call with this text. */
async function quoting(
  message: string,
  input: object,
  name = 'UserLambdaValidation',
): Promise<SignInError> {
  const { manager, config } = openManagerTab();
  const gateway = new ScriptedGateway(() =>
    Promise.reject(new CognitoServiceError(`${name}Exception`, message, 400, 30)),
  );
  const devices = new RememberedDevices(new FakeStore(), config);
  const call: Promise<unknown> = new UserPool(manager, devices, () => gateway).call(
    'InitiateAuth',
    input,
  );
  return call.catch((error: unknown) => error) as Promise<SignInError>;
}

it.each([
  ['a password', { AuthParameters: { USERNAME: 'maria', PASSWORD: 'Canary-1' } }, 'Canary-1'],
  ['a code', { ChallengeResponses: { SMS_MFA_CODE: '493817' } }, '493817'],
  ['a session', { Session: 'Canary-session' }, 'Canary-session'],
])('K09: %s of %j is in no field of the error', async (_what, input, secret) => {
  const error = await quoting(`before ${secret}, ${secret} after`, input);
  expect(error.reason).toBe('before ***, *** after');
  expect(error.cause).toBeInstanceOf(Error);
  expect(error.cause).toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'before ***, *** after',
    $metadata: { httpStatusCode: 400 },
  });
  expect(leaksIn(error, [secret])).toEqual([]);
});

it('K09: a trigger that quotes its whole event as JSON reveals no secret, and its text about an attribute stays', async () => {
  const input = {
    ClientId: 'c',
    Password: 'pa"ss"word',
    UserAttributes: [{ Name: 'nickname', Value: 'email' }],
  };
  const { reason } = await quoting(`Use your work email: ${JSON.stringify(input)}`, input);
  expect(reason).toBe(
    'Use your work email: {"ClientId":"c","Password":"***","UserAttributes":[{"Name":"nickname","Value":"email"}]}',
  );
});

it('an error without its secrets keeps its code and its time', async () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  const error = await quoting('Password pa55 is weak', { Password: 'pa55' }, 'InvalidPassword');
  expect(error).toMatchObject({ code: 'WEAK_PASSWORD', retryAt: 1_030_000 });
  now.mockRestore();
});

it.each([
  ['session', 'Invalid session for the user.', 'CHALLENGE_EXPIRED'],
  ['attempts', 'Password attempts exceeded', 'TOO_MANY_ATTEMPTS'],
  ['secret', 'Client is configured with secret', 'INVALID_CONFIG'],
])('a secret that is the word "%s" changes no code', async (word, message, code) => {
  for (const input of [{ Password: word }, { ClientMetadata: { page: word } }]) {
    expect((await quoting(message, input, 'NotAuthorized')).code).toBe(code);
  }
});
