// Every sign-in that docs/sign-in.md lists, as a script: the user, the request, the challenges and
// their answers. The contract suite plays them over HTTP, and the browser tests in Chromium.

import type { LocalCognitoSettings, LocalUserOptions } from 'local-cognito';
import type { SignInRequest } from 'ngx-cognito-session/sign-in';
import { rowOf } from '../../scripts/sign-in-catalogue';
import type { Conversation, SeenStep } from './support/conversation';

/** The sources of codes outside of the conversation. */
export interface Surroundings {
  /** The last code that was sent. */
  readonly code: () => string;
  /** The current code of an authenticator app, by its secret. */
  readonly totp: (secret: string) => string;
}

/** One expected challenge, and its answer. */
export type Answer = readonly [
  challenge: string,
  response: (step: SeenStep, around: Surroundings) => object,
];

/** One sign-in from the first call to the session. */
export interface SignInFlowScript {
  /** Its row in the catalogue. */
  readonly row: string;
  readonly user: Pick<LocalUserOptions, 'username'> & { readonly password?: string };
  /** The request without the user's name. */
  readonly request: Partial<SignInRequest>;
  readonly answers: readonly Answer[];
  /** Settings that differ from local-cognito's defaults. */
  readonly settings?: LocalCognitoSettings;
  /**
   * `device`: a sign-in before this one makes the pool remember the browser. `passkey`: the user
   * registers a passkey first.
   */
  readonly before?: 'device' | 'passkey';
  /** The user of a real pool who can do the same unattended. */
  readonly realUser?: 'plain' | 'totp';
}

/** The password of the prepared users. */
export const PASSWORD = 'Passw0rd!';
/** The secret of the prepared users with an authenticator app. */
export const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
export const NEW_PASSWORD = 'N3w-Passw0rd!';

const sentCode = (_step: SeenStep, { code }: Surroundings): object => ({ code: code() });
const choose = (mfaType: string): Answer => ['MFA_SETUP', () => ({ mfaType })];

type Second = Omit<SignInFlowScript, 'row' | 'request'>;

/** The challenges that can follow a password, by the catalogue's names. */
const AFTER_PASSWORD: Readonly<Record<string, Second>> = {
  none: { user: { username: 'ana' }, answers: [], realUser: 'plain' },
  NEW_PASSWORD_REQUIRED: {
    user: { username: 'newbie' },
    answers: [['NEW_PASSWORD_REQUIRED', () => ({ newPassword: NEW_PASSWORD })]],
  },
  SMS_MFA: { user: { username: 'sms' }, answers: [['SMS_MFA', sentCode]] },
  SOFTWARE_TOKEN_MFA: {
    user: { username: 'totp' },
    answers: [['SOFTWARE_TOKEN_MFA', (_step, { totp }) => ({ code: totp(TOTP_SECRET) })]],
    realUser: 'totp',
  },
  EMAIL_OTP: { user: { username: 'mail' }, answers: [['EMAIL_OTP', sentCode]] },
  SELECT_MFA_TYPE: {
    user: { username: 'choosy' },
    answers: [
      [
        'SELECT_MFA_TYPE',
        ({ mfaTypes }) => ({ mfaType: mfaTypes?.find((type) => type === 'SMS_MFA') }),
      ],
      ['SMS_MFA', sentCode],
    ],
  },
  'MFA_SETUP (TOTP)': {
    user: { username: 'setup' },
    answers: [
      choose('SOFTWARE_TOKEN_MFA'),
      ['MFA_SETUP', ({ secret = '' }, { totp }) => ({ code: totp(secret), deviceName: 'phone' })],
    ],
  },
  'MFA_SETUP (e-mail)': {
    user: { username: 'setup' },
    answers: [
      choose('EMAIL_OTP'),
      ['MFA_SETUP', () => ({ email: 'sana@example.org' })],
      ['EMAIL_OTP', sentCode],
    ],
  },
  DEVICE_SRP_AUTH: {
    user: { username: 'ana' },
    answers: [],
    settings: { deviceTracking: 'always' },
    before: 'device',
  },
};

