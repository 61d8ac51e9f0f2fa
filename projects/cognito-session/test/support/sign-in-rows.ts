// Every flow with every challenge that can follow it, as a sequence of calls and forms; each row is
// played once by sign-in-matrix.spec.ts. The names are those of docs/sign-in.md.

import type { FirstFactor, SignInRequest } from 'ngx-cognito-session/sign-in';
import { fakeCredentialJson } from './fake-passkeys';
import { type Answer, challenge, PASSWORD } from './scripted-sign-in';
import { SrpCognito, userAccount } from './srp-cognito';

type Texts = Readonly<Record<string, unknown>>;

/**
 * A call: its name (the operation; of answers the challenge), its parameters without the user name,
 * what it comes to.
 */
export interface RowCall {
  readonly call: string;
  readonly parameters: Texts;
  readonly answer: Answer;
}

/** What the form is shown, in part, and what it answers. */
export interface RowForm {
  readonly form: object;
  readonly shows: Texts;
}

/** A whole sign-in. */
export interface SignInRow {
  readonly row: string;
  readonly request: Partial<SignInRequest>;
  readonly events: (signedIn: object) => readonly (RowCall | RowForm)[];
  /** Whether this browser is remembered. */
  readonly device?: boolean;
}

/** Some events, the last of which is a call that comes to `next`. */
type Events = (next: object) => (RowCall | RowForm)[];

/** A challenge, and what is done until the next one. */
interface Leg {
  readonly asks: object;
  readonly events: Events;
}

const call = (name: string, parameters: Texts, answer: Answer): RowCall => ({
  call: name,
  parameters,
  answer,
});
const form = (answer: object, shows: Texts = {}): RowForm => ({ form: answer, shows });

/** A remembered device. */
export const ROW_DEVICE = {
  deviceKey: 'eu-west-1_d1',
  deviceGroupKey: '-group',
  password: 'device-secret',
};

const SRP_A = expect.stringMatching(/^[\da-f]{700,768}$/) as string;
const CLAIM = {
  PASSWORD_CLAIM_SIGNATURE: expect.stringMatching(/^[\w+/]{43}=$/) as string,
  PASSWORD_CLAIM_SECRET_BLOCK: expect.any(String) as string,
  TIMESTAMP: expect.stringMatching(/ UTC \d{4}$/) as string,
};
const CODE = '123456';

/** A call that brings `SRP_A`, and the proof that Cognito asks for then. */
function bySrp(name: string, parameters: Texts): Events {
  const srp = new SrpCognito(userAccount('maría', PASSWORD));
  return (next) => [
    call(name, { ...parameters, SRP_A }, srp.ask),
    call('PASSWORD_VERIFIER', CLAIM, srp.check(next)),
  ];
}

const begin =
  (flow: string, parameters: Texts = {}): Events =>
  (next) => [call(flow, parameters, next)];

const preferring = (preferredChallenge: FirstFactor) =>
  ({ flow: 'USER_AUTH', preferredChallenge }) as const;

/** The ways to begin with a password. */
const FLOWS: readonly (readonly [string, Partial<SignInRequest>, () => Events])[] = [
  ['USER_SRP_AUTH', { flow: 'USER_SRP_AUTH' }, () => bySrp('USER_SRP_AUTH', {})],
  [
    'USER_PASSWORD_AUTH',
    { flow: 'USER_PASSWORD_AUTH' },
    () => begin('USER_PASSWORD_AUTH', { PASSWORD }),
  ],
  [
    'USER_AUTH preferring PASSWORD_SRP',
    preferring('PASSWORD_SRP'),
    () => bySrp('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD_SRP' }),
  ],
  [
    'USER_AUTH preferring PASSWORD',
    preferring('PASSWORD'),
    () => begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD }),
  ],
];

