// The real user pool that environment variables name; docs/real-pool.md lists its requirements.

import type { PoolConfig } from './contract-page';

/** A user who can sign in without a person at the keyboard. */
export interface RealUser {
  readonly username: string;
  readonly password: string;
  /** The authenticator app's secret in base32; undefined for users without a second factor. */
  readonly totpSecret: string | undefined;
}

/** The pool and its user. */
export interface RealPool extends RealUser {
  readonly config: PoolConfig;
}

const NEEDED = [
  'COGNITO_USER_POOL_ID',
  'COGNITO_CLIENT_ID',
  'COGNITO_USERNAME',
  'COGNITO_PASSWORD',
] as const;

/** The pool that the environment names, or the missing variables. Throws if only some are set. */
export function realPool(
  environment: Readonly<Record<string, string | undefined>>,
): RealPool | { readonly missing: string } {
  const missing = NEEDED.filter((name) => !environment[name]);
  if (missing.length === NEEDED.length) return { missing: missing.join(', ') };
  if (missing.length > 0)
    throw new Error(`real pool: ${missing.join(', ')} not set, the others are`);
  const [userPoolId = '', clientId = '', username = '', password = ''] = NEEDED.map(
    (name) => environment[name],
  );
  const endpoint = environment['COGNITO_ENDPOINT'];
  return {
    config: { userPoolId, clientId, ...(endpoint && { endpoint }) },
    username,
    password,
    totpSecret: environment['COGNITO_TOTP_SECRET'] || undefined,
  };
}

/**
 * The flows that the app client allows, from `COGNITO_FLOWS`; empty by default, which allows all.
 */
export function realFlows({
  COGNITO_FLOWS = '',
}: Readonly<Record<string, string | undefined>>): string[] {
  return COGNITO_FLOWS.split(/[\s,]+/).filter(Boolean);
}
