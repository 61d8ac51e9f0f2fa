// The emulator's options, their defaults and their checks.

import type { AppClientOptions } from './app-client';
import type { IssuerOption } from './issuer';
import type { LocalUserOptions, UsernameAlias } from './local-users';
import {
  checkInteger,
  checkIssuer,
  checkPattern,
  checkPoolRules,
  checkUnique,
} from './option-checks';
import {
  defaultPoolRules,
  mergePoolRules,
  type PoolRules,
  type ResolvedPoolRules,
} from './pool-rules';
import { preparedUsers } from './prepared-users';
import type { Triggers } from './triggers';

/** Settings that can change while the emulator runs; they apply to later tokens and sign-ins. */
export interface LocalCognitoSettings extends PoolRules {
  /** Lifetime of ID tokens in whole seconds; default 3600, minimum 1 (the real service: 300). */
  readonly idTokenValiditySeconds?: number;
  /**
   * Lifetime of access tokens in whole seconds; default 3600, minimum 1 (the real service: 300).
   */
  readonly accessTokenValiditySeconds?: number;
  /** Refresh-token rotation; default true. */
  readonly rotation?: boolean;
  /**
   * How long a rotated refresh token still works, in whole seconds: 0 to 60, default 0 (not at
   * all).
   */
  readonly retryGracePeriodSeconds?: number;
  /**
   * Claim `iss`, and the issuer of the OpenID configuration: `original` and `updated` are AWS's two
   * forms; default `local`, the URL of the pool here. Refresh tokens survive a switch.
   */
  readonly issuer?: IssuerOption;
}

/** The options of a pool. A wrong value throws a `RangeError` that names the field. */
export interface PoolOptions extends LocalCognitoSettings {
  /** Default `eu-west-1_LocalPool`; must have the shape of AWS's ids. */
  readonly userPoolId?: string;
  /** The first app client (without a secret): 26 lowercase letters and digits. */
  readonly clientId?: string;
  /** Further app clients of the pool; default none. */
  readonly clients?: readonly AppClientOptions[];
  /** Lifetime of a session in whole seconds, rotated or not; default 30 days, minimum 1. */
  readonly refreshTokenValiditySeconds?: number;
  /** Default true: an unknown user gets the same answer as a wrong password. */
  readonly preventUserExistenceErrors?: boolean;
  /** Default: the prepared users, one for each outcome of a sign-in. */
  readonly users?: readonly LocalUserOptions[];
  /** Which verified attributes work as user names; default both. */
  readonly usernameAliases?: readonly UsernameAlias[];
  /** Are user names and aliases case-sensitive; default false, as in new pools. */
  readonly caseSensitive?: boolean;
  /** The domain of passkeys; default `localhost`. */
  readonly relyingPartyId?: string;
  /** Lambda triggers as functions; default: only those of CUSTOM_AUTH, which ask a sum. */
  readonly triggers?: Triggers;
}

/** A further pool; its ids must differ from those of the other pools. */
export interface FurtherPoolOptions extends PoolOptions {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** The options of the first pool, the API and the servers. */
export interface LocalCognitoOptions extends PoolOptions {
  /** Port of the user pools; default 0: a free one. */
  readonly poolPort?: number;
  /** Port of the protected API; default 0: a free one. */
  readonly apiPort?: number;
  /** Do the gateway's own refusals (401, WAF, throttling) carry CORS headers; default false. */
  readonly apiCors?: boolean;
  /** The API requires an access token with one of these scopes; default none: an ID token. */
  readonly apiScopes?: readonly string[];
  /** Further pools behind the same URL; default none. The client's id picks the pool. */
  readonly pools?: readonly FurtherPoolOptions[];
}

/** Options with the defaults filled in. */
export type ResolvedOptions = Required<LocalCognitoOptions> & ResolvedPoolRules;

const defaults: ResolvedOptions = {
  ...defaultPoolRules,
  poolPort: 0,
  apiPort: 0,
  userPoolId: 'eu-west-1_LocalPool',
  clientId: 'localcognitoclient00000001',
  idTokenValiditySeconds: 3600,
  accessTokenValiditySeconds: 3600,
  refreshTokenValiditySeconds: 30 * 24 * 3600,
  rotation: true,
  retryGracePeriodSeconds: 0,
  issuer: 'local',
  apiCors: false,
  apiScopes: [],
  preventUserExistenceErrors: true,
  users: preparedUsers,
  usernameAliases: ['email', 'phone_number'],
  caseSensitive: false,
  clients: [],
  relyingPartyId: 'localhost',
  triggers: {},
  pools: [],
};

/** Fills in the defaults and checks every value. */
function resolveOptions(options: LocalCognitoOptions): ResolvedOptions {
  const resolved = mergePoolRules(
    { ...defaults, ...options, passwordPolicy: defaults.passwordPolicy },
    options,
  );
  checkInteger('poolPort', resolved.poolPort, 0, 65535);
  checkInteger('apiPort', resolved.apiPort, 0, 65535);
  checkInteger('refreshTokenValiditySeconds', resolved.refreshTokenValiditySeconds, 1);
  checkPattern('userPoolId', resolved.userPoolId, /^[a-z]+(-[a-z]+)+-\d_[A-Za-z0-9]+$/);
  checkPattern('clientId', resolved.clientId, /^[a-z0-9]{26}$/);
  checkSettings(resolved);
  for (const client of resolved.clients) {
    checkPattern('clients.clientId', client.clientId, /^[a-z0-9]{26}$/);
    checkInteger('clients.refreshTokenValiditySeconds', client.refreshTokenValiditySeconds, 1);
    checkSettings(client);
  }
  return resolved;
}

/** The options of every pool, the first pool's first; refuses an id that two pools have. */
export function resolvePools(options: LocalCognitoOptions): readonly ResolvedOptions[] {
  const { apiScopes = [], pools = [] } = options;
  const resolved = [options, ...pools].map((pool) => resolveOptions({ ...pool, apiScopes }));
  checkUnique(
    'userPoolId',
    resolved.map(({ userPoolId }) => userPoolId),
  );
  checkUnique(
    'clientId',
    resolved.flatMap(({ clientId, clients }) => [clientId, ...clients.map((c) => c.clientId)]),
  );
  return resolved;
}

/** Refuses settings outside their ranges. */
export function checkSettings(settings: LocalCognitoSettings): void {
  checkInteger('idTokenValiditySeconds', settings.idTokenValiditySeconds, 1);
  checkInteger('accessTokenValiditySeconds', settings.accessTokenValiditySeconds, 1);
  checkInteger('retryGracePeriodSeconds', settings.retryGracePeriodSeconds, 0, 60);
  checkIssuer(settings.issuer);
  checkPoolRules(settings);
}
