// Which specs prove which file, for the mutation run. Stryker loads every spec of a group anew for
// each mutant, so groups are small, and the core's specs know no Angular.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The library's folder; all paths here are below it. */
export const LIBRARY = 'projects/cognito-session';

/** Files that are mutated together, with the specs that run for each of their mutants. */
export interface MutationGroup {
  readonly name: string;
  readonly files: readonly string[];
  readonly specs: readonly string[];
  /** Whether the specs need Angular. */
  readonly angular: boolean;
}

/** The library's files below its folder: the sources and the specs beside them. */
const PRESENT: readonly string[] = ['src', 'sign-in/src'].flatMap((folder) =>
  readdirSync(join(LIBRARY, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
    `${folder}/${path}`.replaceAll('\\', '/'),
  ),
);

/**
 * Finds a file of the library by its name; a name that is not there stays as it is, and
 * `checkGroups` tells.
 */
function find(name: string): string {
  return PRESENT.find((path) => path.endsWith(`/${name}`)) ?? name;
}

/** A group: its files and its specs, both by name, without folder and ending. */
function group(files: readonly string[], specs: readonly string[], angular: boolean) {
  return {
    name: files[0] ?? '',
    files: files.map((name) => find(`${name}.ts`)),
    specs: specs.map((name) => find(`${name}.spec.ts`)),
    angular,
  };
}

/** Files whose specs know no Angular. */
const core = (files: readonly string[], specs: readonly string[]): MutationGroup =>
  group(files, specs, false);

/** Files whose specs load Angular, but no page. */
const angular = (files: readonly string[], specs: readonly string[]): MutationGroup =>
  group(files, specs, true);

/** The names of the challenges' files, the table first: one builder or spec for each challenge. */
function challengeFiles(ending: '.ts' | '.spec.ts'): readonly string[] {
  const names = PRESENT.filter((path) => path.startsWith('sign-in/src/challenges/'))
    .map((path) => path.replace(/.*\//, ''))
    .filter(
      (name) => name.endsWith(ending) && name.endsWith('.spec.ts') === (ending === '.spec.ts'),
    )
    .map((name) => name.slice(0, -ending.length))
    .filter((name) => name !== 'challenge-builder');
  return ['challenge-table', ...names.filter((name) => name !== 'challenge-table')];
}

/** A core file whose one spec stands beside it. */
const alone = (name: string): MutationGroup => core([name], [name]);

export const GROUPS: readonly MutationGroup[] = [
  core(['api-rules', 'setting-forms'], ['api-rules', 'api-rules-check', 'session-config']),
  alone('aws-partition'),
  alone('browser-tab-channel'),
  alone('browser-tab-locks'),
  core(['browser-runtime'], ['browser-runtime', 'browser-runtime-device']),
  core(['client-metadata', 'client-metadata-check'], ['client-metadata']),
  core(['clock', 'time-limit'], ['clock']),
  core(['cognito-tokens', 'cognito-user-session'], ['cognito-tokens']),
  core(['device-confirmation'], ['device-confirmation']),
  alone('device-key'),
  core(
    [
      'fetch-cognito-gateway',
      'aws-sdk-cognito-gateway',
      'cognito-service-error',
      'unexpected-redirect',
      'secret-free-gateway',
      'open-gateway',
      'sent-secrets',
    ],
    [
      'cognito-gateway',
      'fetch-cognito-gateway',
      'aws-sdk-cognito-gateway',
      'secret-free-gateway',
      'sent-secrets',
    ],
  ),
  core(
    ['active-session', 'session-check', 'session-lifetime', 'session-record'],
    ['active-session', 'session-lifetime'],
  ),
  alone('jwt-payload'),
  core(['migrating-session-store'], ['migrating-session-store', 'migrating-session-store-late']),
  alone('page-lifecycle'),
  core(['refresh-call', 'retry-policy'], ['refresh-call', 'refresh-failure']),
  alone('refresh-cooldown'),
  alone('return-url'),
  alone('session-config'),
  alone('session-error'),
  core(
    [
      'session-manager',
      'current-session',
      'lazy-session-runtime',
      'other-tabs',
      'end-notices',
      'pending-sign-ins',
      'session-renewal',
      'rejected-sessions',
      'settled-refresh',
      'revoke-by-fetch',
    ],
    [
      'session-manager',
      'session-manager-refresh',
      'session-renewal',
      'session-manager-end',
      'session-manager-tabs',
      'session-manager-alone',
      'session-manager-races',
    ],
  ),
  core(
    [
      'session-persistence',
      'stored-record',
      'queued-record',
      'store-calls',
      'store-queue',
      'maybe-promise',
      'record-repair',
    ],
    [
      'session-persistence',
      'session-persistence-async',
      'session-persistence-frozen',
      'session-persistence-damage',
      'queued-record',
      'store-queue',
    ],
  ),
  core(
    ['session-refresher', 'refresh-in-turn', 'session-comparison', 'session-runtime'],
    [
      'session-refresher',
      'session-refresher-tabs',
      'session-refresher-failure',
      'session-refresher-late',
      'device-key-of-refreshes',
    ],
  ),
  alone('session-store'),
  alone('suspended-sign-ins'),
  alone('store-watcher'),
  core(['tab-markers', 'ended-generations'], ['tab-markers']),
  core(['token-revocation'], ['token-revocation', 'device-key-at-sign-out']),
  angular(
    ['session-interceptor', 'step-up'],
    ['session-interceptor', 'session-interceptor-warning', 'session-interceptor-step-up'],
  ),
  angular(['session-guard', 'guard-redirects'], ['session-guard', 'guard-redirects']),
  angular(
    [
      'sign-in-page',
      'page-navigation',
      'guarded-page',
      'router-events',
      'return-target',
      'tokens-in-url',
    ],
    ['sign-in-page', 'page-navigation', 'router-events', 'return-target', 'session-guard'],
  ),
  angular(['session-service', 'session-host'], ['session-service', 'session-host']),
  angular(['run-now'], ['run-now']),
  angular(['development-hints'], ['development-hints']),
  angular(['session-history'], ['session-history-entries']),
  angular(
    ['provide-cognito-session', 'create-session-manager', 'cognito-session-module', 'load-gateway'],
    ['provide-cognito-session'],
  ),
  angular(
    [...challengeFiles('.ts'), 'totp-uri', 'normalize-code'],
    [...challengeFiles('.spec.ts'), 'totp-uri'],
  ),
  angular(
    [
      'sign-in-attempt',
      'first-parameters',
      'forgotten-devices',
      'sign-in-service',
      'new-device',
      'pending-sign-in',
      'suspended-sign-in',
      'read-suspended-sign-in',
    ],
    [
      'sign-in-attempt',
      'sign-in-flows',
      'sign-in-devices',
      'new-device',
      'forgotten-devices',
      'sign-in-odd-answers',
      'suspended-sign-in',
      'suspended-texts',
    ],
  ),
  angular(
    ['sign-in-error', 'error-table'],
    ['sign-in-error', 'sign-in-error-secrets', 'sign-in-error-names', 'error-table'],
  ),
  angular(
    ['user-pool', 'user-pool-commands', 'client-mistakes'],
    [
      'user-pool',
      'user-pool-commands',
      'user-pool-require-session',
      'user-pool-second-try',
      'client-mistakes',
    ],
  ),
  angular(['remembered-devices'], ['remembered-devices', 'remembered-devices-forgotten']),
  angular(
    ['web-authn', 'passkey-registration'],
    ['web-authn', 'account-of-one-user', 'passkey-download'],
  ),
  // Without srp-oracles.spec.ts, which asks other programs and takes its time.
  angular(
    ['srp', 'bytes', 'password-claim', 'claim-timestamp', 'device-secret'],
    ['srp', 'bytes', 'password-claim', 'claim-timestamp', 'device-secret'],
  ),
  angular(['user-context'], ['user-context']),
  angular(['user-sessions-service'], ['user-sessions']),
  angular(['user-service'], ['account-calls', 'account-of-one-user', 'user-deleted-late']),
  angular(
    [
      'mfa-service',
      'device-service',
      'passkey-service',
      'password-service',
      'sign-up-service',
      'result-pages',
      'user-attributes',
      'code-delivery',
    ],
    ['account-calls', 'account-of-one-user', 'account-lists'],
  ),
];

/** Types and lists of names: nothing in them does anything. */
const WITHOUT_BEHAVIOUR: readonly string[] = [
  'sign-in/src/auth-answer.ts',
  'sign-in/src/challenges/challenge-builder.ts',
  'sign-in/src/sign-in-error-code.ts',
  'sign-in/src/public-api.ts',
  'sign-in/src/sign-in-step.ts',
  'src/core/cognito/cognito-gateway.ts',
  'src/core/refresh/refresh-request.ts',
  'src/core/session/session-state.ts',
  'src/core/signed-out-reason.ts',
  'src/core/tabs/tab-channel.ts',
  'src/core/tabs/tab-locks.ts',
  'src/public-api.ts',
  'src/session-scope.ts',
];

/**
 * Fails when a file of the library would be left out without a word, or a spec is named that is not
 * there.
 */
export function checkGroups(): void {
  const sources = PRESENT.filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
  const listed = [...WITHOUT_BEHAVIOUR, ...GROUPS.flatMap(({ files }) => files)];
  const wrong = [
    ...sources.filter((path) => !listed.includes(path)).map((path) => `${path}: in no group`),
    ...listed.filter((path) => !sources.includes(path)).map((path) => `${path}: is not there`),
    ...GROUPS.flatMap(({ specs }) => specs)
      .filter((path) => !PRESENT.includes(path))
      .map((path) => `${path}: is not there`),
  ];
  if (wrong.length > 0) throw new Error(`scripts/mutation-groups.ts:\n${wrong.join('\n')}`);
}
