import { preparedUsers, type LocalUserOptions } from './local-users';

/** What can be changed while the emulator runs; holds for what is issued or asked from then on. */
export interface LocalCognitoSettings {
  /** Lifetime of ID tokens in whole seconds; default 3600, minimum 1 (the real service: 300). */
  readonly idTokenValiditySeconds?: number;
  /** Lifetime of access tokens in whole seconds; default 3600, minimum 1 (the real service: 300). */
  readonly accessTokenValiditySeconds?: number;
  /** Refresh-token rotation; default true. */
  readonly rotation?: boolean;
  /** How long a rotated refresh token still works, in whole seconds: 0 to 60, default 0 (it dies at once). */
  readonly retryGracePeriodSeconds?: number;
}

/** How to start the emulator. A wrong value throws a `RangeError` that names the field. */
export interface LocalCognitoOptions extends LocalCognitoSettings {
  /** Port of the user pool; default 0: a free one. */
  readonly poolPort?: number;
  /** Port of the protected API; default 0: a free one. */
  readonly apiPort?: number;
  /** Default `eu-west-1_LocalPool`; must have the shape of AWS's ids. */
  readonly userPoolId?: string;
  /** The one app client (without a secret): 26 lowercase letters and digits. */
  readonly clientId?: string;
  /** Lifetime of a session in whole seconds from sign-in, rotated or not; default 30 days, minimum 1. */
  readonly refreshTokenValiditySeconds?: number;
  /** Do the gateway's own refusals (401, WAF, throttling) carry CORS headers; default false, as on API Gateway. */
  readonly apiCors?: boolean;
  /** Default none: the API wants the ID token. Otherwise it wants an access token with one of these scopes. */
  readonly apiScopes?: readonly string[];
  /** Default true: an unknown user gets the same answer as a wrong password. */
  readonly preventUserExistenceErrors?: boolean;
  /** Default: `ana`, `admin` and `disabled`. */
  readonly users?: readonly LocalUserOptions[];
}

/** Options with the defaults filled in. */
export type ResolvedOptions = Required<LocalCognitoOptions>;

const defaults: ResolvedOptions = {
  poolPort: 0,
  apiPort: 0,
  userPoolId: 'eu-west-1_LocalPool',
  clientId: 'localcognitoclient00000001',
  idTokenValiditySeconds: 3600,
  accessTokenValiditySeconds: 3600,
  refreshTokenValiditySeconds: 30 * 24 * 3600,
  rotation: true,
  retryGracePeriodSeconds: 0,
  apiCors: false,
  apiScopes: [],
  preventUserExistenceErrors: true,
  users: preparedUsers,
};

/** Fills in the defaults and checks every value. */
export function resolveOptions(options: LocalCognitoOptions): ResolvedOptions {
  const resolved = { ...defaults, ...options };
  checkInteger('poolPort', resolved.poolPort, 0, 65535);
  checkInteger('apiPort', resolved.apiPort, 0, 65535);
  checkInteger('refreshTokenValiditySeconds', resolved.refreshTokenValiditySeconds, 1);
  checkPattern('userPoolId', resolved.userPoolId, /^[a-z]+(-[a-z]+)+-\d_[A-Za-z0-9]+$/);
  checkPattern('clientId', resolved.clientId, /^[a-z0-9]{26}$/);
  checkSettings(resolved);
  return resolved;
}

/** Refuses settings outside their ranges. */
export function checkSettings(settings: LocalCognitoSettings): void {
  checkInteger('idTokenValiditySeconds', settings.idTokenValiditySeconds, 1);
  checkInteger('accessTokenValiditySeconds', settings.accessTokenValiditySeconds, 1);
  checkInteger('retryGracePeriodSeconds', settings.retryGracePeriodSeconds, 0, 60);
}

function checkInteger(
  field: string,
  value: number | undefined,
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): void {
  if (value === undefined) {
    return;
  }
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw new RangeError(`${field} must be a whole number from ${minimum} to ${maximum}`);
  }
}

function checkPattern(field: string, value: string, pattern: RegExp): void {
  if (!pattern.test(value)) {
    throw new RangeError(`${field} must match ${pattern.source}`);
  }
}
