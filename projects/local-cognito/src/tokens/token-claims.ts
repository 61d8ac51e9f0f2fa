// Applies the changes of a pre-token-generation trigger to the claims that it may change.

import type { ClaimChanges, TokenChanges } from '../pool/triggers';
import type { TokenUse } from './signing-keys';

/**
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const unchangeable: readonly string[] = [
  ...['acr', 'amr', 'at_hash', 'auth_time', 'azp', 'exp', 'iat', 'iss', 'jti', 'nbf', 'nonce'],
  ...['origin_jti', 'sub', 'token_use', 'aud', 'client_id', 'username', 'cognito:username'],
  ...['event_id', 'device_key', 'version', 'identities', 'scope'],
];

/** The claims of one token after the trigger; ignores changes of the claims above, as AWS does. */
export function changedClaims(
  use: TokenUse,
  claims: Readonly<Record<string, unknown>>,
  changes: TokenChanges,
): Readonly<Record<string, unknown>> {
  const both = changes.claimsAndScopeOverrideDetails;
  const { claimsToAddOrOverride = {}, claimsToSuppress = [] } = changesFor(use, changes);
  const groups = (both ?? changes.claimsOverrideDetails)?.groupOverrideDetails?.groupsToOverride;
  const added = Object.entries(claimsToAddOrOverride).filter(([name]) => isChangeable(name));
  const changed = {
    ...claims,
    ...(groups === undefined ? {} : { 'cognito:groups': groups }),
    ...Object.fromEntries(added),
  };
  const kept = Object.entries(changed).filter(
    ([name]) => !claimsToSuppress.includes(name) || !isChangeable(name),
  );
  return { ...Object.fromEntries(kept), ...scopeClaim(use, claims, both?.accessTokenGeneration) };
}

/** Version 1 of the event changes the ID token only. */
function changesFor(use: TokenUse, changes: TokenChanges): ClaimChanges {
  const { claimsOverrideDetails, claimsAndScopeOverrideDetails: both } = changes;
  return use === 'id'
    ? (both?.idTokenGeneration ?? claimsOverrideDetails ?? {})
    : (both?.accessTokenGeneration ?? {});
}

function scopeClaim(
  use: TokenUse,
  { scope }: Readonly<Record<string, unknown>>,
  changes: {
    readonly scopesToAdd?: readonly string[];
    readonly scopesToSuppress?: readonly string[];
  } = {},
): { readonly scope?: string } {
  if (use === 'id') {
    return {};
  }
  const scopes = [...String(scope).split(' '), ...(changes.scopesToAdd ?? [])];
  const suppressed = changes.scopesToSuppress ?? [];
  return { scope: scopes.filter((name) => !suppressed.includes(name)).join(' ') };
}

function isChangeable(name: string): boolean {
  return !unchangeable.includes(name);
}
