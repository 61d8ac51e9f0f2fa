// Seeds on which the model found the session wrong, shrunk to the steps that matter. Each is
// replayed in every run.

import type { Step } from './steps';
import type { WorldOptions } from './world';

/** A seed on which an invariant was broken. */
export interface RegressionSeed {
  /** The seed that found it. */
  readonly seed: number;
  /** The fault. */
  readonly was: string;
  readonly world: Partial<WorldOptions>;
  readonly steps: readonly Step[];
}

/** Every seed that found a fault of the library. */
export const REGRESSION_SEEDS: readonly RegressionSeed[] = [
  {
    seed: 75,
    was: 'a removal that had failed at sign-out was made up for when another tab had long stored a new session',
    world: {},
    steps: [
      { do: 'store fails', operations: ['remove'], error: 'SecurityError', ms: 5000, then: 0 },
      { do: 'sign out', tab: 1, everywhere: false, then: 60_000 },
      { do: 'sign in', tab: 0, user: 'A', then: 40 },
      { do: 'all get session', then: 0 },
    ],
  },
  {
    seed: 1160,
    was: "a tab that was frozen while a database's answer was on its way stored its refresh over a newer sign-in",
    world: { store: 'database' },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 40 },
      { do: 'refresh session', tab: 0, then: 33 },
      { do: 'freeze', tab: 0, then: 9 },
      { do: 'sign in', tab: 1, user: 'A', then: 0 },
    ],
  },
  {
    seed: 1716,
    was: "a tab that was frozen while a database's answer was on its way took over a session that was long over",
    world: { chance: 519_430_126, rotation: false, store: 'database' },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 63 },
      { do: 'freeze', tab: 4, then: 3000 },
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'thaw', tab: 0, then: 40 },
    ],
  },
  {
    seed: 10_439,
    was: 'the same after three sign-ins in a row',
    world: { chance: 313_829_663, rotation: false, store: 'database' },
    steps: [
      { do: 'sign in', tab: 1, user: 'A', then: 0 },
      { do: 'close tab', tab: 0, then: 0 },
      { do: 'get session', tab: 0, then: 3000 },
      { do: 'sign in', tab: 0, user: 'A', then: 25 },
      { do: 'sign in', tab: 0, user: 'A', then: 29 },
      { do: 'freeze', tab: 1, then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 40 },
      { do: 'thaw', tab: 0, then: 0 },
    ],
  },
  {
    seed: 2063,
    was: 'a newer session that seemed old by a clock set back was ignored, and the used refresh token sent again',
    world: { chance: 1 },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 250_000 },
      { do: 'all get session', then: 60 },
      { do: 'clock is set', ms: -7_200_000, then: 3000 },
    ],
  },
  {
    seed: 11986,
    was: 'a sign-in that a database had not taken was stored over the next one',
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'open tab', then: 0 },
      { do: 'store fails', operations: ['set'], error: 'SecurityError', ms: 5000, then: 0 },
      { do: 'close tab', tab: 0, then: 3000 },
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'open tab', then: 4 },
      { do: 'get session', tab: 0, then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 22 },
    ],
  },
  {
    seed: 6163,
    was: 'the same when all tabs asked for the session',
    world: { rotation: false, store: 'database' },
    steps: [
      {
        do: 'store fails',
        operations: ['set', 'remove'],
        error: 'SecurityError',
        ms: 5000,
        then: 0,
      },
      { do: 'sign in', tab: 0, user: 'A', then: 21 },
      { do: 'all get session', then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 60000 },
      { do: 'wake', tab: 0, by: 'focus', then: 3000 },
    ],
  },
  {
    seed: 9008,
    was: 'a sign-in that a database had not taken was stored after the sign-out',
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'store fails', operations: ['set'], error: 'SecurityError', ms: 5000, then: 0 },
      { do: 'sign in', tab: 1, user: 'A', then: 14 },
      { do: 'all get session', then: 0 },
      { do: 'sign out', tab: 1, everywhere: false, then: 40 },
      { do: 'get session', tab: 0, then: 60000 },
    ],
  },
  {
    seed: 9258,
    was: 'a refresh that a database had not taken was stored over the next sign-in',
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 60000 },
      {
        do: 'store fails',
        operations: ['set', 'remove'],
        error: 'SecurityError',
        ms: 5000,
        then: 0,
      },
      { do: 'request answered 401', tab: 0, then: 80 },
      { do: 'request', tab: 0, to: 'api', then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'thaw', tab: 0, then: 60000 },
      { do: 'all get session', then: 40 },
    ],
  },
  {
    seed: 2875,
    was: 'a tab told late of the end of a session that it could not store removed the session that came since',
    world: { chance: 281069497, rotation: false },
    steps: [
      { do: 'close tab', tab: 0, then: 0 },
      { do: 'sign in', tab: 1, user: 'A', then: 0 },
      { do: 'refresh session', tab: 1, then: 0 },
      {
        do: 'store fails',
        operations: ['set', 'remove'],
        error: 'SecurityError',
        ms: 122,
        then: 87,
      },
      { do: 'user is revoked', user: 'A', then: 40 },
      { do: 'request answered 401', tab: 0, then: 0 },
      { do: 'freeze', tab: 1, then: 4088 },
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'request answered 401', tab: 0, then: 0 },
    ],
  },
  {
    seed: 4,
    was: 'a refresh with metadata of its own was done for its caller when another sign-in replaced the session',
    world: { chance: 0, rotation: false },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'refresh session', tab: 0, metadata: ['x'], then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
    ],
  },
  {
    seed: 433,
    was: "a refresh with metadata of its own was done for its caller when an automatic one took over another tab's session",
    world: { chance: 0, rotation: false },
    steps: [
      { do: 'sign in slowly', tab: 0, user: 'A', ms: 200, then: 240_200 },
      { do: 'all get session', then: 0 },
      { do: 'refresh session', tab: 1, metadata: ['setting'], then: 0 },
    ],
  },
  {
    seed: 357,
    was: 'a record that was damaged right after a sign-out was replaced by the session that had ended',
    world: { chance: 1_318_038_841, rotation: false },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 60_000 },
      { do: 'sign out', tab: 0, everywhere: false, then: 0 },
      { do: 'store is overwritten', with: '[]', then: 3000 },
    ],
  },
  {
    seed: 727,
    was: 'a call was made although a slow database had taken all the time of the lock',
    world: { chance: 539845405, rotation: false, store: 'database' },
    steps: [
      { do: 'store is slow', ms: 153888, extraMs: 8000, then: 25 },
      { do: 'sign out', tab: 0, everywhere: true, then: 16 },
      { do: 'sign out', tab: 1, everywhere: false, then: 2 },
      { do: 'sign in slowly', tab: 4, user: 'A', ms: 159, then: 19 },
      { do: 'calls fail', how: ['noTokens', 'html', 'cutBody'], then: 28665 },
      { do: 'sign in', tab: 2, user: 'B', then: 2303 },
      { do: 'request answered 401', tab: 2, then: 3773520 },
    ],
  },
  {
    seed: 354,
    was: "a sign-in that a slow database had taken was stored again, over another tab's refreshes of it",
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'store fails', operations: ['get'], error: 'SecurityError', ms: 8, then: 0 },
      { do: 'open tab', then: 7 },
      { do: 'store is slow', ms: 5, extraMs: 8000, then: 0 },
      { do: 'sign in', tab: 3, user: 'A', then: 4 },
      { do: 'freeze', tab: 3, then: 0 },
      { do: 'sign in slowly', tab: 0, user: 'A', ms: 0, then: 0 },
      { do: 'request answered 401', tab: 0, then: 0 },
    ],
  },
  {
    seed: 23,
    was: "a removal that a slow database had carried out was made up for in another tab's session",
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'store is slow', ms: 44601, extraMs: 20000, then: 0 },
      { do: 'close tab', tab: 0, then: 0 },
      { do: 'sign in slowly', tab: 3, user: 'A', ms: 0, then: 3000 },
      { do: 'sign out', tab: 0, everywhere: false, then: 60000 },
      { do: 'store fails', operations: ['remove'], error: 'SecurityError', ms: 5000, then: 60000 },
    ],
  },
  {
    seed: 1011,
    was: 'a tab that was thawed made up for a removal without having read the store',
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'store is slow', ms: 24168, extraMs: 8000, then: 0 },
      { do: 'sign out', tab: 0, everywhere: false, then: 60000 },
      { do: 'store is slow', ms: 5000, extraMs: 8000, then: 0 },
      { do: 'all get session', then: 0 },
      { do: 'freeze', tab: 0, then: 0 },
      { do: 'sign in slowly', tab: 1, user: 'A', ms: 200, then: 0 },
      { do: 'slow network', ms: 1, extraMs: 300, then: 0 },
    ],
  },
  {
    seed: 5070,
    was: "a tab that had stored nothing removed another tab's session hours after it had first seen it",
    world: { rotation: false },
    steps: [
      { do: 'open tab', then: 3000 },
      { do: 'store fails', operations: ['get', 'set'], error: 'SecurityError', ms: 5000, then: 0 },
      { do: 'open tab', then: 40 },
      {
        do: 'store fails',
        operations: ['set', 'remove'],
        error: 'SecurityError',
        ms: 7062,
        then: 40,
      },
      { do: 'sign in', tab: 1, user: 'A', then: 31 },
      { do: 'sign in', tab: 4, user: 'C', then: 24 },
      { do: 'calls fail', how: ['undecodable', 'expAsText', 'anotherUser'], then: 5 },
      { do: 'refresh session', tab: 1, metadata: [], then: 6705 },
      { do: 'clock is set', ms: 7200000, then: 31 },
      { do: 'all get session', then: 18 },
    ],
  },
];
