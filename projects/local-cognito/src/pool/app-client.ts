// The app clients of a pool: the first, and further ones with settings of their own.

import type { EnabledFlow } from './pool-rules';

/** The settings of an app client. */
export interface AppClientSettings {
  /** Lifetime of ID tokens in whole seconds; default 3600, minimum 1 (the real service: 300). */
  readonly idTokenValiditySeconds?: number;
  /** Lifetime of access tokens in seconds; default 3600, minimum 1 (the real service: 300). */
  readonly accessTokenValiditySeconds?: number;
  /** Lifetime of a session in whole seconds, rotated or not; default 30 days, minimum 1. */
  readonly refreshTokenValiditySeconds?: number;
  /** Refresh-token rotation; default true. */
  readonly rotation?: boolean;
  /** How long a rotated refresh token still works, in whole seconds: 0 to 60, default 0. */
  readonly retryGracePeriodSeconds?: number;
  /** The client's flows; default all. */
  readonly authFlows?: readonly EnabledFlow[];
}

/** A further app client without a secret; absent fields have the first client's values. */
export interface AppClientOptions extends AppClientSettings {
  /** 26 lowercase letters and digits. */
  readonly clientId: string;
}

/** One client with all its settings. */
export type ResolvedAppClient = Required<AppClientOptions>;
