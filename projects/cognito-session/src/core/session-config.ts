// The settings an app gives, and their check at start. After it everything downstream works with CheckedConfig.

import {
  type ApiRule,
  ApiRules,
  checkApiRule,
  checkServiceUrl,
  invalid,
  isText,
} from './api-rules';

/** Settings of one user pool's session. Wrong values throw `SessionError('INVALID_CONFIG')` at start. */
export interface CognitoSessionConfig {
  /** User pool id, such as `eu-west-1_AbCdEfGhI`; the region is read from it. */
  userPoolId: string;
  /** Id of an app client without a secret. */
  clientId: string;
  /**
   * Where tokens may go, and nowhere else; an empty list sends none, and a request to any other URL goes without one. A
   * string stands for a rule with its defaults: the ID token as `Authorization: Bearer …`. See {@link ApiRule}.
   */
  apis: readonly (string | ApiRule)[];
  /** Path of the app's sign-in page; default `'/sign-in'`. */
  signInUrl?: string;
  /** Where to go after sign-in when no return URL is known; default `'/'`. */
  afterSignInUrl?: string;
  /**
   * Seconds before its expiry in which a token is refreshed before use; at least 0, and shorter than the tokens'
   * lifetime. Default: 60, or 20 % of the lifetime when that is less.
   */
  refreshMarginSeconds?: number;
  /**
   * URL of the user-pool API, `https:` (`http:` on loopback only); default AWS's of the region. For a local pool or a
   * private endpoint.
   */
  endpoint?: string;
  /** What happens when the session ends: go to `signInUrl` with the return URL (the default), or stay. */
  onSessionEnd?: 'navigate' | 'stay';
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
  readonly rules: ApiRules;
  readonly signInUrl: string;
  readonly afterSignInUrl: string;
  readonly refreshMarginSeconds: number | undefined;
  readonly onSessionEnd: 'navigate' | 'stay';
}

/** Longest lifetime Cognito gives an ID or access token, in seconds: one day. */
const LONGEST_LIFETIME_SECONDS = 86_400;

/** @throws {@link SessionError} `INVALID_CONFIG`, naming the field and what was expected. */
export function checkConfig(config: CognitoSessionConfig): CheckedConfig {
  const given = (config as Partial<CognitoSessionConfig> | null | undefined) ?? {};
  const { userPoolId = '', clientId = '', apis = [], endpoint, refreshMarginSeconds } = given;
  const { signInUrl = '/sign-in', afterSignInUrl = '/', onSessionEnd = 'navigate' } = given;
  const check = (field: keyof CognitoSessionConfig, ok: boolean, expected: string): void => {
    if (!ok) throw invalid(field, expected, given[field]);
  };
  const checkText = (
    field: keyof CognitoSessionConfig,
    text: unknown,
    form: RegExp,
    expected: string,
  ): void => check(field, isText(text, form), expected);
  // Emulators name their pools local_…; only AWS's own endpoint needs a region in the id.
  const pool =
    endpoint === undefined ? /^([a-z]{2,}(-[a-z]+)+-\d+)_[\dA-Za-z]+$/ : /^([\w-]+)_[\dA-Za-z]+$/;
  checkText('userPoolId', userPoolId, pool, 'a user pool id like eu-west-1_AbCdEfGhI');
  checkText('clientId', clientId, /^[\w+]{1,128}$/, 'an app client id');
  check('apis', Array.isArray(given.apis), 'a list');
  const path = /^\/(?![/\\])[^\s\\]*$/;
  checkText('signInUrl', signInUrl, path, 'a path like /sign-in');
  checkText('afterSignInUrl', afterSignInUrl, path, 'a path like /sign-in');
  const margin: unknown = refreshMarginSeconds ?? 0;
  const inRange = typeof margin === 'number' && margin >= 0 && margin < LONGEST_LIFETIME_SECONDS;
  check('refreshMarginSeconds', inRange, 'a number from 0 to 86399');
  checkText('onSessionEnd', onSessionEnd, /^(navigate|stay)$/, "'navigate' or 'stay'");

  const region = userPoolId.replace(/_.*/, '');
  const aws = `https://cognito-idp.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;
  const service =
    endpoint === undefined ? aws : checkServiceUrl(endpoint, 'endpoint').href.replace(/\/*$/, '/');
  return {
    userPoolId,
    clientId,
    region,
    endpoint: service,
    issuers: [aws + userPoolId, service + userPoolId],
    rules: new ApiRules(apis.map((entry, index) => checkApiRule(entry, `apis[${index}]`))),
    signInUrl: signInUrl.replace(/(.)\/$/, '$1'),
    afterSignInUrl,
    refreshMarginSeconds,
    onSessionEnd,
  };
}
