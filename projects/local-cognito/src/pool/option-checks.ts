// Checks the options of the emulator. Each error names the field that is wrong.

import { defaultPoolRules, type PoolRules } from './pool-rules';

/**
 * Throws a `RangeError` naming the field unless the value is absent or a whole number in the range.
 */
export function checkInteger(
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

/** Throws a `RangeError` naming the field unless the value matches. */
export function checkPattern(field: string, value: string, pattern: RegExp): void {
  if (!pattern.test(value)) {
    throw new RangeError(`${field} must match ${pattern.source}`);
  }
}

/** Throws a `RangeError` naming the field and its duplicate value. */
export function checkUnique(field: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) {
    throw new RangeError(`${field} must be unique, but ${twice} is there twice`);
  }
}

/** Throws a `RangeError` unless it is one of the three names or an absolute URL. */
export function checkIssuer(issuer: string | undefined): void {
  const isName = ['local', 'original', 'updated'].includes(issuer ?? 'local');
  if (!isName && !/^https?:\/\/[^/]/.test(issuer ?? '')) {
    throw new RangeError('issuer must be local, original, updated or an http(s) URL');
  }
}

/** Refuses rules that a pool cannot have: some come from JSON, which no compiler has checked. */
export function checkPoolRules(rules: PoolRules): void {
  checkOneOf('mfa', rules.mfa, ['OFF', 'OPTIONAL', 'ON']);
  checkOneOf('deviceTracking', rules.deviceTracking, ['off', 'opt-in', 'always']);
  checkInteger('challengeSessionSeconds', rules.challengeSessionSeconds, 1);
  checkInteger('passwordPolicy.minimumLength', rules.passwordPolicy?.minimumLength, 6, 99);
  checkEach('choiceFactors', rules.choiceFactors, defaultPoolRules.choiceFactors);
  checkEach('authFlows', rules.authFlows, defaultPoolRules.authFlows);
  checkInteger('temporaryPasswordValidityDays', rules.temporaryPasswordValidityDays, 1, 365);
  checkOneOf('passkeyFactor', rules.passkeyFactor, [
    'SINGLE_FACTOR',
    'MULTI_FACTOR_WITH_USER_VERIFICATION',
  ]);
  checkInteger('maxSessionsPerUser', rules.maxSessionsPerUser, 1, 100);
}

function checkOneOf(field: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) {
    throw new RangeError(`${field} must be one of ${allowed.join(', ')}`);
  }
}

function checkEach(
  field: string,
  values: readonly string[] | undefined,
  allowed: readonly string[],
): void {
  for (const value of values ?? []) {
    checkOneOf(field, value, allowed);
  }
}
