// What the sign-in entry must be seen to do, and where. docs/sign-in-tests.md joins these rows with
// the tests that prove them: those whose title begins with the row's name and a colon, such as
// `USER_SRP_AUTH × SMS_MFA: …`.

/** Where a row must be proven: `true`, or why it need not be. */
export type Demand = true | string;

/** The columns of the table. */
export interface SignInRow {
  readonly row: string;
  /** Against a scripted pool. */
  readonly unit: Demand;
  /** The services against local-cognito, over HTTP. */
  readonly http: Demand;
  readonly chromium: Demand;
  /** Whether the suite proves it at a real user pool, when one is named. */
  readonly realPool: Demand;
}

/** Name of the row of a flow and a challenge. */
export const rowOf = (flow: string, challenge: string): string => `${flow} × ${challenge}`;

const SENT = 'a code is sent to a person';
const TRIGGERS = 'needs the pool’s own triggers';
const ONCE = 'works once per user';
const SAME = 'in the browser as over SRP';
const CONSOLE = 'the pool’s settings decide';
const UNTRACKED = 'the pool tracks no devices of this flow';

/** What can follow a password, and whether a real pool can prove it. */
const AFTER_PASSWORD: Readonly<Record<string, Demand>> = {
  none: true,
  NEW_PASSWORD_REQUIRED: ONCE,
  SMS_MFA: SENT,
  SOFTWARE_TOKEN_MFA: true,
  EMAIL_OTP: SENT,
  SELECT_MFA_TYPE: SENT,
  'MFA_SETUP (TOTP)': ONCE,
  'MFA_SETUP (e-mail)': SENT,
  DEVICE_SRP_AUTH: CONSOLE,
};

const withPassword = (flow: string, chromium: (challenge: string) => Demand): SignInRow[] =>
  Object.entries(AFTER_PASSWORD).map(([challenge, realPool]) => {
    const row = rowOf(flow, challenge);
    return row === rowOf('USER_PASSWORD_AUTH', 'DEVICE_SRP_AUTH')
      ? { row, unit: UNTRACKED, http: UNTRACKED, chromium: UNTRACKED, realPool: UNTRACKED }
      : { row, unit: true, http: true, chromium: chromium(challenge), realPool };
  });

const everywhere = (row: string, realPool: Demand): SignInRow => ({
  row,
  unit: true,
  http: true,
  chromium: true,
  realPool,
});

/** Flow × challenge; `none`: signed in without a further question. */
export const FLOW_ROWS: readonly SignInRow[] = [
  ...withPassword('USER_SRP_AUTH', () => true),
  ...withPassword('USER_PASSWORD_AUTH', (challenge) => challenge === 'none' || SAME),
  everywhere(rowOf('USER_AUTH', 'SELECT_CHALLENGE'), true),
  everywhere(rowOf('USER_AUTH', 'PASSWORD'), true),
  everywhere(rowOf('USER_AUTH', 'PASSWORD_SRP'), true),
  everywhere(rowOf('USER_AUTH', 'EMAIL_OTP'), SENT),
  everywhere(rowOf('USER_AUTH', 'SMS_OTP'), SENT),
  everywhere(rowOf('USER_AUTH', 'WEB_AUTHN'), 'a passkey belongs to a domain'),
  ...withPassword('USER_AUTH preferring PASSWORD_SRP', (challenge) => challenge === 'none' || SAME),
  ...withPassword('USER_AUTH preferring PASSWORD', (challenge) => challenge === 'none' || SAME),
  everywhere(rowOf('USER_AUTH preferring EMAIL_OTP', 'EMAIL_OTP'), SENT),
  everywhere(rowOf('USER_AUTH preferring SMS_OTP', 'SMS_OTP'), SENT),
  everywhere(rowOf('USER_AUTH preferring WEB_AUTHN', 'WEB_AUTHN'), 'a passkey belongs to a domain'),
  everywhere(rowOf('CUSTOM_AUTH', 'CUSTOM_CHALLENGE'), TRIGGERS),
  everywhere(rowOf('CUSTOM_AUTH with SRP', 'CUSTOM_CHALLENGE'), TRIGGERS),
];