const answered = (name: string, answer: object, parameters: Texts, asked: Texts = {}): Leg => ({
  asks: challenge(name, asked as Record<string, string>),
  events: (next) => [form(answer, { challenge: name }), call(name, parameters, next)],
});
const code = (name: string): Leg =>
  answered(name, { code: ` ${CODE} ` }, { [`${name}_CODE`]: CODE });
const setUp = (mfaType: string, events: Events): Leg => ({
  asks: challenge('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]' }),
  events: (next) => [
    form({ mfaType }, { challenge: 'MFA_SETUP', mfaTypes: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] }),
    ...events(next),
  ],
});

/** What can follow a password. */
const AFTER_PASSWORD: Readonly<Record<string, readonly Leg[]>> = {
  none: [],
  NEW_PASSWORD_REQUIRED: [
    answered(
      'NEW_PASSWORD_REQUIRED',
      { newPassword: 'N3w-Passw0rd!', attributes: { name: 'María' } },
      { NEW_PASSWORD: 'N3w-Passw0rd!', 'userAttributes.name': 'María' },
      { requiredAttributes: '["userAttributes.name"]' },
    ),
  ],
  SMS_MFA: [code('SMS_MFA')],
  SOFTWARE_TOKEN_MFA: [code('SOFTWARE_TOKEN_MFA')],
  EMAIL_OTP: [code('EMAIL_OTP')],
  SELECT_MFA_TYPE: [
    answered(
      'SELECT_MFA_TYPE',
      { mfaType: 'SMS_MFA' },
      { ANSWER: 'SMS_MFA' },
      { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' },
    ),
    code('SMS_MFA'),
  ],
  'MFA_SETUP (TOTP)': [
    setUp('SOFTWARE_TOKEN_MFA', (next) => [
      call('AssociateSoftwareToken', {}, { SecretCode: 'JBSWY3DPEHPK3PXP', Session: 'session-2' }),
      form({ code: CODE, deviceName: 'phone' }, { secret: 'JBSWY3DPEHPK3PXP' }),
      call(
        'VerifySoftwareToken',
        { UserCode: CODE, FriendlyDeviceName: 'phone' },
        { Status: 'SUCCESS', Session: 'session-3' },
      ),
      call('MFA_SETUP', {}, next),
    ]),
  ],
  'MFA_SETUP (e-mail)': [
    setUp('EMAIL_OTP', (next) => [
      form({ email: 'maria@example.com' }, { mfaType: 'EMAIL_OTP' }),
      call('MFA_SETUP', { EMAIL: 'maria@example.com' }, next),
    ]),
    code('EMAIL_OTP'),
  ],
};

/** The choice of a first factor. */
const select = (answer: FirstFactor, events: Events, rest: object = {}): Leg => ({
  asks: challenge('SELECT_CHALLENGE', {}, { AvailableChallenges: [answer] }),
  events: (next) => [
    form({ answer, ...rest }, { challenge: 'SELECT_CHALLENGE', availableChallenges: [answer] }),
    ...events(next),
  ],
});
const chosen = (ANSWER: string, more: Texts = {}): Events =>
  begin('SELECT_CHALLENGE', { ANSWER, ...more });
const passwordForm = (challenge: string): RowForm => form({ password: PASSWORD }, { challenge });
const passkey = answered(
  'WEB_AUTHN',
  {},
  { CREDENTIAL: JSON.stringify(fakeCredentialJson('get')) },
  { CREDENTIAL_REQUEST_OPTIONS: '{"challenge":"AA"}' },
);
const riddle = answered(
  'CUSTOM_CHALLENGE',
  { answer: '5' },
  { ANSWER: '5' },
  { question: '2 + 3 ?' },
);

/** Events of the first calls and then of each challenge. */
function row(
  name: string,
  request: Partial<SignInRequest>,
  first: Events,
  legs: readonly Leg[],
): SignInRow {
  return {
    row: name,
    request,
    events(signedIn) {
      let next = signedIn;
      const events = [...legs].reverse().flatMap((leg) => {
        const part = leg.events(next);
        next = leg.asks;
        return [part];
      });
      return [...first(next), ...events.reverse().flat()];
    },
  };
}

/** A browser that is remembered proves it, after the password. */
function withDevice(name: string, request: Partial<SignInRequest>, first: Events): SignInRow {
  const { deviceKey: user, deviceGroupKey: group, password } = ROW_DEVICE;
  const shown = { USERNAME: 'maría', DEVICE_KEY: user };
  const srp = new SrpCognito({ group, user, password }, 'DEVICE_PASSWORD_VERIFIER', shown);
  const proves: Leg = {
    asks: challenge('DEVICE_SRP_AUTH'),
    events: (next) => [
      call('DEVICE_SRP_AUTH', { SRP_A }, srp.ask),
      call('DEVICE_PASSWORD_VERIFIER', CLAIM, srp.check(next)),
    ],
  };
  return { ...row(name, request, first, [proves]), device: true };
}

const noPassword = { password: '' };
const choosing = (name: string, ...legs: Leg[]): SignInRow =>
  row(`USER_AUTH × ${name}`, { flow: 'USER_AUTH', ...noPassword }, begin('USER_AUTH'), legs);
const preferred = (name: FirstFactor, leg: Leg): SignInRow =>
  row(
    `USER_AUTH preferring ${name} × ${name}`,
    { ...preferring(name), ...noPassword },
    begin('USER_AUTH', { PREFERRED_CHALLENGE: name }),
    [leg],
  );

/** All rows; made anew for each caller, since Cognito's half of SRP remembers. */
export function signInRows(): SignInRow[] {
  return [
    ...FLOWS.flatMap(([flow, request, first]) =>
      Object.entries(AFTER_PASSWORD).map(([name, legs]) =>
        row(`${flow} × ${name}`, request, first(), legs),
      ),
    ),
    // A pool tracks no devices of a flow that sends the password.
    ...FLOWS.filter(([flow]) => flow !== 'USER_PASSWORD_AUTH').map(([flow, request, first]) =>
      withDevice(`${flow} × DEVICE_SRP_AUTH`, request, first()),
    ),
    choosing(
      'SELECT_CHALLENGE',
      select('PASSWORD', chosen('PASSWORD', { PASSWORD }), { password: PASSWORD }),
    ),
    choosing(
      'PASSWORD',
      select('PASSWORD', (next) => [
        passwordForm('PASSWORD'),
        ...chosen('PASSWORD', { PASSWORD })(next),
      ]),
    ),
    choosing(
      'PASSWORD_SRP',
      select('PASSWORD_SRP', (next) => [
        passwordForm('PASSWORD_SRP'),
        ...bySrp('SELECT_CHALLENGE', { ANSWER: 'PASSWORD_SRP' })(next),
      ]),
    ),
    choosing('EMAIL_OTP', select('EMAIL_OTP', chosen('EMAIL_OTP')), code('EMAIL_OTP')),
    choosing('SMS_OTP', select('SMS_OTP', chosen('SMS_OTP')), code('SMS_OTP')),
    choosing('WEB_AUTHN', select('WEB_AUTHN', chosen('WEB_AUTHN')), passkey),
    preferred('EMAIL_OTP', code('EMAIL_OTP')),
    preferred('SMS_OTP', code('SMS_OTP')),
    preferred('WEB_AUTHN', passkey),
    row(
      'CUSTOM_AUTH × CUSTOM_CHALLENGE',
      { flow: 'CUSTOM_AUTH', ...noPassword },
      begin('CUSTOM_AUTH'),
      [riddle],
    ),
    row(
      'CUSTOM_AUTH with SRP × CUSTOM_CHALLENGE',
      { flow: 'CUSTOM_AUTH' },
      bySrp('CUSTOM_AUTH', { CHALLENGE_NAME: 'SRP_A' }),
      [riddle],
    ),
  ];
}
