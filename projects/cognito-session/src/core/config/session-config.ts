// The settings of an app, and their check at start. All other code uses CheckedConfig.

import { userPoolHost } from './aws-partition';
import { checkClientMetadata, type ClientMetadataSource } from './client-metadata-check';
import { type ApiRule, ApiRules, checkApiRule, checkIssuer, checkServiceUrl } from './api-rules';
import { checkSettings, invalid, isText, type SettingForm } from './setting-forms';
import type { SignedOutReason } from '../signed-out-reason';

/**
 * Settings of one user pool's session. Wrong values throw `SessionError('INVALID_CONFIG')` at
 * start.
 */
export interface CognitoSessionConfig {
  /**
   * User pool id, such as `eu-west-1_AbCdEfGhI`, of any AWS partition; the region is read from it.
   */
  userPoolId: string;
  /** Id of an app client without a secret. */
  clientId: string;
  /**
   * The URLs to which tokens may go; requests to all other URLs go without a token. An empty list
   * sends none. A string, such as `'https://api.example.com/prod/'` or `'/api/'` for a path on the
   * document's own origin, stands for a rule with its defaults: the ID token as `Authorization:
   * Bearer …`. See {@link ApiRule}.
   */
  apis: readonly (string | ApiRule)[];
  /** Path of the app's sign-in page; default `'/sign-in'`. */
  signInUrl?: string;
  /** Where to go after sign-in when no return URL is known; default `'/'`. */
  afterSignInUrl?: string;
  /**
   * A token that expires within this many seconds is refreshed before use. At least 0, and less
   * than the tokens' lifetime. Default: 60, or 20 % of the lifetime if that is less. A margin of
   * more than half the lifetime counts as half of it.
   */
  refreshMarginSeconds?: number;
  /**
   * URL of the user-pool API, `https:` (`http:` on loopback only), for a local pool or a private
   * endpoint. Default: AWS's endpoint of the region, as the AWS SDK chooses it.
   */
  endpoint?: string;
  /**
   * Further issuers (the `iss` claim) whose tokens belong to this pool, compared letter by letter:
   * absolute `http:` or `https:` URLs without wildcard, user info, query or fragment. For an
   * emulator behind a proxy, for example. Both forms that AWS uses for the pool, and `endpoint`
   * followed by the pool's id, are always accepted. Default: none.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IssuerConfigurationType.html
   */
  issuers?: readonly string[];
  /**
   * Metadata that every automatic refresh sends to the pool's triggers, or a function that is
   * called at each of them. All values are strings. A function that throws, or returns anything
   * else, makes the refresh fail with `SessionError('INVALID_CONFIG')`; the session is kept.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
   */
  clientMetadata?: ClientMetadataSource;
  /**
   * Gives the device data that threat protection scores, by user name; the sign-in entry sends it
   * as `UserContextData` with every operation that takes it. AWS's own script on the page collects
   * the data: `AmazonCognitoAdvancedSecurityData.getData(username, userPoolId, clientId)`. If the
   * browser did not load the script, return `undefined` or `''`: then nothing is sent. A function
   * that throws, or returns anything else, makes the call fail with
   * `SignInError('INVALID_CONFIG')`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html#user-pool-settings-adaptive-authentication-device-fingerprint
   */
  userContextData?: (username: string) => string | undefined;
  /**
   * The reaction to the end of the session: `'navigate'` (the default) goes to `signInUrl` with the
   * return URL, `'stay'` leaves the page as it is. A function decides by the reason and the URL,
   * for example to stay on public pages. The URL is the one that the user is opening, or else the
   * open one. If the function throws, `'navigate'` counts, and Angular's `ErrorHandler` gets the
   * error.
   *
   * If the app calls `signOut()` while it navigates, or navigates in the same tick, that navigation
   * wins and the function is not called. There is one exception: a navigation to a page that a
   * guard of this library has opened for the user, because that page needs a session. To navigate
   * later, for example when the observable of `signOut()` emits, let the function return `'stay'`
   * for the reason `'sign-out'`.
   */
  onSessionEnd?:
    'navigate' | 'stay' | ((reason: SignedOutReason, url: string) => 'navigate' | 'stay');
}

