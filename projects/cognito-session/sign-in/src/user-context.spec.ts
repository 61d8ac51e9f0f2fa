// Tests device data for threat protection: the operations that send it, the user name that the
// app's function gets, and functions without a result.

import type { CognitoGateway } from 'ngx-cognito-session';
import { COGNITO_CALLS, OPERATIONS } from '../../test/support/cognito-calls';
import { leaksIn } from '../../test/support/leak-search';
import { openManagerTab } from '../../test/support/manager-tab';
import { ScriptedGateway } from '../../test/support/scripted-gateway';
import { browserOperations } from '../../test/support/sdk-model';
import { refusal } from '../../test/support/scripted-sign-in';
import { RememberedDevices } from './remembered-devices';
import { UserPool } from './user-pool';

function open(userContextData?: (username: string) => unknown) {
  const tab = openManagerTab();
  Object.assign(tab.config, { userContextData });
  const gateway = new ScriptedGateway();
  gateway.answer = () => ({});
  const devices = new RememberedDevices(tab.store, tab.config);
  return { gateway, pool: new UserPool(tab.manager, devices, (): CognitoGateway => gateway) };
}
type Opened = ReturnType<typeof open>;
const sent = ({ gateway }: Opened): unknown[] => gateway.calls.map(({ input }) => input);
const signUp = ({ pool }: Opened) => pool.send('SignUp', { Username: 'maría', Password: 'pa55' });

it('goes with every operation that takes it in the SDK, and with no other', async () => {
  const opened = open((username) => `data of ${username}`);
  for (const operation of OPERATIONS) {
    await opened.pool.send(operation, COGNITO_CALLS[operation].input);
  }
  const carrying = opened.gateway.calls.filter(({ input }) =>
    JSON.stringify(input).includes('UserContextData'),
  );
  const taking = browserOperations().filter(({ members }) => members.includes('UserContextData'));
  expect(carrying.map(({ operation }) => operation).sort()).toEqual(
    taking.map(({ name }) => name).sort(),
  );
  // The name is in three places: its own member, AuthParameters and ChallengeResponses.
  expect(carrying.map(({ input }) => input)).toMatchObject(
    carrying.map(() => ({ UserContextData: { EncodedData: 'data of maría' } })),
  );
});

it.each([
  ['no function', undefined],
  ['a function that gives undefined', () => undefined],
  ['a function that gives no text', () => ''],
])('%s adds nothing', async (_name, userContextData) => {
  const opened = open(userContextData);
  await signUp(opened);
  expect(sent(opened)).toEqual([
    { ClientId: expect.any(String) as unknown, Username: 'maría', Password: 'pa55' },
  ]);
});

it('is collected with an empty name when an input has none', async () => {
  const opened = open((username) => `[${username}]`);
  await opened.pool.send('InitiateAuth', { AuthFlow: 'USER_AUTH' });
  expect(sent(opened)).toMatchObject([{ UserContextData: { EncodedData: '[]' } }]);
});

it.each<[string, () => unknown]>([
  ['a promise', () => Promise.resolve('data')],
  ['null', () => null],
  ['an object', () => ({ EncodedData: 'data' })],
])('a function that gives %s is a wrong setting, named, and nothing is sent', async (_n, give) => {
  const opened = open(give);
  await expect(signUp(opened)).rejects.toMatchObject({
    name: 'SignInError',
    code: 'INVALID_CONFIG',
    cause: {
      message: 'INVALID_CONFIG: userContextData: the function must return text or undefined',
    },
  });
  expect(sent(opened)).toEqual([]);
});

it('a function that throws is a wrong setting, named, with the reason', async () => {
  const thrown = new ReferenceError('AmazonCognitoAdvancedSecurityData is not defined');
  const opened = open(() => {
    throw thrown;
  });
  await expect(signUp(opened)).rejects.toMatchObject({
    code: 'INVALID_CONFIG',
    cause: { message: 'INVALID_CONFIG: userContextData: the function has thrown', cause: thrown },
  });
  expect(sent(opened)).toEqual([]);
});

it('is in no error, even where Cognito quotes it', async () => {
  const opened = open(() => 'CANARY-fingerprint');
  const quote = "Value 'CANARY-fingerprint' at 'userContextData.encodedData' failed";
  opened.gateway.answer = () => Promise.reject(refusal('InvalidParameterException', quote));
  const error: unknown = await signUp(opened).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'INVALID_INPUT' });
  expect(leaksIn([error], ['CANARY-fingerprint'])).toEqual([]);
});
