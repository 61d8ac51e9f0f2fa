// Tests which texts `resume` accepts, and for how long.

import {
  challenge,
  openScriptedSignIn,
  outcomeOf,
  type ScriptedSignIn,
} from '../../test/support/scripted-sign-in';
import { SignInError } from './sign-in-error';
import type { CodeStep, SignInStep } from './sign-in-step';

afterEach(() => jest.restoreAllMocks());

const EXPIRED = { name: 'SignInError', code: 'CHALLENGE_EXPIRED' };
const SMS = { challenge: 'SMS_MFA' };
const MINUTE = 60_000;

const resume = ({ service }: ScriptedSignIn, text: string): Promise<SignInStep | SignInError> =>
  outcomeOf(service.resume(text));

async function suspended() {
  const scripted = openScriptedSignIn();
  const step = await scripted.challenged<CodeStep>(challenge('SMS_MFA'));
  return { scripted, step, text: step.suspend() };
}
/** The text with some members replaced, below `inner` where it is given. */
function changed(text: string, members: object, inner?: 'request' | 'answer'): string {
  const value = JSON.parse(text) as Record<string, object>;
  return JSON.stringify({
    ...value,
    ...(inner ? { [inner]: { ...value[inner], ...members } } : members),
  });
}

describe('an invalid text', () => {
  const codes: [string, (text: string) => string, string, string][] = [
    ['no JSON', () => 'x', 'INVALID_INPUT', 'v must be 1'],
    ['nothing', () => '', 'INVALID_INPUT', 'v must be 1'],
    ['null', () => 'null', 'INVALID_INPUT', 'v must be 1'],
    ['a list', () => '[]', 'INVALID_INPUT', 'v must be 1'],
    ['another text', () => '"x"', 'INVALID_INPUT', 'v must be 1'],
    ['no version', (text) => changed(text, { v: undefined }), 'INVALID_INPUT', 'v must be 1'],
    ['a newer version', (text) => changed(text, { v: 2 }), 'INVALID_INPUT', 'v must be 1'],
    [
      'another pool',
      (text) => changed(text, { userPoolId: 'eu-west-1_Other' }),
      'INVALID_CONFIG',
      'userPoolId',
    ],
    ['another client', (text) => changed(text, { clientId: 'x' }), 'INVALID_CONFIG', 'clientId'],
    ...(
      [
        ['id', ''],
        ['id', 1],
        ['at', '1'],
        ['at', null],
        ['username', ''],
        ['choice', 1],
        ['request', 'x'],
        ['request', null],
        ['request.username', undefined],
        ['request.flow', 1],
        ['request.preferredChallenge', true],
        ['request.clientMetadata', { a: 1 }],
        ['answer', []],
        ['answer.ChallengeName', ''],
        ['answer.ChallengeParameters', { a: null }],
        ['answer.AvailableChallenges', ['x', 1]],
        ['answer.Session', 5],
      ] as const
    ).map(([path, value]): [string, (text: string) => string, string, string] => {
      const [first, second] = path.split('.') as ['request' | 'answer', string | undefined];
      const change = (text: string): string =>
        second ? changed(text, { [second]: value }, first) : changed(text, { [first]: value });
      return [`${path}: ${JSON.stringify(value)}`, change, 'INVALID_INPUT', path];
    }),
  ];

  it.each(codes)('%s is refused before a call, and quoted nowhere', async (...row) => {
    const [, change, code, field] = row;
    const { scripted, text } = await suspended();
    const page = openScriptedSignIn({ after: scripted });
    const error = (await resume(page, change(text))) as SignInError;
    expect(error).toBeInstanceOf(SignInError);
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(field);
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('session-1');
    expect(page.asked).toEqual([]);
  });

  it.each(['answer', 'request'] as const)(
    'optional members of %s may be missing',
    async (inner) => {
      const { scripted, text } = await suspended();
      const members =
        inner === 'answer'
          ? { ChallengeParameters: undefined, AvailableChallenges: undefined, Session: undefined }
          : { flow: undefined };
      expect(await resume(scripted, changed(text, members, inner))).toMatchObject(SMS);
    },
  );

  it('is over after 15 minutes, for which Cognito waits at most', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1e12);
    const { scripted, text } = await suspended();
    now.mockReturnValue(1e12 + 15 * MINUTE);
    expect(await resume(scripted, text)).toMatchObject(SMS);
    now.mockReturnValue(1e12 + 15 * MINUTE + 1);
    expect(await resume(scripted, text)).toMatchObject(EXPIRED);
  });

  it('counts its time from the last challenge', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1e12);
    const { scripted, step } = await suspended();
    now.mockReturnValue(1e12 + 10 * MINUTE);
    scripted.script(challenge('EMAIL_OTP'));
    const next = await outcomeOf<CodeStep>(step.respond({ code: '1' }));
    now.mockReturnValue(1e12 + 20 * MINUTE);
    expect(await resume(scripted, next.suspend())).toMatchObject({ challenge: 'EMAIL_OTP' });
  });
});