/** {@link CognitoSessionConfig} after its check, with defaults. */
export interface CheckedConfig {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly region: string;
  /** URL of the user-pool API, with a trailing slash. */
  readonly endpoint: string;
  /** The issuers whose tokens are this pool's. */
  readonly issuers: readonly string[];
  /**
   * Metadata of automatic refreshes, checked and copied; `readClientMetadata` checks the result of
   * a function.
   */
  readonly clientMetadata: ClientMetadataSource | undefined;
  /** The app's function; the sign-in entry checks its result. */
  readonly userContextData: ((username: string) => unknown) | undefined;
  readonly rules: ApiRules;
  readonly signInUrl: string;
  readonly afterSignInUrl: string;
  readonly refreshMarginSeconds: number | undefined;
  readonly onSessionEnd: NonNullable<CognitoSessionConfig['onSessionEnd']>;
}

/** The longest lifetime of an ID or access token at Cognito, in seconds: one day. */
const LONGEST_LIFETIME_SECONDS = 86_400;

/** The path of a page of the app; `//host` would name another origin. */
export const PAGE_PATH = /^\/(?![/\\])[^\s\\]*$/;

/** The fields that {@link checkSettings} checks. */
type CheckedFields = Pick<
  CheckedConfig,
  | 'userPoolId'
  | 'clientId'
  | 'signInUrl'
  | 'afterSignInUrl'
  | 'refreshMarginSeconds'
  | 'onSessionEnd'
> &
  Required<Pick<CognitoSessionConfig, 'apis' | 'issuers'>>;

/**
 * Checks the settings and fills in their defaults.
 * @param origin the document's own origin, for `apis` that are a path; none without a document.
 * @throws {@link SessionError} `INVALID_CONFIG`, naming the field and what was expected.
 */
export function checkConfig(
  config: Partial<CognitoSessionConfig> | null | undefined,
  origin?: string,
): CheckedConfig {
  const given = config ?? {};
  const { endpoint, clientMetadata, userContextData } = given;
  // Emulators name their pools local_…; only AWS's own endpoint needs a region in the id.
  const pool =
    endpoint === undefined
      ? /^([a-z]{2,}(-[a-z]+)+-\d+|aws(-[a-z]+)*-global)_[\dA-Za-z]+$/
      : /^([\w-]+)_[\dA-Za-z]+$/;
  const page = (byDefault: string): SettingForm<string> => [
    PAGE_PATH,
    'a path like /sign-in',
    byDefault,
  ];
  const { apis, issuers, ...settings } = checkSettings<CheckedFields>(given, {
    userPoolId: [pool, 'a user pool id like eu-west-1_AbCdEfGhI'],
    clientId: [/^[\w+]{1,128}$/, 'an app client id'],
    apis: [Array.isArray, 'a list'],
    issuers: [Array.isArray, 'a list', []],
    signInUrl: page('/sign-in'),
    afterSignInUrl: page('/'),
    refreshMarginSeconds: [isMargin, 'a number from 0 to 86399'],
    onSessionEnd: [
      (value) => typeof value === 'function' || isText(value, /^(navigate|stay)$/),
      "'navigate', 'stay' or a function",
      'navigate',
    ],
  });
  // The error names only the type, because the value may identify a device.
  const kind = typeof userContextData;
  if (!/^(undef|func)/.test(kind)) throw invalid('userContextData', 'a function', kind);

  const { userPoolId, signInUrl } = settings;
  const region = userPoolId.replace(/_.*/, '');
  const aws = userPoolHost(region);
  const service =
    endpoint === undefined
      ? `https://${aws}`
      : checkServiceUrl(endpoint, 'endpoint').href.replace(/\/*$/, '/');
  return {
    ...settings,
    region,
    endpoint: service,
    // AWS's two forms, ORIGINAL and UPDATED: an administrator can switch a pool while sessions
    // exist.
    issuers: [
      ...[`https://${aws}`, `https://issuer-${aws}`, service].map((url) => url + userPoolId),
      ...issuers.map((issuer, index) => checkIssuer(issuer, `issuers[${index}]`)),
    ],
    clientMetadata:
      clientMetadata === undefined || typeof clientMetadata === 'function'
        ? clientMetadata
        : checkClientMetadata(clientMetadata, 'an object, or a function that returns one,'),
    userContextData,
    rules: new ApiRules(apis.map((entry, index) => checkApiRule(entry, `apis[${index}]`, origin))),
    signInUrl: signInUrl.replace(/(.)\/$/, '$1'),
  };
}

/** Whether `value` is a margin in seconds; undefined stands for the default. */
function isMargin(value: unknown): boolean {
  const margin = value ?? 0;
  return typeof margin === 'number' && margin >= 0 && margin < LONGEST_LIFETIME_SECONDS;
}
