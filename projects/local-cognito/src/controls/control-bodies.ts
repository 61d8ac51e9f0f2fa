// Reads the JSON bodies of the control route. It checks types only; the class that takes a value
// checks its range.

import type { Fault, FaultKind } from '../server/faults';
import type { IssuerOption } from '../pool/issuer';
import type { JsonObject } from '../pool/json-object';
import type { LocalCognitoSettings } from '../pool/options';
import type { OutageTarget } from '../server/outages';
import type { PasswordPolicy } from '../pool/password-policy';
import type { ChoiceFactor, EnabledFlow, PoolRules } from '../pool/pool-rules';

/** The field, or a `RangeError` that names it. */
export function required<T>(field: string, value: T | undefined): T {
  if (value === undefined) {
    throw new RangeError(`${field} is missing`);
  }
  return value;
}

/** Types only; `Faults` checks the values. */
export function readFault(body: JsonObject): Fault {
  const times = body.is('times', 'forever') ? 'forever' : body.number('times');
  return withoutUndefined<Fault>({
    on: required('on', body.text('on')),
    kind: required('kind', body.text('kind')) as FaultKind,
    times,
    ms: body.number('ms'),
    status: body.number('status'),
    errorType: body.text('errorType'),
    message: body.text('message'),
    location: body.text('location'),
    claims: present(body, 'claims', body.object('claims').toRecord()),
    token: body.text('token') as Fault['token'],
  });
}

/** Types only; `Settings` checks the values. */
export function readSettings(body: JsonObject): LocalCognitoSettings {
  return withoutUndefined<LocalCognitoSettings>({
    idTokenValiditySeconds: body.number('idTokenValiditySeconds'),
    accessTokenValiditySeconds: body.number('accessTokenValiditySeconds'),
    rotation: body.flag('rotation'),
    retryGracePeriodSeconds: body.number('retryGracePeriodSeconds'),
    issuer: body.text('issuer') as IssuerOption | undefined,
    ...readRules(body),
  });
}

function readRules(body: JsonObject) {
  const policy = body.object('passwordPolicy');
  return {
    mfa: body.text('mfa') as PoolRules['mfa'],
    deviceTracking: body.text('deviceTracking') as PoolRules['deviceTracking'],
    challengeOnNewDevice: body.flag('challengeOnNewDevice'),
    challengeSessionSeconds: body.number('challengeSessionSeconds'),
    selfSignUp: body.flag('selfSignUp'),
    temporaryPasswordValidityDays: body.number('temporaryPasswordValidityDays'),
    passkeyFactor: body.text('passkeyFactor') as PoolRules['passkeyFactor'],
    sessionTracking: body.flag('sessionTracking'),
    maxSessionsPerUser: body.number('maxSessionsPerUser'),
    requiredAttributes: present(body, 'requiredAttributes', body.textList('requiredAttributes')),
    choiceFactors: present(
      body,
      'choiceFactors',
      body.textList('choiceFactors') as readonly ChoiceFactor[],
    ),
    authFlows: present(body, 'authFlows', body.textList('authFlows') as readonly EnabledFlow[]),
    passwordPolicy: withoutUndefined<Partial<PasswordPolicy>>({
      minimumLength: policy.number('minimumLength'),
      requireLowercase: policy.flag('requireLowercase'),
      requireUppercase: policy.flag('requireUppercase'),
      requireNumbers: policy.flag('requireNumbers'),
      requireSymbols: policy.flag('requireSymbols'),
    }),
  };
}

function present<T>(body: JsonObject, field: string, value: T): T | undefined {
  return body.value(field) === undefined ? undefined : value;
}

/** Throws a `RangeError` for anything except the three targets. */
export function readTarget(body: JsonObject): OutageTarget {
  const target = body.text('target');
  if (target !== 'pool' && target !== 'api' && target !== 'both') {
    throw new RangeError('target must be pool, api or both');
  }
  return target;
}

/** Drops undefined fields: spread over the settings, an undefined field would erase the value. */
function withoutUndefined<T extends object>(fields: {
  readonly [K in keyof T]: T[K] | undefined;
}): T {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as T;
}
