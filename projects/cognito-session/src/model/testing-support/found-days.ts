// Days on which the model found something, as it printed them after shrinking. Each is kept for good: those on which
// the session was wrong, and those on which the model judged wrongly.

import type { CallFault } from './model-network';
import type { Step } from './steps';
import type { WorldOptions } from './world';

/** A day that was judged to be wrong. */
export interface FoundDay {
  /** The seed that found it. */
  readonly seed: number;
  /** What was wrong. */
  readonly was: string;
  readonly world: Partial<WorldOptions>;
  readonly steps: readonly Step[];
}

/** The session was wrong. */
const OF_THE_SESSION: readonly FoundDay[] = [
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
];

const NOTHING_WORKS = {
  do: 'store fails',
  operations: ['get', 'set', 'remove'],
  error: 'SecurityError',
} as const;
const READS_ONLY = { ...NOTHING_WORKS, operations: ['set', 'remove'] } as const;
const THEN_REFUSED: CallFault[] = ['lostRequest', 'lostRequest', 'throttled', 'refused'];

/** The model was wrong. */
const OF_THE_MODEL: readonly FoundDay[] = [
  {
    seed: 1160,
    was: 'a tab that had just been thawed cleaned junk away when a session had just replaced it',
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 74 },
      { do: 'freeze', tab: 0, then: 16 },
      { do: 'refresh session', tab: 2, then: 60_000 },
      { do: 'store is overwritten', with: '', then: 86 },
      { do: 'thaw', tab: 0, then: 0 },
      { do: 'sign in', tab: 1, user: 'A', then: 0 },
    ],
  },
  {
    seed: 1465,
    was: 'junk in a database was cleaned away when a session had just replaced it',
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'sign out', tab: 0, everywhere: false, then: 40 },
      { do: 'sign in', tab: 2, user: 'A', then: 0 },
      { do: 'freeze', tab: 1, then: 40 },
      { do: 'get session', tab: 0, then: 239_960 },
      { do: 'request', tab: 0, to: 'api', then: 16 },
      { do: 'close tab', tab: 2, then: 24 },
      { do: 'store is overwritten', with: '', then: 86 },
      { do: 'open tab', then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 4 },
      { do: 'open tab', then: 0 },
    ],
  },
  {
    seed: 10_169,
    was: 'a tab that was frozen all the time held what the user had ended in another one',
    world: {},
    steps: [
      { do: 'calls fail', how: ['brokenTokens'], then: 40 },
      { do: 'sign in', tab: 0, user: 'A', then: 3000 },
      { ...READS_ONLY, ms: 5000, then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 3000 },
      { do: 'close tab', tab: 1, then: 40 },
      { do: 'calls fail', how: ['cutBody', 'lostRequest'], then: 60_000 },
      { do: 'open tab', then: 40 },
      { do: 'freeze', tab: 2, then: 3000 },
      { do: 'clock is set', ms: -7_200_000, then: 40 },
    ],
  },
  {
    seed: 10_243,
    was: 'a sign-out in a tab that could not read the store was made up for',
    world: { chance: 1, rotation: false },
    steps: [
      { ...NOTHING_WORKS, ms: 5000, then: 3000 },
      { do: 'open tab', then: 0 },
      { do: 'sign out', tab: 3, everywhere: false, then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'refresh session', tab: 0, then: 0 },
    ],
  },
  {
    seed: 10_346,
    was: 'a tab took over what had been ended in one that could not store it, and soon found it gone',
    world: { rotation: false },
    steps: [
      { do: 'calls fail', how: THEN_REFUSED, then: 0 },
      { do: 'close tab', tab: 0, then: 40 },
      { do: 'sign in', tab: 0, user: 'A', then: 239_986 },
      { ...NOTHING_WORKS, ms: 116, then: 14 },
      { do: 'all get session', then: 40 },
      { do: 'open tab', then: 0 },
      { do: 'sign in', tab: 4, user: 'A', then: 3000 },
      { do: 'refresh session', tab: 1, then: 3000 },
    ],
  },
  {
    seed: 10_632,
    was: "a tab was closed between a database's write and the message about it",
    world: { rotation: false, store: 'database' },
    steps: [
      { do: 'calls fail', how: ['lostRequest'], then: 40 },
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'close tab', tab: 0, then: 0 },
      { do: 'request', tab: 0, to: 'api', then: 60_000 },
    ],
  },
  {
    seed: 10_900,
    was: 'a new tab took over what had been ended in one that could not remove it, and soon found it gone',
    world: { rotation: false },
    steps: [
      { do: 'sign in', tab: 0, user: 'A', then: 3000 },
      { do: 'freeze', tab: 0, then: 0 },
      { do: 'close tab', tab: 1, then: 3000 },
      { ...READS_ONLY, ms: 5000, then: 40 },
      { do: 'sign out', tab: 3, everywhere: false, then: 0 },
      { do: 'get session', tab: 0, then: 60_000 },
      { do: 'open tab', then: 3000 },
      { do: 'all get session', then: 40 },
    ],
  },
  {
    seed: 11_120,
    was: 'a sign-out everywhere in a tab that could not read the store was made up for an hour later',
    world: { chance: 1, rotation: false },
    steps: [
      { do: 'close tab', tab: 0, then: 60_000 },
      { ...NOTHING_WORKS, ms: 5212, then: 0 },
      { do: 'close tab', tab: 0, then: 0 },
      { do: 'open tab', then: 0 },
      { do: 'open tab', then: 0 },
      { do: 'sign in', tab: 0, user: 'A', then: 3000 },
      { do: 'hide', tab: 4, then: 4 },
      { do: 'offline', ms: 4_374_356, known: true, then: 2152 },
      { do: 'sign out', tab: 1, everywhere: true, then: 1491 },
      { do: 'thaw', tab: 3, then: 23 },
    ],
  },
  {
    seed: 11_318,
    was: 'a sign-out in a tab that could not read the store was made up for in a new session of all the others',
    world: { rotation: false },
    steps: [
      { do: 'open tab', then: 0 },
      { ...NOTHING_WORKS, ms: 5000, then: 3000 },
      { do: 'open tab', then: 0 },
      { do: 'sign out', tab: 4, everywhere: false, then: 40 },
      { do: 'sign in', tab: 0, user: 'A', then: 0 },
      { do: 'request', tab: 0, to: 'api', then: 3000 },
    ],
  },
];

/** All of them. */
export const FOUND_DAYS: readonly FoundDay[] = [...OF_THE_SESSION, ...OF_THE_MODEL];