/** The requests with a password, by the catalogue's names. */
const WITH_PASSWORD: Readonly<Record<string, Partial<SignInRequest>>> = {
  USER_SRP_AUTH: {},
  USER_PASSWORD_AUTH: { flow: 'USER_PASSWORD_AUTH' },
  'USER_AUTH preferring PASSWORD_SRP': { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
  'USER_AUTH preferring PASSWORD': { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' },
};

const select = (answer: string, password?: string): Answer => [
  'SELECT_CHALLENGE',
  ({ availableChallenges }) => ({
    answer: availableChallenges?.find((available) => available === answer),
    ...(password !== undefined && { password }),
  }),
];
const ownPassword: Answer[1] = () => ({ password: PASSWORD });
/** The browser, or the test's authenticator, answers this challenge. */
const passkey: Answer = ['WEB_AUTHN', () => ({})];
const keyless = { username: 'keyless' };
const ana = { username: 'ana' };
const userAuth = { flow: 'USER_AUTH' } as const;

/** The flows in which the user chooses the factor, or a trigger asks. */
const OTHERS: readonly SignInFlowScript[] = [
  {
    row: rowOf('USER_AUTH', 'SELECT_CHALLENGE'),
    user: ana,
    request: userAuth,
    answers: [select('PASSWORD_SRP', PASSWORD)],
    realUser: 'plain',
  },
  ...(['PASSWORD', 'PASSWORD_SRP'] as const).map((challenge) => ({
    row: rowOf('USER_AUTH', challenge),
    user: ana,
    request: userAuth,
    answers: [select(challenge), [challenge, ownPassword] as const],
    realUser: 'plain' as const,
  })),
  ...(['EMAIL_OTP', 'SMS_OTP'] as const).flatMap((challenge) => [
    {
      row: rowOf('USER_AUTH', challenge),
      user: keyless,
      request: userAuth,
      answers: [select(challenge), [challenge, sentCode] as const],
    },
    {
      row: rowOf(`USER_AUTH preferring ${challenge}`, challenge),
      user: keyless,
      request: { ...userAuth, preferredChallenge: challenge },
      answers: [[challenge, sentCode] as const],
    },
  ]),
  {
    row: rowOf('USER_AUTH', 'WEB_AUTHN'),
    user: ana,
    request: userAuth,
    answers: [select('WEB_AUTHN'), passkey],
    before: 'passkey',
  },
  {
    row: rowOf('USER_AUTH preferring WEB_AUTHN', 'WEB_AUTHN'),
    user: ana,
    request: { ...userAuth, preferredChallenge: 'WEB_AUTHN' },
    answers: [passkey],
    before: 'passkey',
  },
  {
    row: rowOf('CUSTOM_AUTH', 'CUSTOM_CHALLENGE'),
    user: { username: 'riddle' },
    request: { flow: 'CUSTOM_AUTH' },
    answers: [['CUSTOM_CHALLENGE', solve]],
  },
  {
    row: rowOf('CUSTOM_AUTH with SRP', 'CUSTOM_CHALLENGE'),
    user: { username: 'riddle', password: PASSWORD },
    request: { flow: 'CUSTOM_AUTH' },
    answers: [['CUSTOM_CHALLENGE', solve]],
  },
];

/** Answers the question of local-cognito's default triggers: `2 + 3 ?`. */
function solve({ parameters }: SeenStep): object {
  const numbers = parameters?.['question']?.match(/\d+/g) ?? [];
  return { answer: String(numbers.reduce((sum, number) => sum + Number(number), 0)) };
}

/** All scripts. */
export const SIGN_IN_FLOWS: readonly SignInFlowScript[] = [
  ...Object.entries(WITH_PASSWORD).flatMap(([flow, request]) =>
    Object.entries(AFTER_PASSWORD)
      // A pool tracks no devices of a flow that sends the password.
      .filter(([challenge]) => challenge !== 'DEVICE_SRP_AUTH' || flow !== 'USER_PASSWORD_AUTH')
      .map(([challenge, { user, ...rest }]) => ({
        ...rest,
        row: rowOf(flow, challenge),
        user: { ...user, password: PASSWORD },
        request,
      })),
  ),
  ...OTHERS,
];

/** The scripts with a flow or a challenge that no earlier script has. */
function withEachOnce(scripts: readonly SignInFlowScript[]): readonly SignInFlowScript[] {
  const seen = new Set<string>();
  return scripts.filter(({ row }) => {
    const before = seen.size;
    for (const name of row.split(' × ')) seen.add(name);
    return seen.size > before;
  });
}

/** Each flow and each challenge, without their combinations. */
export const FLOWS_AND_CHALLENGES = withEachOnce(SIGN_IN_FLOWS);

/** The request of a script, for the script's user. */
export function requestOf({ request, user }: SignInFlowScript): SignInRequest {
  const { username, password } = user;
  return { username, ...(password !== undefined && { password }), ...request };
}

/** Plays a script to its end; throws if a challenge is not the script's next. */
export async function play(
  script: SignInFlowScript,
  conversation: Pick<Conversation, 'start' | 'answer'>,
  around: Surroundings,
  request = requestOf(script),
): Promise<SeenStep> {
  let step = await conversation.start(request);
  for (const [challenge, response] of script.answers) {
    if (step.challenge !== challenge) {
      throw new Error(`${script.row}: expected ${challenge}, got ${JSON.stringify(step)}`);
    }
    step = await conversation.answer(response(step, around));
  }
  return step;
}
