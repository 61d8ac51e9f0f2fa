// The settings an app gives, and their check at start. After it everything downstream works with CheckedConfig.

import { type ApiRule, ApiRules, checkApiRule, checkServiceUrl, invalid } from './api-rules';

/** Settings of one user pool's session. Wrong values throw `SessionError('INVALID_CONFIG')` at start. */
export interface CognitoSessionConfig {
  /** User pool id, such as `eu-west-1_AbCdEfGhI`; the region is read from it. */
  userPoolId: string;
  /** Id of an app client without a secret. */
  clientId: string;
  /** Where tokens may go, and nowhere else; an empty list sends none. */
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
  /** URL of the user-pool API; default AWS's of the region. For a local pool or a private endpoint. */
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
  const { userPoolId, clientId, apis, endpoint, refreshMarginSeconds } = given;
  const { signInUrl = '/sign-in', afterSignInUrl = '/', onSessionEnd = 'navigate' } = given;

  // Emulators name their pools local_…; only AWS's own endpoint needs a region in the id.
  const pool =
    endpoint === undefined
      ? /^([a-z]{2,}(?:-[a-z]+)+-\d+)_[0-9A-Za-z]+$/
      : /^([\w-]+)_[0-9A-Za-z]+$/;
  const region = typeof userPoolId === 'string' ? pool.exec(userPoolId)?.[1] : undefined;
  if (!userPoolId || !region) {
    throw invalid('userPoolId', 'a user pool id such as "eu-west-1_AbCdEfGhI"', userPoolId);
  }
  if (typeof clientId !== 'string' || !/^[\w+]{1,128}$/.test(clientId)) {
    throw invalid('clientId', 'the id of an app client (letters and digits)', clientId);
  }
  if (!Array.isArray(apis)) throw invalid('apis', 'a list of URLs or rules', apis);
  for (const [field, path] of Object.entries({ signInUrl, afterSignInUrl })) {
    if (typeof path !== 'string' || !/^\/(?![/\\])[^\s\\]*$/.test(path)) {
      throw invalid(field, 'a path of this app that starts with one "/"', path);
    }
  }
  if (
    refreshMarginSeconds !== undefined &&
    !(
      typeof refreshMarginSeconds === 'number' &&
      refreshMarginSeconds >= 0 &&
      refreshMarginSeconds < LONGEST_LIFETIME_SECONDS
    )
  ) {
    throw invalid(
      'refreshMarginSeconds',
      'a number from 0 to less than 86400',
      refreshMarginSeconds,
    );
  }
  if (!['navigate', 'stay'].includes(onSessionEnd)) {
    throw invalid('onSessionEnd', "'navigate' or 'stay'", onSessionEnd);
  }
  const host = `https://cognito-idp.${region}.amazonaws.com`;
  const aws = region.startsWith('cn-') ? `${host}.cn/` : `${host}/`;
  const service =
    endpoint === undefined ? aws : checkServiceUrl(endpoint, 'endpoint').href.replace(/\/*$/, '/');
  return {
    userPoolId,
    clientId,
    region,
    endpoint: service,
    issuers: [aws + userPoolId, service + userPoolId],
    rules: new ApiRules(apis.map((entry, index) => checkApiRule(entry, `apis[${index}]`))),
    signInUrl,
    afterSignInUrl,
    refreshMarginSeconds,
    onSessionEnd,
  };
}