const OWN_SPECS = 'the specs beside the source';
const NO_BROWSER = 'needs a browser';
const NO_PART = 'no part of it is the browser’s';
const DISTURBS = 'would disturb the named user';
const LOCKS_OUT = 'would lock the named user out';

const situation = (
  row: string,
  chromium: Demand,
  realPool: Demand,
  http: Demand = true,
): SignInRow => ({ row, unit: OWN_SPECS, http, chromium, realPool });

/** What a form must be able to tell its user. */
export const ERROR_ROWS: readonly SignInRow[] = [
  situation('errors × WRONG_CREDENTIALS', true, true),
  situation('errors × USER_NOT_CONFIRMED', NO_PART, DISTURBS),
  situation('errors × PASSWORD_RESET_REQUIRED', NO_PART, DISTURBS),
  situation('errors × TEMPORARY_PASSWORD_EXPIRED', NO_PART, DISTURBS),
  situation('errors × WRONG_CODE', true, DISTURBS),
  situation('errors × CODE_EXPIRED', NO_PART, SENT),
  situation('errors × CHALLENGE_EXPIRED', true, 'would wait for minutes'),
  situation('errors × TOO_MANY_ATTEMPTS', NO_PART, LOCKS_OUT),
  situation('errors × WEAK_PASSWORD', NO_PART, DISTURBS),
  situation('errors × USER_EXISTS', NO_PART, DISTURBS),
  situation('errors × ALIAS_EXISTS', NO_PART, DISTURBS),
  situation('errors × PASSKEY_FAILED', true, NO_BROWSER),
  situation('errors × NOT_SIGNED_IN', NO_PART, DISTURBS),
  situation('errors × UNAVAILABLE', true, 'the network is there'),
  situation('errors × REFUSED', NO_PART, TRIGGERS),
  situation('errors × INVALID_CONFIG', NO_PART, DISTURBS),
];

/** What the pool remembers of a browser. */
export const DEVICE_ROWS: readonly SignInRow[] = [
  situation('devices × refresh', true, CONSOLE),
  situation('devices × sign-out', true, CONSOLE),
  situation('devices × sign-out everywhere', NO_PART, DISTURBS),
  situation('devices × reload', true, CONSOLE),
  situation('devices × forgotten', true, DISTURBS),
  situation('devices × remember and list', NO_PART, DISTURBS),
  situation('devices × no second factor', true, CONSOLE),
];

/** What users do to their accounts. */
export const ACCOUNT_ROWS: readonly SignInRow[] = [
  situation('accounts × sign-up', true, SENT),
  situation('accounts × new confirmation code', NO_PART, SENT),
  situation('accounts × forgotten password', true, SENT),
  situation('accounts × new password', NO_PART, DISTURBS),
  situation('accounts × attributes', NO_PART, true),
  situation('accounts × authenticator app', true, DISTURBS),
  situation('accounts × MFA preference', NO_PART, DISTURBS),
  situation('accounts × passkeys', true, NO_BROWSER),
  situation('accounts × passkey as second factor', NO_PART, NO_BROWSER),
  situation('accounts × sessions', NO_PART, DISTURBS),
  situation('accounts × deletion', true, DISTURBS),
];

/** What holds for all of them. */
export const PAGE_ROWS: readonly SignInRow[] = [
  situation('pages × non-ASCII names and passwords', true, DISTURBS),
  situation('pages × strict policy', true, NO_BROWSER, NO_BROWSER),
  situation('pages × no secret left behind', true, NO_BROWSER, NO_BROWSER),
  situation('pages × SRP in Chromium', true, NO_BROWSER, NO_BROWSER),
  situation('pages × SRP in Firefox', true, NO_BROWSER, NO_BROWSER),
  situation('pages × SRP in WebKit', true, NO_BROWSER, NO_BROWSER),
];

/** All rows with the title of their table. */
export const SIGN_IN_TABLES: readonly (readonly [title: string, rows: readonly SignInRow[]])[] = [
  ['Flows and challenges', FLOW_ROWS],
  ['Errors', ERROR_ROWS],
  ['Devices', DEVICE_ROWS],
  ['Accounts', ACCOUNT_ROWS],
  ['Pages', PAGE_ROWS],
];
