// Reproduces each row of docs/troubleshooting.md, "Signing in". Mistakes in the set-up of an app
// client print their cure once.

import { FakeStore } from '../../test/support/fake-store';
import { openManagerTab } from '../../test/support/manager-tab';
import { ScriptedGateway } from '../../test/support/scripted-gateway';
import { refusal } from '../../test/support/scripted-sign-in';
import { quotedIn, symptomsBelow } from '../../test/support/troubleshooting-rows';
import { RememberedDevices } from './remembered-devices';
import { UserPool } from './user-pool';

// Angular's own code reads it as well.
const { ngDevMode } = globalThis as { ngDevMode?: unknown };
let warned: jest.SpyInstance;
beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  warned.mockRestore();
  Object.assign(globalThis, { ngDevMode });
});
const printed = (): unknown[] => warned.mock.calls.flat();

/** Signs in twice at a pool that refuses with this error; returns the message of the error. */
async function signIn(name: string, words: string): Promise<string> {
  const tab = openManagerTab();
  const gateway = new ScriptedGateway();
  gateway.answer = () => Promise.reject(refusal(name, words));
  const devices = new RememberedDevices(new FakeStore(), tab.config);
  const pool = new UserPool(tab.manager, devices, () => gateway);
  const failures: string[] = [];
  for (const AuthFlow of ['USER_SRP_AUTH', 'USER_AUTH'] as const) {
    await pool.send('InitiateAuth', { AuthFlow }).catch((error: unknown) => {
      failures.push(String(error));
    });
  }
  expect(failures).toHaveLength(2);
  return failures[0] ?? '';
}

const SECRET: [string, string] = [
  'NotAuthorizedException',
  'Client 1example is configured with secret but SECRET_HASH was not received',
];
const FLOW: [string, string] = [
  'InvalidParameterException',
  'USER_SRP_AUTH flow not enabled for this client',
];
const CLIENT: [string, string] = [
  'ResourceNotFoundException',
  'User pool client 1example does not exist.',
];

/** The console output. Cognito's text is in the error. */
async function consoleAfter(name: string, words: string): Promise<string> {
  expect(await signIn(name, words)).toContain(words);
  return printed().join('\n');
}

const REPRODUCED: Record<string, () => Promise<string>> = {
  'the app client has a secret': () => consoleAfter(...SECRET),
  'the app client does not allow this flow': () => consoleAfter(...FLOW),
  'clientId is no app client of userPoolId': () => consoleAfter(...CLIENT),
  'must be an app client id': async () => {
    try {
      openManagerTab({ config: { clientId: 'arn:aws:cognito-idp:eu-west-1:1:userpool/x' } });
      return '';
    } catch (error) {
      return String(error);
    }
  },
};

describe('docs/troubleshooting.md, Signing in', () => {
  const rows = symptomsBelow('Signing in').map((symptom) => quotedIn(symptom));

  it('has a test for each row, and a row for each test', () => {
    expect(rows.map(([key]) => key)).toEqual(Object.keys(REPRODUCED));
  });

  it.each(rows)('%s', async (key) => {
    expect(await REPRODUCED[key]?.()).toContain(key);
  });
});

describe('a mistake with the app client', () => {
  it.each([
    [SECRET, 'the app client has a secret, which no browser can keep. '],
    [FLOW, 'the app client does not allow this flow. Allow ALLOW_USER_SRP_AUTH '],
    [CLIENT, 'clientId is no app client of userPoolId. '],
  ])('G14: prints its cure once: %j', async (failure, cure) => {
    await signIn(...failure);
    expect(printed()).toEqual([
      expect.stringContaining(`ngx-cognito-session: InitiateAuth failed, because ${cure}`),
    ]);
  });

  it.each([
    ['NotAuthorizedException', 'Incorrect username or password.'],
    ['ResourceNotFoundException', 'Device does not exist.'],
    ['OperationNotEnabledException', 'no'],
  ])('is none: %s %s', async (name, words) => {
    await signIn(name, words);
    expect(printed()).toEqual([]);
  });

  it('is not printed in a production build', async () => {
    Object.assign(globalThis, { ngDevMode: false });
    await signIn(...SECRET);
    Object.assign(globalThis, { ngDevMode });
    expect(printed()).toEqual([]);
  });
});
